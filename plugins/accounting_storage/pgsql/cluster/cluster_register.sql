-- $1 name, $2 host, $3 port, $4 RPC version, $5 dimensions, $6 flags, $7 words
-- of PrivateData
WITH private AS (
	INSERT INTO slurm_data.privacy AS p (cluster_id, hidden)
	SELECT cluster_id, $7::text[] FROM slurm_data.cluster WHERE name = $1
	ON CONFLICT (cluster_id) DO UPDATE SET hidden = excluded.hidden, written_at = now()
	WHERE p.hidden <> excluded.hidden
)
UPDATE slurm_data.cluster SET modified_at = now(), control_host = $2,
	control_port = $3, last_port = $3, rpc_version = $4, dimensions = $5,
	flags = $6
WHERE name = $1
