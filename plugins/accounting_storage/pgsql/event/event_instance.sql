-- $1 cluster, $2 node, $3 time; $4 instance, $5 its type, $6 what else is said
-- of it ('' for none); $7 state of a node that has none. The same instance goes
-- on; another one ends it; it began when the node came back last
WITH open AS (
	SELECT start_time, instance_id FROM slurm_data.instance
	WHERE cluster_id = $1 AND node_name = $2 AND end_time = 'infinity'
), same AS (
	UPDATE slurm_data.instance i SET instance_type = $5, extra = $6
	FROM open o
	WHERE i.cluster_id = $1 AND i.node_name = $2 AND i.start_time = o.start_time AND o.instance_id = $4
), ended AS (
	UPDATE slurm_data.instance i SET end_time = greatest($3, i.start_time)
	FROM open o
	WHERE i.cluster_id = $1 AND i.node_name = $2 AND i.start_time = o.start_time AND o.instance_id <> $4
)
INSERT INTO slurm_data.instance AS i (cluster_id, node_name, start_time, instance_id, instance_type, extra)
SELECT $1, $2, CASE WHEN EXISTS (SELECT FROM open) THEN $3 ELSE coalesce((
		SELECT max(e.end_time) FROM slurm_data.event e
		WHERE e.cluster_id = $1 AND e.node_name = $2 AND e.state & $7 <> 0 AND e.end_time <= $3), $3) END,
	$4, $5, $6
WHERE ($4 <> '' OR $5 <> '' OR $6 <> '') AND NOT EXISTS (SELECT FROM open WHERE instance_id = $4)
ON CONFLICT (cluster_id, node_name, start_time) DO UPDATE SET end_time = 'infinity',
	instance_id = excluded.instance_id, instance_type = excluded.instance_type, extra = excluded.extra
