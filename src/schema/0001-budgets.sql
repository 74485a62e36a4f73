-- slurm.budgets: what is left of each limit of a group, by the rules of
-- job_submit/grptres (src/budget), from the jobs in the database that have
-- not ended.
--
-- The sums are over everybody's jobs, those included that a person may not
-- see; grptres tells them the same in a refusal. So a function with its
-- owner's rights makes them, for the owners of limits that who asks may see.

-- sees_all() for a function that runs with its owner's rights.
CREATE FUNCTION slurm_data.asker_sees_all() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
RETURN (
	SELECT bool_or(pg_has_role(k.name, r.oid, 'USAGE'))
	FROM (SELECT (CASE current_setting('role') WHEN 'none' THEN session_user::text
		ELSE current_setting('role') END)::name AS name) k
	CROSS JOIN pg_roles r
	WHERE r.rolname IN ('slurm_operator', 'slurm_reader', 'slurm_writer', 'slurm_owner')
		OR r.oid = (SELECT n.nspowner FROM pg_namespace n WHERE n.nspname = 'slurm_data')
) OR slurm_data.is_administrator();
COMMENT ON FUNCTION slurm_data.asker_sees_all() IS 'Whether who asks may see everybody''s rows, for functions that run with their owner''s rights';

-- What jobs hold that have not ended, of each TRES, by association and QOS.
-- A running job holds what it got for the rest of its time limit; a suspended
-- one's time stands still; a queued one holds all that it asks for, and an
-- array all tasks that may run at once. 512 is UsageFactorSafe (slurmdb.h,
-- QOS_FLAG_USAGE_FACTOR_SAFE): without it slurmctld tests a job by itself as if
-- the factor were 1.
CREATE FUNCTION slurm_data.open_holds(OUT cluster_id integer, OUT assoc_id bigint, OUT qos_id integer,
	OUT tres text, OUT queued boolean, OUT amount numeric, OUT seconds numeric, OUT jobs bigint) RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT j.cluster_id, j.assoc_id, j.qos_id, t.tres COLLATE "C", j.queued,
		sum(t.amount * j.tasks), sum(t.amount * j.tasks * j.seconds), count(*)
	FROM (
		SELECT o.cluster_id, o.assoc_id, o.qos_id, o.state = 'PENDING' AS queued,
			CASE WHEN o.state = 'PENDING' THEN greatest(1, least(o.array_task_pending,
				nullif(o.array_max_tasks, 0))) ELSE 1 END::numeric AS tasks,
			CASE WHEN o.time_limit_mins = -1 THEN CASE WHEN f.factor > 0 THEN 'Infinity'::numeric ELSE 0 END
				WHEN o.state = 'PENDING' THEN floor(60 * o.time_limit_mins * f.factor)
				ELSE floor(greatest(0, 60 * o.time_limit_mins + o.suspended_seconds
					- floor(extract(epoch FROM coalesce(o.suspended_since, now()) - o.start_time))) * f.factor)
				END AS seconds,
			CASE WHEN o.state = 'PENDING'
				THEN slurm_data.tres_amounts(o.req_cpus, o.req_mem_mb, o.req_nodes, o.req_billing, o.req_other_tres)
				ELSE slurm_data.tres_amounts(o.alloc_cpus, o.alloc_mem_mb, o.alloc_nodes, o.alloc_billing, o.alloc_other_tres)
				END AS amounts
		FROM slurm_data.job o
		LEFT JOIN slurm_data.qos q ON q.qos_id = o.qos_id
		CROSS JOIN LATERAL (SELECT CASE WHEN o.state = 'PENDING' AND q.flags & 512 = 0
			THEN greatest(1, q.usage_factor) ELSE coalesce(q.usage_factor, 1) END::numeric AS factor) f
		WHERE o.end_time = 'infinity' AND o.state <> 'REVOKED'
			AND (o.state = 'PENDING' OR o.start_time IS NOT NULL)
	) j
	CROSS JOIN LATERAL (SELECT e.key AS tres, e.value::numeric AS amount FROM jsonb_each_text(j.amounts) e) t
	WHERE t.amount > 0 AND t.tres <> 'energy'
	GROUP BY j.cluster_id, j.assoc_id, j.qos_id, t.tres, j.queued;
END;
COMMENT ON FUNCTION slurm_data.open_holds() IS 'What running and queued jobs hold of each TRES, by association and QOS: amount, and TRES seconds to their time limit; NULL seconds where no limit is known';

-- Whose limits are counted, and what is counted for each: for functions with
-- their owner's rights, and nobody else.
CREATE FUNCTION slurm_data.budget_owners(mins_only boolean, OUT owner bigint, OUT assoc_id bigint) RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH RECURSIVE below (owner, assoc_id) AS (
		SELECT a.assoc_id, a.assoc_id
		FROM slurm_data.assoc a
		WHERE NOT a.deleted AND (a.grp_tres_mins IS NOT NULL
				OR NOT mins_only AND (a.grp_tres IS NOT NULL OR a.grp_tres_run_mins IS NOT NULL))
			AND ((SELECT slurm_data.asker_sees_all())
				OR a.cluster_id IN (SELECT slurm_data.public_clusters('users'))
				OR a.assoc_id IN (SELECT slurm_data.person_assocs(true)))
		UNION ALL
		SELECT b.owner, a.assoc_id
		FROM below b
		JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id
	)
	SELECT b.owner, b.assoc_id FROM below b;
