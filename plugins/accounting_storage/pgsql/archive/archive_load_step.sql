-- Steps of a file that are not there. Returns how many were added.
WITH added AS (
	INSERT INTO slurm_data.step
	SELECT DISTINCT ON (r.cluster_id, r.db_index, r.step_id, r.het_comp) r.*
	FROM pg_temp.load_step l
	JOIN slurm_data.cluster c ON c.name = l.cluster
	CROSS JOIN LATERAL jsonb_populate_record(NULL::slurm_data.step,
		to_jsonb(l) || jsonb_build_object('cluster_id', c.cluster_id)) r
	WHERE NOT EXISTS (SELECT FROM slurm_data.step s
		WHERE s.cluster_id = c.cluster_id AND s.db_index = l.db_index
		AND s.step_id = l.step_id AND s.het_comp = l.het_comp
		AND s.end_time >= least(l.start_time, l.end_time))
	ORDER BY r.cluster_id, r.db_index, r.step_id, r.het_comp, r.end_time DESC
	RETURNING 1
)
SELECT count(*) FROM added
