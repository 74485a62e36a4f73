-- Usage of cluster $1 is not to be summed again from what a batch took away:
-- nothing before $2 (nor after $3, up to which it is summed), and no hour before
-- the last that these records touched.
UPDATE slurm_data.rollup_state s
SET kept_from = greatest(s.kept_from, least($2, $3::timestamptz), CASE WHEN g.until IS NOT NULL THEN
	slurm_data.period_end('hour', g.until - interval '1 microsecond', s.time_zone) END)
FROM (SELECT max(until) AS until FROM (
	SELECT max(end_time) FROM pg_temp.gone_job
	UNION ALL SELECT max(end_time) FROM pg_temp.gone_event
	UNION ALL SELECT max(end_time) FROM pg_temp.gone_reservation
	UNION ALL SELECT max(resumed_at) FROM pg_temp.gone_suspension
	) e (until)) g
WHERE s.cluster_id = $1
