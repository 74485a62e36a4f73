-- Nodes of cluster $1 that were down between $2 and $3, if there were
-- reservations then.
SELECT DISTINCT e.node_name
FROM slurm_data.event e
WHERE e.cluster_id = $1 AND e.node_name <> '' AND e.start_time < $3 AND e.end_time >= $2
AND EXISTS (SELECT FROM slurm_data.reservation r
	WHERE r.cluster_id = $1 AND r.start_time < $3 AND r.end_time >= $2)