END;
COMMENT ON FUNCTION slurm_data.budget_owners(boolean) IS 'Associations with a group limit (or with GrpTRESMins alone) that who asks may see, each with itself and all below it';

CREATE FUNCTION slurm_data.budget_use(OUT cluster_id integer, OUT assoc_id bigint, OUT qos_id integer,
	OUT tres text, OUT running_amount numeric, OUT queued_amount numeric,
	OUT running_seconds numeric, OUT queued_seconds numeric,
	OUT running_jobs bigint, OUT queued_jobs bigint) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
BEGIN ATOMIC
	WITH hold AS MATERIALIZED (
		SELECT h.* FROM slurm_data.open_holds() h
	), owned AS (
		SELECT h.cluster_id, b.owner AS assoc_id, NULL::integer AS qos_id, h.tres, h.queued, h.amount, h.seconds, h.jobs
		FROM slurm_data.budget_owners(false) b
		JOIN hold h ON h.assoc_id = b.assoc_id
		UNION ALL
		SELECT h.cluster_id, NULL, h.qos_id, h.tres, h.queued, h.amount, h.seconds, h.jobs
		FROM hold h
		WHERE h.qos_id IS NOT NULL
	)
	SELECT o.cluster_id, o.assoc_id, o.qos_id, o.tres,
		sum(o.amount) FILTER (WHERE NOT o.queued), sum(o.amount) FILTER (WHERE o.queued),
		sum(o.seconds) FILTER (WHERE NOT o.queued), sum(o.seconds) FILTER (WHERE o.queued),
		coalesce(sum(o.jobs) FILTER (WHERE NOT o.queued), 0)::bigint,
		coalesce(sum(o.jobs) FILTER (WHERE o.queued), 0)::bigint
	FROM owned o
	GROUP BY o.cluster_id, o.assoc_id, o.qos_id, o.tres;
END;
COMMENT ON FUNCTION slurm_data.budget_use() IS 'What jobs hold that have not ended, by association with a group limit (those below it included) that who asks may see, and by QOS';

-- Months, and the days and hours since, as slurm.usage_monthly has them.
CREATE FUNCTION slurm_data.budget_used(OUT assoc_id bigint, OUT tres text, OUT seconds numeric) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
BEGIN ATOMIC
	SELECT b.owner, t.full_name, sum(u.alloc_seconds)
	FROM slurm_data.rollup_state s
	CROSS JOIN LATERAL (
		SELECT date_trunc('day', s.rolled_until, s.time_zone) AS day,
			date_trunc('month', s.rolled_until, s.time_zone) AS month
	) going_on
	CROSS JOIN LATERAL (
		SELECT m.assoc_id, m.tres_id, m.alloc_seconds
		FROM slurm_data.assoc_usage m
		WHERE m.cluster_id = s.cluster_id AND m.unit = 'month' AND m.period_start < going_on.month
		UNION ALL
		SELECT d.assoc_id, d.tres_id, d.alloc_seconds
		FROM slurm_data.assoc_usage d
		WHERE d.cluster_id = s.cluster_id AND d.unit = 'day'
			AND d.period_start >= going_on.month AND d.period_start < going_on.day
		UNION ALL
		SELECT h.assoc_id, h.tres_id, h.alloc_seconds
		FROM slurm_data.assoc_usage h
		WHERE h.cluster_id = s.cluster_id AND h.unit = 'hour' AND h.period_start >= going_on.day
	) u
	JOIN slurm_data.budget_owners(true) b ON b.assoc_id = u.assoc_id
	JOIN slurm_data.tres t ON t.tres_id = u.tres_id
	GROUP BY b.owner, t.full_name;
END;
COMMENT ON FUNCTION slurm_data.budget_used() IS 'TRES seconds that associations with a GrpTRESMins have used, those below them included';

CREATE VIEW slurm.budgets AS
SELECT l.scope, l.cluster, l.account, l.user_name, l.partition, l.qos, l.limit_name, l.tres, l.value, l.unit,
	h.running, h.queued, h.used,
	CASE WHEN h.held IS NOT NULL THEN greatest(0, l.value - h.held) END AS free,
	coalesce(u.running_jobs, 0) AS running_jobs, coalesce(u.queued_jobs, 0) AS queued_jobs
