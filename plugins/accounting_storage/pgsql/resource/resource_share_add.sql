-- $1 numbers of resources, $2 clusters, $3 how much
INSERT INTO slurm_data.resource_share (resource_id, cluster_id, allowed)
SELECT DISTINCT ON (g.resource_id, c.cluster_id) g.resource_id, c.cluster_id, g.allowed
FROM unnest($1::integer[], $2::text[], $3::bigint[]) WITH ORDINALITY AS g (resource_id, cluster, allowed, n)
JOIN slurm_data.cluster c ON c.name = g.cluster AND NOT c.deleted
ORDER BY g.resource_id, c.cluster_id, g.n DESC
ON CONFLICT (resource_id, cluster_id) DO UPDATE SET deleted = false, modified_at = now(),
	allowed = excluded.allowed
RETURNING resource_id
