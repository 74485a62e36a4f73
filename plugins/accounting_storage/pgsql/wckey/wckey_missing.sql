-- $1 clusters (NULL: all), $2 names, $3 users: each of the one with each of
-- the others, in this order, but for what is there
SELECT c.name, k.name, u.user_name
FROM slurm_data.cluster c
CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS k (name, n)
CROSS JOIN unnest($3::text[]) WITH ORDINALITY AS u (user_name, n)
WHERE NOT c.deleted AND ($1::text[] IS NULL OR c.name = ANY ($1))
	AND NOT EXISTS (SELECT FROM slurm_data.wckey e
		WHERE e.cluster_id = c.cluster_id AND e.name = k.name AND e.user_name = u.user_name AND NOT e.deleted)
ORDER BY array_position($1::text[], c.name), c.name, u.n, k.n
