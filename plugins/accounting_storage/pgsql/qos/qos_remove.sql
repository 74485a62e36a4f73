-- $1 ids. What is younger than a day and was never used was a slip and goes
-- altogether; else the row is kept for the jobs and associations that name it;
-- jobs have their times in whole seconds.
WITH unpreempted AS (
	UPDATE slurm_data.qos
	SET preempt = (SELECT coalesce(array_agg(u.id ORDER BY u.n), '{}') FROM unnest(preempt) WITH ORDINALITY AS u (id, n)
		WHERE NOT u.id = ANY ($1::bigint[]))
	WHERE preempt && $1::bigint[]::integer[] AND NOT qos_id = ANY ($1::bigint[])
), slips AS (
	DELETE FROM slurm_data.qos q
	WHERE q.qos_id = ANY ($1::bigint[]) AND q.created_at > now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM slurm_data.assoc d WHERE d.default_qos_id = q.qos_id)
		AND NOT EXISTS (SELECT FROM slurm_data.job j WHERE j.qos_id = q.qos_id AND j.end_time >= date_trunc('second', q.created_at))
	RETURNING q.qos_id
)
UPDATE slurm_data.qos a
SET deleted = true, modified_at = now(), preempt = '{}' /*limits: reset*/
WHERE a.qos_id = ANY ($1::bigint[]) AND a.qos_id NOT IN (SELECT qos_id FROM slips)
