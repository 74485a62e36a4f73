-- Events of an old archive ($1: an array of objects). What is there already
-- gets the new end.
WITH row AS (
	SELECT DISTINCT ON (c.cluster_id, r.node_name, r.start_time)
		c.cluster_id, coalesce(r.node_name, '') AS node_name, to_timestamp(r.start_time) AS start_time,
		coalesce(to_timestamp(nullif(r.end_time, 0)), 'infinity') AS end_time,
		r.cluster_nodes, r.reason, r.reason_uid, coalesce(r.state, 0) AS state,
		coalesce(slurm_data.tres_from_slurm(r.tres), '{}')
			|| CASE WHEN r.cpus > 0 THEN jsonb_build_object('cpu', r.cpus) ELSE '{}' END AS tres
	FROM jsonb_to_recordset($1) AS r (cluster text, node_name text, start_time bigint, end_time bigint,
		cluster_nodes text, reason text, reason_uid bigint, state bigint, tres text, cpus bigint)
	JOIN slurm_data.cluster c ON c.name = r.cluster
), added AS (
	INSERT INTO slurm_data.event AS e (cluster_id, node_name, start_time, end_time, cluster_nodes,
		reason, reason_uid, state, cpus, mem_mb, nodes, billing, other_tres)
	SELECT cluster_id, node_name, start_time, end_time, cluster_nodes, reason, reason_uid, state,
		(tres ->> 'cpu')::bigint, (tres ->> 'mem')::bigint, (tres ->> 'node')::bigint,
		(tres ->> 'billing')::bigint, nullif(tres - '{cpu,mem,node,billing}'::text[], '{}')
	FROM row
	ON CONFLICT (cluster_id, node_name, start_time) DO UPDATE SET end_time = excluded.end_time
	RETURNING 1
)
SELECT count(*) FROM added
