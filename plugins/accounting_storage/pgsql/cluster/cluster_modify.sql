-- $1 names; NULL for "as it is": $2 host, $3 port, $4 RPC version,
-- $5 dimensions, $6 select plugin, $7 flags, $8 classification
UPDATE slurm_data.cluster SET
	modified_at = now(),
	control_host = coalesce($2, control_host),
	control_port = coalesce($3, control_port),
	last_port = coalesce($3, last_port),
	rpc_version = coalesce($4, rpc_version),
	dimensions = coalesce($5, dimensions),
	plugin_id_select = coalesce($6, plugin_id_select),
	flags = coalesce($7, flags),
	classification = coalesce($8, classification)
WHERE name = ANY ($1::text[])
