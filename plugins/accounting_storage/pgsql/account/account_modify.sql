-- $1 names, $2 description, $3 organization
UPDATE slurm_data.account
SET modified_at = now(), description = coalesce($2::text, description),
	organization = coalesce($3::text, organization)
WHERE name = ANY ($1::text[])
