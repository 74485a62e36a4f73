-- $1 numbers of resources, $2 clusters. What is younger than a day was a slip
-- and goes altogether
WITH given AS (
	SELECT g.resource_id, c.cluster_id
	FROM unnest($1::integer[], $2::text[]) AS g (resource_id, cluster)
	JOIN slurm_data.cluster c ON c.name = g.cluster
), slips AS (
	DELETE FROM slurm_data.resource_share s
	USING given g
	WHERE s.resource_id = g.resource_id AND s.cluster_id = g.cluster_id
		AND s.created_at > now() - interval '1 day'
)
UPDATE slurm_data.resource_share s SET deleted = true, modified_at = now()
FROM given g
WHERE s.resource_id = g.resource_id AND s.cluster_id = g.cluster_id
	AND s.created_at <= now() - interval '1 day'
