-- $1 names, $2 clusters that belong to it (NULL: any), $3 removed ones too
SELECT f.name, f.flags
FROM slurm_data.federation f
WHERE ($1::text[] IS NULL OR f.name = ANY ($1))
	AND ($2::text[] IS NULL OR EXISTS (SELECT FROM slurm_data.cluster c
		WHERE c.federation = f.name AND c.fed_id > 0 AND NOT c.deleted AND c.name = ANY ($2)))
	AND (NOT f.deleted OR $3::boolean)
ORDER BY f.name
