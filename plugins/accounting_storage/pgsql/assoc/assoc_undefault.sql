-- $1 ids of associations: those of them that are default accounts are the
-- only ones of their users
UPDATE slurm_data.assoc o
SET is_default = false, modified_at = now()
FROM slurm_data.assoc n
WHERE n.assoc_id = ANY ($1::bigint[]) AND n.is_default AND n.user_name <> ''
	AND o.cluster_id = n.cluster_id AND o.user_name = n.user_name AND o.account <> n.account
	AND o.is_default
RETURNING o.assoc_id, (SELECT name FROM slurm_data.cluster c WHERE c.cluster_id = o.cluster_id)
