-- $1 cluster, $2 id, $3 start, $4 end, $5 name, $6 associations, $7 flags,
-- $8 nodes, $9 node index, $10 TRES as Slurm writes them: each NULL for "not
-- given"; $11 start of the row that this one follows, which gives the rest
INSERT INTO slurm_data.reservation AS r (cluster_id, resv_id, start_time,
	end_time, name, assocs, flags, node_list, node_index,
	cpus, mem_mb, nodes, billing, other_tres)
SELECT $1, $2, $3, coalesce($4, p.end_time), coalesce($5, p.name, ''),
	coalesce($6, p.assocs, ''), coalesce($7, p.flags, 0),
	coalesce($8, p.node_list, ''), coalesce($9, p.node_index, ''),
	CASE WHEN $10::text IS NULL THEN p.cpus ELSE (t->>'cpu')::bigint END,
	CASE WHEN $10 IS NULL THEN p.mem_mb ELSE (t->>'mem')::bigint END,
	CASE WHEN $10 IS NULL THEN p.nodes ELSE (t->>'node')::bigint END,
	CASE WHEN $10 IS NULL THEN p.billing ELSE (t->>'billing')::bigint END,
	CASE WHEN $10 IS NULL THEN p.other_tres
		ELSE nullif(t - '{cpu,mem,node,billing}'::text[], '{}') END
FROM (SELECT slurm_data.tres_from_slurm($10)) AS given (t)
LEFT JOIN slurm_data.reservation p
	ON p.cluster_id = $1 AND p.resv_id = $2 AND p.start_time = $11
ON CONFLICT (cluster_id, resv_id, start_time) DO UPDATE SET deleted = false,
	end_time = coalesce($4, r.end_time), name = coalesce($5, r.name),
	assocs = coalesce($6, r.assocs), flags = coalesce($7, r.flags),
	node_list = coalesce($8, r.node_list), node_index = coalesce($9, r.node_index),
	cpus = CASE WHEN $10 IS NULL THEN r.cpus ELSE excluded.cpus END,
	mem_mb = CASE WHEN $10 IS NULL THEN r.mem_mb ELSE excluded.mem_mb END,
	nodes = CASE WHEN $10 IS NULL THEN r.nodes ELSE excluded.nodes END,
	billing = CASE WHEN $10 IS NULL THEN r.billing ELSE excluded.billing END,
	other_tres = CASE WHEN $10 IS NULL THEN r.other_tres ELSE excluded.other_tres END
