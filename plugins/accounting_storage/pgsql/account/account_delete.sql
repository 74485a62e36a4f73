-- $1 names. What was added within a day and left nothing was a slip and goes
-- altogether; else the row is kept.
WITH slips AS (
	DELETE FROM slurm_data.account o
	WHERE o.name = ANY ($1::text[]) AND o.created_at > now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM slurm_data.assoc a WHERE a.account = o.name)
	RETURNING o.name
)
UPDATE slurm_data.account
SET deleted = true, modified_at = now()
WHERE name = ANY ($1::text[]) AND name NOT IN (SELECT name FROM slips)
