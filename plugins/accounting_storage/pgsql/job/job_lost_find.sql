-- $1 cluster, $2 records that its slurmctld knows, $3 when that was started:
-- those that are open, began before and are not known, and when they were
-- heard of last. Times are in whole seconds: one that began in the second of
-- the start is meant too, since what is newer than the list is stored after it.
SELECT j.db_index, LEAST($3, GREATEST(j.submit_time, j.start_time,
	(SELECT max(GREATEST(s.start_time, NULLIF(s.end_time, 'infinity')))
		FROM slurm_data.step s
		WHERE s.cluster_id = j.cluster_id AND s.db_index = j.db_index
		AND s.end_time >= j.submit_time),
	(SELECT max(GREATEST(p.suspended_at, p.resumed_at))
		FROM slurm_data.suspension p
		WHERE p.cluster_id = j.cluster_id AND p.db_index = j.db_index))) AS last_sign
FROM slurm_data.job j
WHERE j.cluster_id = $1 AND j.end_time = 'infinity'
AND GREATEST(j.submit_time, j.start_time) <= $3
AND NOT EXISTS (SELECT FROM unnest($2::bigint[]) AS known (db_index) WHERE known.db_index = j.db_index)
ORDER BY j.db_index
