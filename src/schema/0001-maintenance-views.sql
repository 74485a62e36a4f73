-- For administrators: what takes how much room, and what maintenance did.

CREATE VIEW slurm.table_sizes AS
SELECT coalesce(m.relation, p.parent, c.relname::text) COLLATE "C" AS table_name,
	c.relname::text COLLATE "C" AS stored_in,
	CASE WHEN m.gone OR m.pending THEN 'being dropped'
		WHEN m.name IS NOT NULL AND NOT m.attached THEN 'being dropped'
		WHEN m.name IS NOT NULL THEN 'month'
		WHEN p.parent IS NOT NULL THEN substr(c.relname, length(p.parent) + 2)
		ELSE 'whole' END COLLATE "C" AS part,
	m.month,
	CASE WHEN m.month IS NOT NULL THEN now() - m.month END AS age,
	greatest(c.reltuples, 0)::bigint AS approx_rows,
	pg_table_size(c.oid) AS table_bytes,
	pg_indexes_size(c.oid) AS index_bytes,
	pg_total_relation_size(c.oid) AS total_bytes
FROM pg_class c
LEFT JOIN slurm_data.month_tables() m ON m.name = c.relname
LEFT JOIN LATERAL (SELECT x.relname::text AS parent
	FROM pg_inherits i JOIN pg_class x ON x.oid = i.inhparent
	WHERE i.inhrelid = c.oid) p ON true
WHERE c.relnamespace = 'slurm_data'::regnamespace AND c.relkind = 'r';

COMMENT ON VIEW slurm.table_sizes IS 'Size and age of every table, those of jobs and steps month by month';
COMMENT ON COLUMN slurm.table_sizes.table_name IS 'What it holds: job, step, assoc_usage, ...';
COMMENT ON COLUMN slurm.table_sizes.stored_in IS 'Table of schema slurm_data; of jobs and steps the partition';
COMMENT ON COLUMN slurm.table_sizes.part IS 'whole; of jobs and steps: month (of their end), open, before_1990, after_2100, or being dropped';
COMMENT ON COLUMN slurm.table_sizes.month IS 'First instant of the month, UTC; NULL where it is no month';
COMMENT ON COLUMN slurm.table_sizes.age IS 'Time since the month began';
COMMENT ON COLUMN slurm.table_sizes.approx_rows IS 'Rows as of the last (auto)vacuum or analyze';
COMMENT ON COLUMN slurm.table_sizes.table_bytes IS 'Bytes of rows, long values included';
COMMENT ON COLUMN slurm.table_sizes.index_bytes IS 'Bytes of its indexes';
COMMENT ON COLUMN slurm.table_sizes.total_bytes IS 'Bytes of both';

CREATE VIEW slurm.maintenance AS
SELECT 'roll-up' COLLATE "C" AS task, c.name AS cluster, s.started_at, s.finished_at,
	make_interval(secs => s.rolled_seconds) AS took,
	s.rolled_hours AS amount, slurm_data.rolled_before(s.cluster_id) AS done_before,
	greatest(interval '0', date_trunc('hour', now()) - slurm_data.rolled_before(s.cluster_id)) AS behind
FROM slurm_data.rollup_state s
JOIN slurm_data.cluster c USING (cluster_id)
UNION ALL
SELECT 'purge ' || p.kind, c.name, p.started_at, p.finished_at,
	p.finished_at - p.started_at, p.removed, p.done_before,
	CASE WHEN p.done_before IS NULL THEN NULL
		ELSE greatest(interval '0', p.asked_before - p.done_before) END
FROM slurm_data.purge_state p
LEFT JOIN slurm_data.cluster c USING (cluster_id)
UNION ALL
SELECT 'drop ' || m.relation || ' months', NULL, min(m.dropped_at - make_interval(secs => m.seconds)), max(m.dropped_at),
	make_interval(secs => sum(m.seconds)), count(*), max(m.month) + interval '1 month', NULL
FROM slurm_data.purged_month m
WHERE m.dropped_at > now() - interval '1 month'
GROUP BY m.relation;

COMMENT ON VIEW slurm.maintenance IS 'What the roll-up of usage and the purge of old records did last, and how far behind they are';
COMMENT ON COLUMN slurm.maintenance.task IS 'roll-up; purge event, suspend, step, job, resv, txn, usage; drop job months, drop step months (of the last month)';
COMMENT ON COLUMN slurm.maintenance.cluster IS 'Name of the cluster; NULL for what concerns all';
COMMENT ON COLUMN slurm.maintenance.started_at IS 'When the last run began';
COMMENT ON COLUMN slurm.maintenance.finished_at IS 'When it ended; NULL, or before its beginning: it has not come to its end';
COMMENT ON COLUMN slurm.maintenance.took IS 'How long it took';
COMMENT ON COLUMN slurm.maintenance.amount IS 'Hours rolled up; records removed one by one; months dropped whole';
COMMENT ON COLUMN slurm.maintenance.done_before IS 'Everything before this has been summed, or is gone';
COMMENT ON COLUMN slurm.maintenance.behind IS 'How much time of it was still to be done; 0 if none';
