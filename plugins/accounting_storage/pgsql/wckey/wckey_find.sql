-- $1 clusters, $2 with deleted, $3 only defaults, $4 names, $5 ids, $6 users,
-- $7 only of this user
SELECT w.wckey_id, c.name, w.name, w.user_name, w.is_default, w.deleted
FROM slurm_data.wckey w
JOIN slurm_data.cluster c USING (cluster_id)
WHERE NOT c.deleted
	AND ($1::text[] IS NULL OR c.name = ANY ($1))
	AND (NOT w.deleted OR $2::boolean)
	AND (NOT $3::boolean OR w.is_default)
	AND ($4::text[] IS NULL OR w.name = ANY ($4))
	AND ($5::bigint[] IS NULL OR w.wckey_id = ANY ($5))
	AND ($6::text[] IS NULL OR w.user_name = ANY ($6))
	AND ($7::text IS NULL OR w.user_name = $7)
ORDER BY array_position($1::text[], c.name), c.name, w.name, w.user_name
