-- $1 users, $2 clusters: they have no default account any longer
UPDATE slurm_data.assoc a
SET is_default = false, modified_at = now()
FROM slurm_data.cluster c
WHERE c.cluster_id = a.cluster_id AND a.user_name = ANY ($1::text[]) AND a.is_default
	AND ($2::text[] IS NULL OR c.name = ANY ($2))
RETURNING a.assoc_id, c.name
