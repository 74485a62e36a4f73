-- The row that a change is about: the last one that is not removed and begins
-- at $3 (new start) or $4 (old start) or later. $1 cluster, $2 id, $5
-- associations, $6 flags, $7 nodes, $8 TRES: NULL for "not given"
SELECT start_time,
	start_time > $3 AND start_time <= now() AS newer_is_known,
	start_time <= now() AND (
		assocs <> coalesce($5, assocs) OR flags <> coalesce($6, flags)
		OR node_list <> coalesce($7, node_list)
		OR ($8::text IS NOT NULL AND coalesce(slurm_data.tres_from_slurm($8), '{}')
			<> slurm_data.tres_amounts(cpus, mem_mb, nodes, billing, other_tres))
	) AS new_shape
FROM slurm_data.reservation
WHERE cluster_id = $1 AND resv_id = $2 AND NOT deleted
	AND start_time >= least($3, $4::timestamptz)
ORDER BY start_time DESC
LIMIT 1
FOR UPDATE
