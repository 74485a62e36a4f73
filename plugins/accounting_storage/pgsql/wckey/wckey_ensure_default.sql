-- $1 ids: where one of their users has no default, the newest becomes it; one
-- with a star is what Slurm notes for jobs that ran under the default. Returns
-- those to tell of: one without a name stands for none.
WITH user_of AS (
	SELECT DISTINCT cluster_id, user_name FROM slurm_data.wckey WHERE wckey_id = ANY ($1::bigint[])
), newest AS (
	SELECT DISTINCT ON (w.cluster_id, w.user_name) w.wckey_id
	FROM slurm_data.wckey w JOIN user_of USING (cluster_id, user_name)
	WHERE NOT w.deleted AND w.name NOT LIKE '*%' AND NOT EXISTS (
		SELECT FROM slurm_data.wckey d
		WHERE d.cluster_id = w.cluster_id AND d.user_name = w.user_name AND d.is_default
			AND NOT d.deleted AND d.name NOT LIKE '*%')
	ORDER BY w.cluster_id, w.user_name, w.created_at DESC, w.name
), changed AS (
	UPDATE slurm_data.wckey w
	SET is_default = true, modified_at = now()
	FROM newest n
	WHERE w.wckey_id = n.wckey_id
	RETURNING w.wckey_id, w.cluster_id, w.name
)
SELECT w.wckey_id, c.name
FROM changed w
JOIN slurm_data.cluster c USING (cluster_id)
WHERE w.name <> ''
