-- $1 to $7 as in cluster_get.sql; then, NULL for "as it is": $8 host, $9 port,
-- $10 RPC version, $11 dimensions, $12 select plugin, $13 flags,
-- $14 classification; $15 to $17 action, actor and info of the transaction log
WITH changed AS (
	UPDATE slurm_data.cluster SET
		modified_at = now(),
		control_host = coalesce($8, control_host),
		control_port = coalesce($9, control_port),
		last_port = coalesce($9, last_port),
		rpc_version = coalesce($10, rpc_version),
		dimensions = coalesce($11, dimensions),
		plugin_id_select = coalesce($12, plugin_id_select),
		flags = coalesce($13, flags),
		classification = coalesce($14, classification)
	WHERE ($1::text[] IS NULL OR name = ANY ($1))
		AND ($2::text[] IS NULL OR federation = ANY ($2))
		AND ($3::integer[] IS NULL OR plugin_id_select = ANY ($3))
		AND ($4::integer[] IS NULL OR rpc_version = ANY ($4))
		AND ($5::bigint IS NULL OR flags & $5 <> 0)
		AND ($6::integer IS NULL OR classification & $6 <> 0)
		AND ($7 OR NOT deleted)
	RETURNING name
), logged AS (
	INSERT INTO slurm_data.txn (action, actor, name, info)
	SELECT $15, $16, 'name=''' || name || '''', $17 FROM changed
)
SELECT name FROM changed ORDER BY name
