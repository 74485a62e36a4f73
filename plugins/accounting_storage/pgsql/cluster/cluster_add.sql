-- $1 name, $2 classification: the cluster's id, and whether it is new; one
-- that was removed comes back as new
WITH added AS (
	INSERT INTO slurm_data.cluster AS c (name, classification)
	VALUES ($1, $2)
	ON CONFLICT (name) DO UPDATE SET deleted = false, modified_at = now(),
		classification = excluded.classification,
		control_host = NULL, control_port = 0, flags = 0,
		federation = NULL, fed_id = 0, fed_state = 0, fed_features = NULL
	WHERE c.deleted
	RETURNING cluster_id
)
SELECT cluster_id, true FROM added
UNION ALL
SELECT cluster_id, false FROM slurm_data.cluster WHERE name = $1 AND NOT deleted
LIMIT 1
