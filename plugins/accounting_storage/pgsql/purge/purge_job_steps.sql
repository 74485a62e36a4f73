-- The steps of the jobs that went.
WITH gone AS (
	DELETE FROM slurm_data.step s USING pg_temp.gone_job j
	WHERE s.cluster_id = j.cluster_id AND s.db_index = j.db_index
	AND s.end_time >= least(j.submit_time, j.end_time)
	RETURNING s.*
)
INSERT INTO pg_temp.gone_step SELECT * FROM gone
