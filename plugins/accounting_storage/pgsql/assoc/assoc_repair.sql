-- $1 clusters (NULL: all): what was wrong, with the parent it has now
SELECT r.cluster, r.account, r.user_name, r.parent
FROM slurm_data.repair_hierarchy(ARRAY(
	SELECT cluster_id FROM slurm_data.cluster
	WHERE NOT deleted AND ($1::text[] IS NULL OR name = ANY ($1)))) r
ORDER BY r.cluster, r.account, r.user_name
