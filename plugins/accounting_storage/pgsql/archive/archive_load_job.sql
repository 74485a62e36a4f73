-- Jobs of a file that are not there. Returns how many were added.
WITH added AS (
	INSERT INTO slurm_data.job
	SELECT DISTINCT ON (r.cluster_id, r.db_index) r.*
	FROM pg_temp.load_job l
	JOIN slurm_data.cluster c ON c.name = l.cluster
	CROSS JOIN LATERAL jsonb_populate_record(NULL::slurm_data.job,
		to_jsonb(l) || jsonb_build_object('cluster_id', c.cluster_id)) r
	WHERE NOT EXISTS (SELECT FROM slurm_data.job j
		WHERE j.cluster_id = c.cluster_id AND j.db_index = l.db_index
		AND j.end_time >= least(l.submit_time, l.end_time))
	ORDER BY r.cluster_id, r.db_index, r.end_time DESC
	RETURNING cluster_id, assoc_id, submit_time, eligible_time, start_time, end_time
), marked AS (
	UPDATE slurm_data.assoc SET had_jobs = true
	WHERE NOT had_jobs AND assoc_id IN (SELECT assoc_id FROM added)
), late AS (
	INSERT INTO slurm_data.rollup_late (cluster_id, since, until)
	SELECT l.* FROM (SELECT cluster_id, min(coalesce(eligible_time, submit_time, start_time)) AS since,
			max(end_time) AS until
		FROM added GROUP BY 1) a, slurm_data.late(a.cluster_id, a.since, a.until) l
)
SELECT count(*) FROM added
