-- $1 names; $2, $3 action and actor of the transaction log. What is younger
-- than a day was a slip and goes altogether
WITH slips AS (
	DELETE FROM slurm_data.federation
	WHERE name = ANY ($1::text[]) AND created_at > now() - interval '1 day'
), removed AS (
	UPDATE slurm_data.federation SET deleted = true, flags = 0, modified_at = now()
	WHERE name = ANY ($1::text[]) AND created_at <= now() - interval '1 day'
)
INSERT INTO slurm_data.txn (action, actor, name)
SELECT $2, $3, 'name=''' || name || '''' FROM unnest($1::text[]) AS g (name)
