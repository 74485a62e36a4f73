-- $1 cluster, $2 QOS (ids): the top of the cluster's hierarchy, which may use
-- these, and the user root below it
WITH top AS (
	INSERT INTO slurm_data.assoc AS a (cluster_id, account, qos)
	VALUES ($1, 'root', $2::integer[])
	ON CONFLICT (cluster_id, account, user_name, partition) DO UPDATE
		SET deleted = false, modified_at = now()
	RETURNING assoc_id
)
INSERT INTO slurm_data.assoc (cluster_id, account, user_name, parent_id, is_default)
SELECT $1, 'root', 'root', assoc_id, true FROM top
ON CONFLICT (cluster_id, account, user_name, partition) DO UPDATE
	SET deleted = false, modified_at = now(), is_default = true,
		parent_id = excluded.parent_id
