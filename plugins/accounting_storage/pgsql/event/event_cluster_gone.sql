-- $1 cluster, $2 state: down with all it has, if it is not already
INSERT INTO slurm_data.event (cluster_id, node_name, start_time, state, reason,
	cpus, mem_mb, nodes, billing, other_tres)
SELECT cluster_id, '', greatest(date_trunc('second', now()), start_time + '1 second'),
	$2, 'slurmctld disconnect', cpus, mem_mb, nodes, billing, other_tres
FROM slurm_data.event
WHERE cluster_id = $1 AND node_name = '' AND end_time = 'infinity' AND state = 0
	AND NOT EXISTS (SELECT FROM slurm_data.event WHERE cluster_id = $1
		AND node_name = '' AND end_time = 'infinity' AND state <> 0)
ORDER BY start_time DESC
LIMIT 1
ON CONFLICT (cluster_id, node_name, start_time) DO NOTHING
