-- $1 clusters, $2 0 all, 1 clusters' only, 2 nodes' only, $3 nodes,
-- $4 to $5 time, $6 open ones only, $7 words in the reason, $8 uids, $9 states,
-- $10 mask of the states that exclude each other, $11 to $12 CPUs (NULL: any)
SELECT c.name, e.node_name, e.cluster_nodes, e.state, e.start_time, e.end_time,
	e.reason, e.reason_uid, slurm_data.tres_to_slurm(slurm_data.tres_amounts(
		e.cpus, e.mem_mb, e.nodes, e.billing, e.other_tres))
FROM slurm_data.event e
JOIN slurm_data.cluster c USING (cluster_id)
WHERE CASE WHEN $1::text[] IS NULL THEN NOT c.deleted ELSE c.name = ANY ($1) END
	AND ($2::integer = 0 OR (e.node_name = '') = ($2 = 1))
	AND ($3::text[] IS NULL OR e.node_name = ANY ($3))
	AND ($4::timestamptz IS NULL
		OR CASE WHEN $6 THEN e.start_time >= $4
			ELSE e.start_time < $5 AND e.end_time >= $4 END)
	AND (NOT $6 OR e.end_time = 'infinity')
	AND ($7::text[] IS NULL
		OR EXISTS (SELECT FROM unnest($7) w WHERE strpos(lower(e.reason), lower(w)) > 0))
	AND ($8::bigint[] IS NULL OR e.reason_uid = ANY ($8))
	AND ($9::bigint[] IS NULL
		OR EXISTS (SELECT FROM unnest($9) s
			WHERE CASE WHEN s & $10::bigint <> 0 THEN e.state & $10 = s & $10
				ELSE e.state & s <> 0 END))
	AND ($11::bigint IS NULL OR e.cpus >= $11)
	AND ($12::bigint IS NULL OR e.cpus <= $12)
ORDER BY c.name, e.node_name, e.start_time
