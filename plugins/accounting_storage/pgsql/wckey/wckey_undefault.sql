-- $1 ids: those of them that are defaults are the only ones of their users
UPDATE slurm_data.wckey o
SET is_default = false, modified_at = now()
FROM slurm_data.wckey n
WHERE n.wckey_id = ANY ($1::bigint[]) AND n.is_default
	AND o.cluster_id = n.cluster_id AND o.user_name = n.user_name AND o.name <> n.name AND o.is_default
RETURNING o.wckey_id, (SELECT name FROM slurm_data.cluster c WHERE c.cluster_id = o.cluster_id)
