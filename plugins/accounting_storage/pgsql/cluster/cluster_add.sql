-- $1 name, $2 classification; $3, $4 action and actor of the transaction log.
-- The cluster's id; one that was removed comes back as new. Nothing to log
-- where it is there already.
WITH added AS (
	INSERT INTO slurm_data.cluster AS c (name, classification)
	VALUES ($1, $2)
	ON CONFLICT (name) DO UPDATE SET deleted = false, modified_at = now(),
		classification = excluded.classification,
		control_host = NULL, control_port = 0, flags = 0
	WHERE c.deleted
	RETURNING cluster_id, name
), logged AS (
	INSERT INTO slurm_data.txn (action, actor, name)
	SELECT $3, $4, name FROM added
)
SELECT cluster_id FROM added
UNION ALL
SELECT cluster_id FROM slurm_data.cluster WHERE name = $1 AND NOT deleted
LIMIT 1
