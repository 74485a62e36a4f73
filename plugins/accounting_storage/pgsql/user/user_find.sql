-- $1 with deleted, $2 names, $3 level, $4 default accounts, $5 default wckeys,
-- $6 clusters of these, $7 only this user
SELECT u.name, u.admin_level, u.deleted
FROM slurm_data.slurm_user u
WHERE (NOT u.deleted OR $1::boolean)
	AND ($2::text[] IS NULL OR u.name = ANY ($2))
	AND ($3::text IS NULL OR u.admin_level = $3)
	AND ($4::text[] IS NULL OR EXISTS (
		SELECT FROM slurm_data.assoc a JOIN slurm_data.cluster c USING (cluster_id)
		WHERE a.user_name = u.name AND a.is_default AND NOT a.deleted AND a.account = ANY ($4)
			AND ($6::text[] IS NULL OR c.name = ANY ($6))))
	AND ($5::text[] IS NULL OR EXISTS (
		SELECT FROM slurm_data.wckey w JOIN slurm_data.cluster c USING (cluster_id)
		WHERE w.user_name = u.name AND w.is_default AND NOT w.deleted AND w.name = ANY ($5)
			AND ($6::text[] IS NULL OR c.name = ANY ($6))))
	AND ($7::text IS NULL OR u.name = $7)
ORDER BY u.name
