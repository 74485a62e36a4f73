-- $1 clusters, $2 ids, $3 names in any letters, $4 to $5 time (each NULL: any), $6 removed
-- ones too
SELECT c.name, r.resv_id, r.name, r.assocs, r.flags, r.node_list, r.node_index,
	r.start_time, r.end_time,
	slurm_data.tres_to_slurm(slurm_data.tres_amounts(
		r.cpus, r.mem_mb, r.nodes, r.billing, r.other_tres)),
	r.unused_wall
FROM slurm_data.reservation r
JOIN slurm_data.cluster c USING (cluster_id)
WHERE CASE WHEN $1::text[] IS NULL THEN NOT c.deleted ELSE c.name = ANY ($1) END
	AND ($2::bigint[] IS NULL OR r.resv_id = ANY ($2))
	AND ($3::text[] IS NULL OR lower(r.name) = ANY (ARRAY(SELECT lower(x) FROM unnest($3) x)))
	AND ($4::timestamptz IS NULL OR r.end_time >= $4 OR r.end_time IS NULL)
	AND ($5::timestamptz IS NULL OR r.start_time < $5)
	AND ($6 OR NOT r.deleted)
ORDER BY c.name, r.start_time, r.name
