-- Clusters by name ($1; NULL: all, removed ones too), and those of them whose
-- records of a kind have been purged already before: $2 kinds, $3 times ($4:
-- does not matter). One row a cluster: id, name, kinds that are due.
SELECT c.cluster_id, c.name, array_agg(k.n - 1 ORDER BY k.n) FILTER (WHERE k.before IS NOT NULL
	AND ($4::boolean OR p.done_before IS DISTINCT FROM k.before))
FROM (SELECT cluster_id, name FROM slurm_data.cluster
	UNION ALL SELECT 0, '' WHERE $1::text[] IS NULL) c
CROSS JOIN unnest($2::text[], $3::timestamptz[]) WITH ORDINALITY AS k (kind, before, n)
LEFT JOIN slurm_data.purge_state p ON p.cluster_id = c.cluster_id AND p.kind = k.kind
WHERE ($1::text[] IS NULL OR c.name = ANY ($1))
	AND (c.cluster_id > 0 OR k.kind = 'txn')
GROUP BY c.cluster_id, c.name
ORDER BY c.name
