-- Suspensions of cluster $1 that began before $2, of jobs that ended by $3; $4
-- at most. Those of a job that has not ended are its suspended time.
WITH old AS MATERIALIZED (
	SELECT s.ctid AS at FROM slurm_data.suspension s
	WHERE s.cluster_id = $1 AND coalesce(s.suspended_at, s.resumed_at) < $2
	AND coalesce(s.resumed_at, s.suspended_at) <= $3
	AND NOT EXISTS (SELECT FROM slurm_data.job j WHERE j.cluster_id = $1
		AND j.db_index = s.db_index AND j.end_time > $3)
	AND NOT EXISTS (SELECT FROM slurm_data.job j WHERE j.cluster_id = $1
		AND j.db_index = s.db_index AND j.end_time = 'infinity')
	LIMIT $4 FOR UPDATE OF s SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.suspension s USING old WHERE s.ctid = old.at RETURNING s.*
)
INSERT INTO pg_temp.gone_suspension SELECT * FROM gone
