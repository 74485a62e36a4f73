-- The next hours of cluster $1 that are due: those of one day, and the day
-- and month that they belong to, each with its end, and whether it is to be
-- summed: that has ended by $2, now, and nothing else of it is due. No row if
-- nothing is due.
SELECT x.since, x.until, s.time_zone,
	d.since, d.until, d.until <= $2::timestamptz AND NOT s.due && tstzrange(x.until, d.until),
	m.since, m.until, m.until <= $2 AND NOT s.due && tstzrange(x.until, m.until),
	-- no job that ran then stands in a partition from here on
	(SELECT CASE WHEN max(b.month) >= '2100-01-01' THEN 'infinity'
		ELSE max(b.month) + interval '1 month' END
		FROM slurm_data.month b
		WHERE b.relation = 'job' AND b.month < 'infinity' AND b.least_start < x.until)
FROM slurm_data.rollup_state s,
LATERAL (SELECT lower(s.due) AS at) l,
LATERAL (SELECT date_trunc('day', l.at, s.time_zone) AS since,
	slurm_data.period_end('day', l.at, s.time_zone) AS until) d,
LATERAL (SELECT date_trunc('month', l.at, s.time_zone) AS since,
	slurm_data.period_end('month', l.at, s.time_zone) AS until) m,
LATERAL (SELECT l.at AS since, least(d.until,
	(SELECT min(upper(r)) FROM unnest(s.due) r)) AS until) x
WHERE s.cluster_id = $1 AND NOT isempty(s.due)
