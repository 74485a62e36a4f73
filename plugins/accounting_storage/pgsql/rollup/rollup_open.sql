-- The state of cluster $1, if it has none: it begins with the hour in which
-- the cluster was registered first. $2 the zone of who rolls first.
INSERT INTO slurm_data.rollup_state (cluster_id, time_zone, rolled_until)
SELECT $1, $2, date_trunc('hour', min(start_time), $2)
FROM slurm_data.event
WHERE cluster_id = $1 AND node_name = ''
HAVING min(start_time) IS NOT NULL
ON CONFLICT DO NOTHING
