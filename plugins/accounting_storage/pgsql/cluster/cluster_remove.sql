-- $1 names; $2, $3 action and actor of the transaction log. The rows stay for
-- the jobs that name them
WITH removed AS (
	UPDATE slurm_data.cluster
	SET deleted = true, modified_at = now(), control_host = NULL, control_port = 0
	WHERE name = ANY ($1::text[]) AND NOT deleted
	RETURNING cluster_id, name
), ended AS (
	UPDATE slurm_data.event e SET end_time = greatest(now(), e.start_time)
	FROM removed r WHERE e.cluster_id = r.cluster_id AND e.end_time = 'infinity'
)
INSERT INTO slurm_data.txn (action, actor, name)
SELECT $2, $3, 'name=''' || name || '''' FROM removed
