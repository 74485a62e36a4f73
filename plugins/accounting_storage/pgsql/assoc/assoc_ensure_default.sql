-- $1 ids of associations: where one of their users has no default account on
-- its cluster, the newest becomes it. That accounts are not meant (user_name
-- '') is said for the index assoc_user, which lacks them.
WITH user_of AS (
	SELECT DISTINCT cluster_id, user_name FROM slurm_data.assoc
	WHERE assoc_id = ANY ($1::bigint[]) AND user_name <> ''
), newest AS (
	SELECT DISTINCT ON (a.cluster_id, a.user_name) a.cluster_id, a.user_name, a.account
	FROM slurm_data.assoc a JOIN user_of USING (cluster_id, user_name)
	WHERE NOT a.deleted AND a.user_name <> '' AND NOT EXISTS (
		SELECT FROM slurm_data.assoc d
		WHERE d.cluster_id = a.cluster_id AND d.user_name = a.user_name AND d.user_name <> ''
			AND d.is_default AND NOT d.deleted)
	ORDER BY a.cluster_id, a.user_name, a.created_at DESC, a.account
)
UPDATE slurm_data.assoc a
SET is_default = true, modified_at = now()
FROM newest n
WHERE a.cluster_id = n.cluster_id AND a.user_name = n.user_name AND a.user_name <> ''
	AND a.account = n.account AND NOT a.deleted
RETURNING a.assoc_id, (SELECT name FROM slurm_data.cluster c WHERE c.cluster_id = a.cluster_id)
