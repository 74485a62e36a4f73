-- Usage of cluster $1 in hours, days and months that began before $2; $4 at
-- most.
WITH old AS MATERIALIZED (
	SELECT ctid AS at FROM slurm_data.cluster_usage
	WHERE cluster_id = $1 AND unit IN ('hour', 'day', 'month') AND period_start < $2
	AND $3::timestamptz IS NOT NULL
	LIMIT $4 FOR UPDATE SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.cluster_usage u USING old WHERE u.ctid = old.at RETURNING u.*
)
INSERT INTO pg_temp.gone_cluster_usage SELECT * FROM gone
