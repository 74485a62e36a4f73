-- $1 names. Who was added within a day and left nothing was a slip and goes
-- altogether; else the row is kept.
WITH slips AS (
	DELETE FROM slurm_data.slurm_user u
	WHERE u.name = ANY ($1::text[]) AND u.created_at > now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM slurm_data.assoc a WHERE a.user_name = u.name)
	RETURNING u.name
)
UPDATE slurm_data.slurm_user
SET deleted = true, modified_at = now()
WHERE name = ANY ($1::text[]) AND name NOT IN (SELECT name FROM slips)
