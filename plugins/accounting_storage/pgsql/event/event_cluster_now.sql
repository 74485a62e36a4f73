-- $1 cluster, $2 nodes, $3 TRES as Slurm writes them: what is known now, and
-- whether it differs
SELECT cluster_nodes IS NOT DISTINCT FROM $2 AS same_nodes,
	slurm_data.tres_amounts(cpus, mem_mb, nodes, billing, other_tres)
		IS NOT DISTINCT FROM coalesce(slurm_data.tres_from_slurm($3), '{}') AS same_tres
FROM slurm_data.event
WHERE cluster_id = $1 AND node_name = '' AND end_time = 'infinity' AND state = 0
ORDER BY start_time DESC
LIMIT 1
