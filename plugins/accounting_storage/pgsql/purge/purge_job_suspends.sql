-- The suspensions of the jobs that went.
WITH gone AS (
	DELETE FROM slurm_data.suspension s USING pg_temp.gone_job j
	WHERE s.cluster_id = j.cluster_id AND s.db_index = j.db_index
	RETURNING s.*
)
INSERT INTO pg_temp.gone_suspension SELECT * FROM gone
