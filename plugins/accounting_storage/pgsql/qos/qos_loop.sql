-- $1 ids: may one of them preempt itself, by way of others?
WITH RECURSIVE reach AS (
	SELECT q.qos_id AS origin, p.qos_id
	FROM slurm_data.qos q, unnest(q.preempt) AS p (qos_id)
	WHERE q.qos_id = ANY ($1::bigint[])
	UNION
	SELECT r.origin, p.qos_id
	FROM reach r JOIN slurm_data.qos q USING (qos_id), unnest(q.preempt) AS p (qos_id)
)
SELECT EXISTS (SELECT FROM reach WHERE origin = qos_id)
