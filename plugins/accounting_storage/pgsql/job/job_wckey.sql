-- The wckeys that a job of association $2 of cluster $1 needs, if it says $3,
-- or NULL: then the user's default, marked by a star. The job's first; of one
-- with a star also that without. Nothing if the association is of no user.
WITH job AS (
	SELECT s.cluster_id, s.user_name, COALESCE($3::text, '*' || COALESCE((
		SELECT d.name FROM slurm_data.wckey d
		WHERE d.cluster_id = s.cluster_id AND d.user_name = s.user_name
			AND d.is_default AND NOT d.deleted
		LIMIT 1), '')) AS name
	FROM slurm_data.assoc s
	WHERE s.cluster_id = $1 AND s.assoc_id = $2::bigint AND s.user_name <> ''
), needed AS (
	SELECT 1 AS place, cluster_id, user_name, name FROM job
	UNION ALL
	SELECT 2, cluster_id, user_name, substr(name, 2) FROM job WHERE name LIKE '*%'
)
SELECT n.user_name, n.name, w.wckey_id IS NOT NULL
FROM needed n
LEFT JOIN slurm_data.wckey w ON w.cluster_id = n.cluster_id AND w.name = n.name
	AND w.user_name = n.user_name AND NOT w.deleted
ORDER BY n.place
