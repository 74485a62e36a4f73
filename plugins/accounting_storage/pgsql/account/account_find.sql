-- $1 with deleted, $2 names, $3 descriptions, $4 organizations, $5 only these
SELECT name, description, organization, deleted
FROM slurm_data.account
WHERE (NOT deleted OR $1::boolean)
	AND ($2::text[] IS NULL OR name = ANY ($2))
	AND ($3::text[] IS NULL OR description = ANY ($3))
	AND ($4::text[] IS NULL OR organization = ANY ($4))
	AND ($5::text[] IS NULL OR name = ANY ($5))
ORDER BY name
