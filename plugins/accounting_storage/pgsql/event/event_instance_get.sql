-- $1 clusters, $2 nodes, $3 instances, $4 types, $5 what else is said of them
-- (NULL: any), $6 to $7 time
SELECT c.name, i.node_name, i.instance_id, i.instance_type, i.extra, i.start_time, i.end_time
FROM slurm_data.instance i
JOIN slurm_data.cluster c USING (cluster_id)
WHERE CASE WHEN $1::text[] IS NULL THEN NOT c.deleted ELSE c.name = ANY ($1) END
	AND ($2::text[] IS NULL OR i.node_name = ANY ($2))
	AND ($3::text[] IS NULL OR i.instance_id = ANY ($3))
	AND ($4::text[] IS NULL OR i.instance_type = ANY ($4))
	AND ($5::text[] IS NULL OR i.extra = ANY ($5))
	AND ($6::timestamptz IS NULL OR i.end_time >= $6)
	AND ($7::timestamptz IS NULL OR i.start_time < $7)
ORDER BY c.name, i.node_name, i.start_time DESC
