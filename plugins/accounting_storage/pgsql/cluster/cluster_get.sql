-- $1 names, $2 federations, $3 select plugins, $4 RPC versions, $5 flags,
-- $6 classification (each NULL: any), $7 removed ones too
SELECT c.name, c.classification, c.control_host, c.control_port,
	c.fed_features, c.federation, c.fed_id, c.fed_state, c.rpc_version,
	c.dimensions, c.flags, c.plugin_id_select, e.cluster_nodes, e.tres
FROM slurm_data.cluster c
LEFT JOIN LATERAL (
	SELECT cluster_nodes,
		slurm_data.tres_to_slurm(slurm_data.tres_amounts(
			cpus, mem_mb, nodes, billing, other_tres)) AS tres
	FROM slurm_data.event
	WHERE cluster_id = c.cluster_id AND node_name = '' AND end_time = 'infinity'
	ORDER BY state, start_time DESC
	LIMIT 1
) e ON true
WHERE ($1::text[] IS NULL OR c.name = ANY ($1))
	AND ($2::text[] IS NULL OR c.federation = ANY ($2))
	AND ($3::integer[] IS NULL OR c.plugin_id_select = ANY ($3))
	AND ($4::integer[] IS NULL OR c.rpc_version = ANY ($4))
	AND ($5::bigint IS NULL OR c.flags & $5 <> 0)
	AND ($6::integer IS NULL OR c.classification & $6 <> 0)
	AND ($7 OR NOT c.deleted)
ORDER BY c.name
