-- $1 cluster, $2 time, $3 nodes, $4 TRES as Slurm writes them
INSERT INTO slurm_data.event (cluster_id, node_name, start_time, cluster_nodes,
	reason, cpus, mem_mb, nodes, billing, other_tres)
SELECT $1, '', $2, $3, 'Cluster Registered TRES', (t->>'cpu')::bigint,
	(t->>'mem')::bigint, (t->>'node')::bigint, (t->>'billing')::bigint,
	nullif(t - '{cpu,mem,node,billing}'::text[], '{}')
FROM (SELECT slurm_data.tres_from_slurm($4)) AS tres (t)
ON CONFLICT (cluster_id, node_name, start_time) DO UPDATE SET
	end_time = 'infinity', state = 0, cluster_nodes = excluded.cluster_nodes,
	reason = excluded.reason, cpus = excluded.cpus, mem_mb = excluded.mem_mb,
	nodes = excluded.nodes, billing = excluded.billing,
	other_tres = excluded.other_tres
