-- Usage by hour, day and month: of users and accounts, and of clusters. Days
-- and months that have been summed, and of the ones that go on what has been
-- rolled up so far. A condition on period_start uses the tables' keys.

CREATE VIEW slurm.usage_hourly AS
SELECT u.cluster, u.account, u.user_name, u.partition, u.tres, u.period_start,
	u.alloc_seconds, u.alloc_hours
FROM slurm.usage u
WHERE u.period = 'hour';
COMMENT ON VIEW slurm.usage_hourly IS 'What each user used of each account, by hour';

CREATE VIEW slurm.usage_daily AS
SELECT c.name AS cluster, a.account, nullif(a.user_name, '') AS user_name,
	nullif(a.partition, '') AS partition, t.full_name AS tres,
	(u.period_start AT TIME ZONE s.time_zone)::date AS day, u.period_start,
	sum(u.alloc_seconds)::bigint AS alloc_seconds,
	round(sum(u.alloc_seconds) / 3600.0, 2) AS alloc_hours
FROM slurm_data.rollup_state s
CROSS JOIN LATERAL (
	SELECT date_trunc('day', s.rolled_until, s.time_zone) AS day
) going_on
CROSS JOIN LATERAL (
	SELECT d.assoc_id, d.tres_id, d.period_start, d.alloc_seconds
	FROM slurm_data.assoc_usage d
	WHERE d.cluster_id = s.cluster_id AND d.unit = 'day' AND d.period_start < going_on.day
	UNION ALL
	SELECT h.assoc_id, h.tres_id, going_on.day, h.alloc_seconds
	FROM slurm_data.assoc_usage h
	WHERE h.cluster_id = s.cluster_id AND h.unit = 'hour' AND h.period_start >= going_on.day
) u
JOIN slurm_data.assoc a ON a.assoc_id = u.assoc_id
JOIN slurm_data.cluster c ON c.cluster_id = s.cluster_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
GROUP BY c.name, a.account, a.user_name, a.partition, t.full_name, s.time_zone, u.period_start;
COMMENT ON VIEW slurm.usage_daily IS 'What each user used of each account, by day; of the day that goes on, up to the last hour that was rolled up';

CREATE VIEW slurm.usage_monthly AS
SELECT c.name AS cluster, a.account, nullif(a.user_name, '') AS user_name,
	nullif(a.partition, '') AS partition, t.full_name AS tres,
	(u.period_start AT TIME ZONE s.time_zone)::date AS month, u.period_start,
	sum(u.alloc_seconds)::bigint AS alloc_seconds,
	round(sum(u.alloc_seconds) / 3600.0, 2) AS alloc_hours
FROM slurm_data.rollup_state s
CROSS JOIN LATERAL (
	SELECT date_trunc('day', s.rolled_until, s.time_zone) AS day,
		date_trunc('month', s.rolled_until, s.time_zone) AS month
) going_on
CROSS JOIN LATERAL (
	SELECT m.assoc_id, m.tres_id, m.period_start, m.alloc_seconds
	FROM slurm_data.assoc_usage m
	WHERE m.cluster_id = s.cluster_id AND m.unit = 'month' AND m.period_start < going_on.month
	UNION ALL
	SELECT d.assoc_id, d.tres_id, going_on.month, d.alloc_seconds
	FROM slurm_data.assoc_usage d
	WHERE d.cluster_id = s.cluster_id AND d.unit = 'day'
		AND d.period_start >= going_on.month AND d.period_start < going_on.day
	UNION ALL
	SELECT h.assoc_id, h.tres_id, going_on.month, h.alloc_seconds
	FROM slurm_data.assoc_usage h
	WHERE h.cluster_id = s.cluster_id AND h.unit = 'hour' AND h.period_start >= going_on.day
) u
JOIN slurm_data.assoc a ON a.assoc_id = u.assoc_id
JOIN slurm_data.cluster c ON c.cluster_id = s.cluster_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
GROUP BY c.name, a.account, a.user_name, a.partition, t.full_name, s.time_zone, u.period_start;
COMMENT ON VIEW slurm.usage_monthly IS 'What each user used of each account, by month; of the month that goes on, up to the last hour that was rolled up';

CREATE VIEW slurm.cluster_usage_hourly AS
SELECT u.cluster, u.tres, u.period_start, u.amount, u.alloc_seconds, u.idle_seconds,
	u.down_seconds, u.planned_down_seconds, u.planned_seconds, u.over_seconds,
	round(100.0 * u.alloc_seconds / nullif(u.alloc_seconds + u.idle_seconds + u.down_seconds
		+ u.planned_down_seconds + u.planned_seconds, 0), 2) AS alloc_percent
FROM slurm.cluster_usage u
WHERE u.period = 'hour';
COMMENT ON VIEW slurm.cluster_usage_hourly IS 'How clusters were used, by hour: allocated, idle, down';

CREATE VIEW slurm.cluster_usage_daily AS
SELECT c.name AS cluster, t.full_name AS tres,
	(u.period_start AT TIME ZONE s.time_zone)::date AS day, u.period_start,
	max(u.amount) AS amount,
	sum(u.alloc_seconds)::bigint AS alloc_seconds, sum(u.idle_seconds)::bigint AS idle_seconds,
	sum(u.down_seconds)::bigint AS down_seconds,
	sum(u.planned_down_seconds)::bigint AS planned_down_seconds,
	sum(u.planned_seconds)::bigint AS planned_seconds, sum(u.over_seconds)::bigint AS over_seconds,
	round(100.0 * sum(u.alloc_seconds) / nullif(sum(u.alloc_seconds + u.idle_seconds + u.down_seconds
		+ u.planned_down_seconds + u.planned_seconds), 0), 2) AS alloc_percent