FROM (
	SELECT 'assoc' COLLATE "C" AS scope, c.cluster_id, c.name AS cluster, a.account,
		nullif(a.user_name, '') AS user_name, nullif(a.partition, '') AS partition,
		NULL::text COLLATE "C" AS qos, a.assoc_id, NULL::integer AS qos_id,
		k.limit_name COLLATE "C" AS limit_name, k.unit COLLATE "C" AS unit,
		e.key COLLATE "C" AS tres, e.value::numeric AS value
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id AND NOT c.deleted
	CROSS JOIN LATERAL (VALUES ('GrpTRES', 'TRES', a.grp_tres), ('GrpTRESMins', 'TRES minutes', a.grp_tres_mins),
		('GrpTRESRunMins', 'TRES minutes', a.grp_tres_run_mins)) k (limit_name, unit, limits)
	CROSS JOIN LATERAL jsonb_each_text(k.limits) e
	WHERE NOT a.deleted
	UNION ALL
	SELECT 'qos', c.cluster_id, c.name, NULL, NULL, NULL, q.name, NULL, q.qos_id,
		k.limit_name, k.unit, e.key, e.value::numeric
	FROM slurm_data.qos q
	JOIN slurm_data.cluster c ON NOT c.deleted
	CROSS JOIN LATERAL (VALUES ('GrpTRES', 'TRES', q.grp_tres), ('GrpTRESMins', 'TRES minutes', q.grp_tres_mins),
		('GrpTRESRunMins', 'TRES minutes', q.grp_tres_run_mins)) k (limit_name, unit, limits)
	CROSS JOIN LATERAL jsonb_each_text(k.limits) e
	WHERE NOT q.deleted
) l
LEFT JOIN slurm_data.budget_use() u ON u.cluster_id = l.cluster_id AND u.tres = l.tres COLLATE "C"
	AND (u.assoc_id = l.assoc_id OR u.qos_id = l.qos_id)
LEFT JOIN slurm_data.budget_used() d ON d.assoc_id = l.assoc_id AND d.tres = l.tres COLLATE "C"
	AND l.limit_name = 'GrpTRESMins'
CROSS JOIN LATERAL (
	SELECT n.*, CASE l.limit_name WHEN 'GrpTRES' THEN n.running
		WHEN 'GrpTRESMins' THEN n.running + n.queued + n.used
		ELSE n.running + n.queued END AS held
	FROM (SELECT CASE l.limit_name WHEN 'GrpTRES' THEN coalesce(u.running_amount, 0)
			ELSE coalesce(floor(u.running_seconds / 60), 0) END AS running,
		CASE l.limit_name WHEN 'GrpTRES' THEN coalesce(u.queued_amount, 0)
			ELSE coalesce(floor(u.queued_seconds / 60), 0) END AS queued,
		CASE WHEN l.limit_name = 'GrpTRESMins' AND l.scope = 'assoc'
			THEN coalesce(floor(d.seconds / 60), 0) END AS used) n
) h;

COMMENT ON VIEW slurm.budgets IS 'What is left of each limit of a group, by the rules of job_submit/grptres, as far as the database knows: see the comments of the columns';
COMMENT ON COLUMN slurm.budgets.scope IS 'Where the limit stands: assoc or qos';
COMMENT ON COLUMN slurm.budgets.cluster IS 'Cluster whose jobs are counted; of a QOS each cluster counts its own';
COMMENT ON COLUMN slurm.budgets.account IS 'Account of the association; NULL for a QOS';
COMMENT ON COLUMN slurm.budgets.user_name IS 'User of the association; NULL for an account''s limit, which counts all accounts and users below it, and for a QOS';
COMMENT ON COLUMN slurm.budgets.partition IS 'Partition of the association; NULL for any';
COMMENT ON COLUMN slurm.budgets.qos IS 'Name of the QOS; NULL for an association. A QOS of a partition does not show here for jobs that have another one: the database does not know partitions';
COMMENT ON COLUMN slurm.budgets.limit_name IS 'GrpTRES (at one time), GrpTRESRunMins (what running jobs may still use) or GrpTRESMins (that and what was used)';
COMMENT ON COLUMN slurm.budgets.tres IS 'What is limited: cpu, mem, gres/gpu, ...';
COMMENT ON COLUMN slurm.budgets.value IS 'The limit, in units of the column unit; memory in MB. 0: nothing may run';
COMMENT ON COLUMN slurm.budgets.unit IS 'TRES, or TRES minutes';
COMMENT ON COLUMN slurm.budgets.running IS 'What running and suspended jobs hold: of minutes what is left to their time limits, times the UsageFactor of their QOS; Infinity where one has no limit';
COMMENT ON COLUMN slurm.budgets.queued IS 'What queued jobs ask for; an array counts as many tasks as may run at once. A job without a time limit of its own is not counted, since its partition''s is not known here';
COMMENT ON COLUMN slurm.budgets.used IS 'Of GrpTRESMins, what was used before, as rolled up and not purged, without slurmctld''s decay; NULL for other limits, and for a QOS, of which no usage is kept';
COMMENT ON COLUMN slurm.budgets.free IS 'What is left: value less running and queued (and used); of GrpTRES what may start now. NULL where used is needed and not known';
COMMENT ON COLUMN slurm.budgets.running_jobs IS 'How many running jobs have some of the TRES';
COMMENT ON COLUMN slurm.budgets.queued_jobs IS 'How many job records wait for some of the TRES; of an array the tasks that wait are one';
