-- Suspensions of a file that are not there. Returns how many were added.
WITH added AS (
	INSERT INTO slurm_data.suspension (cluster_id, db_index, suspended_at, resumed_at)
	SELECT DISTINCT c.cluster_id, l.db_index, l.suspended_at, l.resumed_at
	FROM pg_temp.load_suspension l
	JOIN slurm_data.cluster c ON c.name = l.cluster
	WHERE NOT EXISTS (SELECT FROM slurm_data.suspension s
		WHERE s.cluster_id = c.cluster_id AND s.db_index = l.db_index
		AND (s.suspended_at, s.resumed_at) IS NOT DISTINCT FROM (l.suspended_at, l.resumed_at))
	RETURNING 1
)
SELECT count(*) FROM added
