-- $1 numbers. What is younger than a day was a slip and goes altogether
WITH slips AS (
	DELETE FROM slurm_data.resource
	WHERE resource_id = ANY ($1::bigint[]) AND created_at > now() - interval '1 day'
)
UPDATE slurm_data.resource SET deleted = true, modified_at = now()
WHERE resource_id = ANY ($1::bigint[]) AND created_at <= now() - interval '1 day'
