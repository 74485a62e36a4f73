-- $1 to $7 as in cluster_get.sql: those to be changed, not by others meanwhile
SELECT c.name, c.federation, c.fed_features
FROM slurm_data.cluster c
WHERE ($1::text[] IS NULL OR c.name = ANY ($1))
	AND ($2::text[] IS NULL OR c.federation = ANY ($2))
	AND ($3::integer[] IS NULL OR c.plugin_id_select = ANY ($3))
	AND ($4::integer[] IS NULL OR c.rpc_version = ANY ($4))
	AND ($5::bigint IS NULL OR c.flags & $5 <> 0)
	AND ($6::integer IS NULL OR c.classification & $6 <> 0)
	AND ($7 OR NOT c.deleted)
ORDER BY c.name
FOR UPDATE
