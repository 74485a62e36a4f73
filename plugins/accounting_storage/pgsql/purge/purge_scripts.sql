-- Scripts of cluster $1 that were not used since a day before $2 (job_heavy_ask()
-- notes their use twice a day) and that no job refers to; $4 at most.
WITH old AS MATERIALIZED (
	SELECT s.hash FROM slurm_data.job_script s
	WHERE s.cluster_id = $1 AND s.last_used < $2::timestamptz - interval '1 day'
	AND $3::timestamptz IS NOT NULL
	AND NOT EXISTS (SELECT FROM slurm_data.job j
		WHERE j.cluster_id = $1 AND j.script_hash = s.hash
		AND (j.submit_time < $2 OR j.submit_time IS NULL))
	LIMIT $4 FOR UPDATE OF s SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.job_script s USING old
	WHERE s.cluster_id = $1 AND s.hash = old.hash RETURNING s.*
)
INSERT INTO pg_temp.gone_job_script SELECT * FROM gone
