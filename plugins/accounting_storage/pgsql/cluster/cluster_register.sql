-- $1 name, $2 host, $3 port, $4 RPC version, $5 dimensions, $6 flags
UPDATE slurm_data.cluster SET modified_at = now(), control_host = $2,
	control_port = $3, last_port = $3, rpc_version = $4, dimensions = $5,
	flags = $6
WHERE name = $1