FROM slurm_data.rollup_state s
CROSS JOIN LATERAL (
	SELECT date_trunc('day', s.rolled_until, s.time_zone) AS day
) going_on
CROSS JOIN LATERAL (
	SELECT d.tres_id, d.period_start, d.amount, d.alloc_seconds, d.idle_seconds, d.down_seconds,
		d.planned_down_seconds, d.planned_seconds, d.over_seconds
	FROM slurm_data.cluster_usage d
	WHERE d.cluster_id = s.cluster_id AND d.unit = 'day' AND d.period_start < going_on.day
	UNION ALL
	SELECT h.tres_id, going_on.day, h.amount, h.alloc_seconds, h.idle_seconds, h.down_seconds,
		h.planned_down_seconds, h.planned_seconds, h.over_seconds
	FROM slurm_data.cluster_usage h
	WHERE h.cluster_id = s.cluster_id AND h.unit = 'hour' AND h.period_start >= going_on.day
) u
JOIN slurm_data.cluster c ON c.cluster_id = s.cluster_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
GROUP BY c.name, t.full_name, s.time_zone, u.period_start;
COMMENT ON VIEW slurm.cluster_usage_daily IS 'How clusters were used, by day: allocated, idle, down; of the day that goes on, up to the last hour that was rolled up';

-- Of a month few rows are read, so that it may stand on the days. Those of a
-- month that has been summed may have been purged.
CREATE VIEW slurm.cluster_usage_monthly AS
SELECT u.cluster, u.tres, u.month, u.period_start, max(u.amount) AS amount,
	sum(u.alloc_seconds)::bigint AS alloc_seconds, sum(u.idle_seconds)::bigint AS idle_seconds,
	sum(u.down_seconds)::bigint AS down_seconds,
	sum(u.planned_down_seconds)::bigint AS planned_down_seconds,
	sum(u.planned_seconds)::bigint AS planned_seconds, sum(u.over_seconds)::bigint AS over_seconds,
	round(100.0 * sum(u.alloc_seconds) / nullif(sum(u.alloc_seconds + u.idle_seconds + u.down_seconds
		+ u.planned_down_seconds + u.planned_seconds), 0), 2) AS alloc_percent
FROM (
	SELECT m.cluster, m.tres, m.first_day AS month, m.period_start, m.amount, m.alloc_seconds,
		m.idle_seconds, m.down_seconds, m.planned_down_seconds, m.planned_seconds, m.over_seconds
	FROM slurm.cluster_usage m
	JOIN slurm.rollups r ON r.cluster = m.cluster
	WHERE m.period = 'month' AND m.period_start < date_trunc('month', r.rolled_until, r.time_zone)
	UNION ALL
	SELECT d.cluster, d.tres, date_trunc('month', d.day)::date,
		date_trunc('month', r.rolled_until, r.time_zone), d.amount, d.alloc_seconds,
		d.idle_seconds, d.down_seconds, d.planned_down_seconds, d.planned_seconds, d.over_seconds
	FROM slurm.cluster_usage_daily d
	JOIN slurm.rollups r ON r.cluster = d.cluster
	WHERE d.period_start >= date_trunc('month', r.rolled_until, r.time_zone)
) u
GROUP BY u.cluster, u.tres, u.month, u.period_start;
COMMENT ON VIEW slurm.cluster_usage_monthly IS 'How clusters were used, by month: allocated, idle, down; of the month that goes on, up to the last hour that was rolled up';

-- Columns that are those of slurm.usage and slurm.cluster_usage keep their comments.
DO $$
DECLARE
	k record;
BEGIN
	FOR k IN
		SELECT v.oid::regclass AS view, a.attname AS name, col_description(b.base, j.attnum) AS text
		FROM pg_class v
		CROSS JOIN LATERAL (SELECT CASE WHEN v.relname LIKE 'cluster%'
			THEN 'slurm.cluster_usage'::regclass ELSE 'slurm.usage'::regclass END AS base) b
		JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
		JOIN pg_attribute j ON j.attrelid = b.base AND j.attname = a.attname
		WHERE v.relnamespace = 'slurm'::regnamespace
			AND v.relname ~ '^(cluster_)?usage_(hourly|daily|monthly)$'
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', k.view, k.name, k.text);
	END LOOP;
	FOR k IN
		SELECT a.attrelid::regclass AS view, a.attname AS name, CASE a.attname
			WHEN 'day' THEN 'Date of the day in the accounting time zone of the cluster'
			WHEN 'month' THEN 'First day of the month in the accounting time zone of the cluster: 2026-03-01'
			ELSE 'alloc_seconds in per cent of all that the cluster had: allocated, idle, planned and down' END AS text
		FROM pg_attribute a
		JOIN pg_class v ON v.oid = a.attrelid
		WHERE v.relnamespace = 'slurm'::regnamespace AND a.attname IN ('day', 'month', 'alloc_percent')
			AND v.relname ~ '^(cluster_)?usage_(hourly|daily|monthly)$'
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', k.view, k.name, k.text);
	END LOOP;
END $$;
