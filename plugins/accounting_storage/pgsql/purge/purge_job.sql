-- Jobs of cluster $1 that were submitted before $2, and ended by $3; $4 at
-- most.
WITH old AS MATERIALIZED (
	SELECT db_index, end_time FROM slurm_data.job
	WHERE cluster_id = $1 AND end_time <= $3 AND end_time < 'infinity'
	AND (submit_time < $2 OR submit_time IS NULL AND end_time < $2)
	LIMIT $4 FOR UPDATE SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.job j USING old
	WHERE j.cluster_id = $1 AND j.db_index = old.db_index AND j.end_time = old.end_time
	RETURNING j.*
)
INSERT INTO pg_temp.gone_job SELECT * FROM gone
