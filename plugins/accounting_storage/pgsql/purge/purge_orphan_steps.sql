-- Steps of cluster $1 that were over before $2 and whose job is not there; $4
-- at most. A month of jobs may have been dropped and a month of steps not; a
-- step of today waits a day for its job.
WITH old AS MATERIALIZED (
	SELECT s.db_index, s.step_id, s.het_comp, s.end_time FROM slurm_data.step s
	WHERE s.cluster_id = $1 AND s.end_time < $2 AND $3::timestamptz IS NOT NULL
	AND (s.start_time < $2 OR s.start_time IS NULL)
	AND s.modified_at < now() - interval '1 day'
	AND NOT EXISTS (SELECT FROM slurm_data.job j
		WHERE j.cluster_id = $1 AND j.db_index = s.db_index)
	LIMIT $4 FOR UPDATE OF s SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.step s USING old
	WHERE s.cluster_id = $1 AND s.db_index = old.db_index AND s.step_id = old.step_id
	AND s.het_comp = old.het_comp AND s.end_time = old.end_time
	RETURNING s.*
)
INSERT INTO pg_temp.gone_step SELECT * FROM gone
