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
	RETURNING assoc_id
), marked AS (
	UPDATE slurm_data.assoc SET had_jobs = true
	WHERE NOT had_jobs AND assoc_id IN (SELECT assoc_id FROM added)
)
SELECT count(*) FROM added
