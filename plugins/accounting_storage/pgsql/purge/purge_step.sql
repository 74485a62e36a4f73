-- Steps of cluster $1 that began before $2 and have ended; $4 at most. Usage
-- is not summed from steps, so $3 does not matter.
WITH old AS MATERIALIZED (
	SELECT db_index, step_id, het_comp, end_time FROM slurm_data.step
	WHERE cluster_id = $1 AND end_time < 'infinity' AND $3::timestamptz IS NOT NULL
	AND (start_time < $2 OR start_time IS NULL AND end_time < $2)
	LIMIT $4 FOR UPDATE SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.step s USING old
	WHERE s.cluster_id = $1 AND s.db_index = old.db_index AND s.step_id = old.step_id
	AND s.het_comp = old.het_comp AND s.end_time = old.end_time
	RETURNING s.*
)
INSERT INTO pg_temp.gone_step SELECT * FROM gone
