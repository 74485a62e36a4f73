-- $1 clusters (NULL: all), $2 accounts, $3 users (NULL: of the accounts
-- themselves), $4 partitions (NULL: none): each of the one with each of the
-- others, in this order, but for what is there
SELECT c.name, a.account, u.user_name, p.partition
FROM slurm_data.cluster c
CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS a (account, n)
CROSS JOIN unnest(coalesce($3::text[], '{""}')) WITH ORDINALITY AS u (user_name, n)
CROSS JOIN unnest(coalesce($4::text[], '{""}')) WITH ORDINALITY AS p (partition, n)
WHERE NOT c.deleted AND ($1::text[] IS NULL OR c.name = ANY ($1))
	AND NOT EXISTS (SELECT FROM slurm_data.assoc e
		WHERE e.cluster_id = c.cluster_id AND e.account = a.account AND e.user_name = u.user_name
			AND e.partition = p.partition AND NOT e.deleted)
ORDER BY array_position($1::text[], c.name), c.name, a.n, u.n, p.n
