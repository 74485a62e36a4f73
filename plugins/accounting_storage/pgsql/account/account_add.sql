-- $1 names, $2 descriptions, $3 organizations; one that was removed comes back
INSERT INTO slurm_data.account (name, description, organization)
SELECT DISTINCT ON (name) name, description, organization
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS g (name, description, organization, n)
ORDER BY name, n
ON CONFLICT (name) DO UPDATE
SET deleted = false, modified_at = now(), description = EXCLUDED.description,
	organization = EXCLUDED.organization
