-- Usage for people: names for ids, hours beside seconds.

CREATE VIEW slurm.usage AS
SELECT c.name AS cluster, a.account, nullif(a.user_name, '') AS user_name,
	nullif(a.partition, '') AS partition, t.full_name AS tres,
	u.unit AS period, u.period_start,
	(u.period_start AT TIME ZONE s.time_zone)::date AS first_day,
	u.alloc_seconds, round(u.alloc_seconds / 3600.0, 2) AS alloc_hours
FROM slurm_data.assoc_usage u
JOIN slurm_data.assoc a ON a.assoc_id = u.assoc_id
JOIN slurm_data.cluster c ON c.cluster_id = u.cluster_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
JOIN slurm_data.rollup_state s ON s.cluster_id = u.cluster_id;

COMMENT ON VIEW slurm.usage IS 'What each user used of each account, by hour, day and month; removed users and accounts too';
COMMENT ON COLUMN slurm.usage.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.usage.account IS 'Account that was charged; what accounts below it used is in their rows';
COMMENT ON COLUMN slurm.usage.user_name IS 'User; NULL for idle time of a reservation that the account as such shares in';
COMMENT ON COLUMN slurm.usage.partition IS 'Partition to which the association is confined; NULL for any';
COMMENT ON COLUMN slurm.usage.tres IS 'What was used: cpu, mem, node, billing, gres/gpu, ...';
COMMENT ON COLUMN slurm.usage.period IS 'hour, day or month';
COMMENT ON COLUMN slurm.usage.period_start IS 'First instant of the period; days and months begin at midnight in the accounting time zone of the cluster (slurm.rollups)';
COMMENT ON COLUMN slurm.usage.first_day IS 'Date of that in the accounting time zone: 2026-03-01 for the month of March';
COMMENT ON COLUMN slurm.usage.alloc_seconds IS 'TRES seconds: CPU seconds, MB seconds of memory; of energy joules';
COMMENT ON COLUMN slurm.usage.alloc_hours IS 'The same in TRES hours (not for energy)';

CREATE VIEW slurm.wckey_usage AS
SELECT c.name AS cluster, w.name AS wckey, w.user_name, t.full_name AS tres,
	u.unit AS period, u.period_start,
	(u.period_start AT TIME ZONE s.time_zone)::date AS first_day,
	u.alloc_seconds, round(u.alloc_seconds / 3600.0, 2) AS alloc_hours
FROM slurm_data.wckey_usage u
JOIN slurm_data.wckey w ON w.wckey_id = u.wckey_id
JOIN slurm_data.cluster c ON c.cluster_id = u.cluster_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
JOIN slurm_data.rollup_state s ON s.cluster_id = u.cluster_id;

COMMENT ON VIEW slurm.wckey_usage IS 'What each user used for each wckey, by hour, day and month (TrackWCKey)';
COMMENT ON COLUMN slurm.wckey_usage.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.wckey_usage.wckey IS 'Name of the wckey';
COMMENT ON COLUMN slurm.wckey_usage.user_name IS 'User';
COMMENT ON COLUMN slurm.wckey_usage.tres IS 'What was used: cpu, mem, node, billing, gres/gpu, ...';
COMMENT ON COLUMN slurm.wckey_usage.period IS 'hour, day or month';
COMMENT ON COLUMN slurm.wckey_usage.period_start IS 'First instant of the period';
COMMENT ON COLUMN slurm.wckey_usage.first_day IS 'Date of that in the accounting time zone';
COMMENT ON COLUMN slurm.wckey_usage.alloc_seconds IS 'TRES seconds: CPU seconds, MB seconds of memory; of energy joules';
COMMENT ON COLUMN slurm.wckey_usage.alloc_hours IS 'The same in TRES hours (not for energy)';

CREATE VIEW slurm.cluster_usage AS
SELECT c.name AS cluster, t.full_name AS tres, u.unit AS period, u.period_start,
	(u.period_start AT TIME ZONE s.time_zone)::date AS first_day, u.amount,
	u.alloc_seconds, u.down_seconds, u.planned_down_seconds, u.idle_seconds,
	u.planned_seconds, u.over_seconds
FROM slurm_data.cluster_usage u
JOIN slurm_data.cluster c ON c.cluster_id = u.cluster_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
JOIN slurm_data.rollup_state s ON s.cluster_id = u.cluster_id;

COMMENT ON VIEW slurm.cluster_usage IS 'How clusters were used, by hour, day and month: sreport cluster utilization';
COMMENT ON COLUMN slurm.cluster_usage.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.cluster_usage.tres IS 'What was used: cpu, mem, billing, gres/gpu, ...';
COMMENT ON COLUMN slurm.cluster_usage.period IS 'hour, day or month';
COMMENT ON COLUMN slurm.cluster_usage.period_start IS 'First instant of the period';
COMMENT ON COLUMN slurm.cluster_usage.first_day IS 'Date of that in the accounting time zone';
COMMENT ON COLUMN slurm.cluster_usage.amount IS 'How much the cluster had of it';
COMMENT ON COLUMN slurm.cluster_usage.alloc_seconds IS 'TRES seconds allocated to jobs and reservations';
COMMENT ON COLUMN slurm.cluster_usage.down_seconds IS 'TRES seconds of what was down';
COMMENT ON COLUMN slurm.cluster_usage.planned_down_seconds IS 'TRES seconds of what was down as planned: maintenance, powered down';
COMMENT ON COLUMN slurm.cluster_usage.idle_seconds IS 'TRES seconds that nobody used or waited for';
COMMENT ON COLUMN slurm.cluster_usage.planned_seconds IS 'CPU seconds that were idle while jobs waited for them';
COMMENT ON COLUMN slurm.cluster_usage.over_seconds IS 'TRES seconds beyond what was there, that jobs waited for';

CREATE VIEW slurm.rollups AS
SELECT c.name AS cluster, s.time_zone, s.rolled_until, s.due,
	(SELECT min(l.since) FROM slurm_data.rollup_late l WHERE l.cluster_id = s.cluster_id) AS late_since,
	s.started_at, s.finished_at, s.rolled_hours, make_interval(secs => s.rolled_seconds) AS took
FROM slurm_data.rollup_state s
JOIN slurm_data.cluster c USING (cluster_id);

COMMENT ON VIEW slurm.rollups IS 'How far the roll-up of each cluster''s usage is';
COMMENT ON COLUMN slurm.rollups.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.rollups.time_zone IS 'Accounting time zone: where its days and months begin';
COMMENT ON COLUMN slurm.rollups.rolled_until IS 'Hours before this have been rolled, or are due';
COMMENT ON COLUMN slurm.rollups.due IS 'Hours that have to be rolled; {} when the last run came to its end';
COMMENT ON COLUMN slurm.rollups.late_since IS 'From when on the next run rolls again, since records came late; NULL: nothing came late';
COMMENT ON COLUMN slurm.rollups.started_at IS 'When the last run began';
COMMENT ON COLUMN slurm.rollups.finished_at IS 'When it ended, or had rolled the last day so far';
COMMENT ON COLUMN slurm.rollups.rolled_hours IS 'How many hours it rolled';
COMMENT ON COLUMN slurm.rollups.took IS 'How long that took';
