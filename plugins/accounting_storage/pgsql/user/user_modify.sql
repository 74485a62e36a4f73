-- $1 names, $2 level, $3 new name (of one): associations, wckeys and
-- coordinators follow, records of jobs keep the name that they had
WITH named AS (
	UPDATE slurm_data.assoc SET user_name = $3::text, modified_at = now()
	WHERE $3::text IS NOT NULL AND user_name = ANY ($1::text[])
), keyed AS (
	UPDATE slurm_data.wckey SET user_name = $3::text, modified_at = now()
	WHERE $3::text IS NOT NULL AND user_name = ANY ($1::text[])
), coordinating AS (
	UPDATE slurm_data.coordinator SET user_name = $3::text
	WHERE $3::text IS NOT NULL AND user_name = ANY ($1::text[])
)
UPDATE slurm_data.slurm_user
SET modified_at = now(), name = coalesce($3::text, name), admin_level = coalesce($2::text, admin_level)
WHERE name = ANY ($1::text[]) AND NOT deleted
