-- Jobs of cluster $1 where all that is told holds (NULL: nothing is): $2 node
-- list, $3 number of nodes, $4 job id, $5 submit time, $6 association.
DELETE FROM slurm_data.job
WHERE cluster_id = (SELECT cluster_id FROM slurm_data.cluster WHERE name = $1)
	AND ($2::text IS NULL OR node_list = $2)
	AND ($3::bigint IS NULL OR coalesce(alloc_nodes, 0) = $3)
	AND ($4::bigint IS NULL OR job_id = $4)
	AND ($5::bigint IS NULL OR submit_time = to_timestamp($5))
	AND ($6::bigint IS NULL OR assoc_id = $6)
