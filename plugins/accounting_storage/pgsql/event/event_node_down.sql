-- $1 cluster, $2 node, $3 time, $4 state, $5 reason, $6 uid of the reason,
-- $7 TRES as Slurm writes them.
-- The span that is open now ends; one that begins later (a message that comes
-- late) ends ours. The same state for the same reason goes on as it is. Of a
-- span that is known it is open again, unless something came after it.
WITH open AS (
	SELECT start_time, state, reason
	FROM slurm_data.event
	WHERE cluster_id = $1 AND node_name = $2 AND end_time = 'infinity'
), unchanged AS (
	SELECT FROM open
	WHERE state = $4 AND lower(reason) = lower($5) AND start_time <= $3
), closed AS (
	UPDATE slurm_data.event SET end_time = $3
	WHERE cluster_id = $1 AND node_name = $2 AND end_time = 'infinity'
		AND start_time < $3 AND NOT EXISTS (SELECT FROM unchanged)
), tres AS (
	SELECT slurm_data.tres_from_slurm($7) AS t
)
INSERT INTO slurm_data.event AS e (cluster_id, node_name, start_time, end_time,
	state, reason, reason_uid, cpus, mem_mb, nodes, billing, other_tres)
SELECT $1, $2, $3,
	coalesce((SELECT min(start_time) FROM slurm_data.event
		WHERE cluster_id = $1 AND node_name = $2 AND start_time > $3), 'infinity'),
	$4, $5, $6, (t->>'cpu')::bigint, (t->>'mem')::bigint, (t->>'node')::bigint,
	(t->>'billing')::bigint, nullif(t - '{cpu,mem,node,billing}'::text[], '{}')
FROM tres
WHERE NOT EXISTS (SELECT FROM unchanged)
ON CONFLICT (cluster_id, node_name, start_time) DO UPDATE SET
	end_time = CASE WHEN excluded.end_time = 'infinity' THEN 'infinity'
		ELSE least(e.end_time, excluded.end_time) END,
	state = excluded.state,
	reason = excluded.reason, reason_uid = excluded.reason_uid
