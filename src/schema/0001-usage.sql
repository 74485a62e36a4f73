-- Usage: what associations, wckeys and clusters used, by hour, day and month,
-- and what the roll-up that fills these tables has done and has to do.
--
-- A period is named by its first instant; days and months begin at midnight
-- in the accounting time zone of the cluster (rollup_state.time_zone).
-- Amounts are of a TRES times seconds: CPU seconds, MB seconds; energy alone
-- is joules. tres_id is slurm_data.tres.tres_id. No foreign key: the roll-up
-- alone writes here, for a cluster whose row it holds; checking it row by row
-- took longer than the rows.

CREATE TABLE slurm_data.assoc_usage (
	cluster_id integer NOT NULL,
	tres_id integer NOT NULL,
	period_start timestamptz NOT NULL,
	assoc_id bigint NOT NULL,
	alloc_seconds bigint NOT NULL,
	unit text COLLATE "C" NOT NULL CHECK (unit IN ('hour', 'day', 'month')),
	PRIMARY KEY (cluster_id, unit, period_start, assoc_id, tres_id)
);
COMMENT ON TABLE slurm_data.assoc_usage IS 'What each association used itself, without those below it';
COMMENT ON COLUMN slurm_data.assoc_usage.alloc_seconds IS 'TRES seconds allocated to its jobs, and its share of the idle time of reservations';

CREATE TABLE slurm_data.wckey_usage (
	cluster_id integer NOT NULL,
	tres_id integer NOT NULL,
	period_start timestamptz NOT NULL,
	wckey_id bigint NOT NULL,
	alloc_seconds bigint NOT NULL,
	unit text COLLATE "C" NOT NULL CHECK (unit IN ('hour', 'day', 'month')),
	PRIMARY KEY (cluster_id, unit, period_start, wckey_id, tres_id)
);
COMMENT ON TABLE slurm_data.wckey_usage IS 'What jobs with a wckey used (TrackWCKey)';
COMMENT ON COLUMN slurm_data.wckey_usage.alloc_seconds IS 'TRES seconds allocated to its jobs';

CREATE TABLE slurm_data.cluster_usage (
	cluster_id integer NOT NULL,
	tres_id integer NOT NULL,
	period_start timestamptz NOT NULL,
	amount bigint NOT NULL,
	alloc_seconds bigint NOT NULL,
	down_seconds bigint NOT NULL,
	planned_down_seconds bigint NOT NULL,
	idle_seconds bigint NOT NULL,
	planned_seconds bigint NOT NULL,
	over_seconds bigint NOT NULL,
	unit text COLLATE "C" NOT NULL CHECK (unit IN ('hour', 'day', 'month')),
	PRIMARY KEY (cluster_id, unit, period_start, tres_id)
);
COMMENT ON TABLE slurm_data.cluster_usage IS 'How a cluster was used';
COMMENT ON COLUMN slurm_data.cluster_usage.amount IS 'How much of the TRES it had, at the end of the hour; of a day or month the most';
COMMENT ON COLUMN slurm_data.cluster_usage.alloc_seconds IS 'TRES seconds allocated to jobs and reservations';
COMMENT ON COLUMN slurm_data.cluster_usage.down_seconds IS 'TRES seconds of nodes that were down, or of the cluster without its slurmctld';
COMMENT ON COLUMN slurm_data.cluster_usage.planned_down_seconds IS 'TRES seconds of reservations for maintenance, and of nodes that are powered down or yet to come';
COMMENT ON COLUMN slurm_data.cluster_usage.idle_seconds IS 'TRES seconds that nobody used or waited for';
COMMENT ON COLUMN slurm_data.cluster_usage.planned_seconds IS 'CPU seconds that were idle while jobs waited that could have had them';
COMMENT ON COLUMN slurm_data.cluster_usage.over_seconds IS 'TRES seconds that jobs waited for beyond what was there (over-committed)';

-- The row is the lock of the cluster's roll-up, and of its purge: rollup_lock().
CREATE TABLE slurm_data.rollup_state (
	cluster_id integer PRIMARY KEY REFERENCES slurm_data.cluster,
	time_zone text COLLATE "C" NOT NULL,
	rolled_until timestamptz NOT NULL,
	due tstzmultirange NOT NULL DEFAULT '{}',
	kept_from timestamptz NOT NULL DEFAULT '-infinity',
	started_at timestamptz,
	finished_at timestamptz,
	rolled_hours bigint NOT NULL DEFAULT 0,
	rolled_seconds double precision NOT NULL DEFAULT 0
);
COMMENT ON TABLE slurm_data.rollup_state IS 'How far the roll-up of each cluster is';
COMMENT ON COLUMN slurm_data.rollup_state.time_zone IS 'In which its hours, days and months begin: that of the slurmdbd or slurmctld that rolled first; change it while nothing is rolled';
COMMENT ON COLUMN slurm_data.rollup_state.rolled_until IS 'Hours before this have been rolled, or are due';
COMMENT ON COLUMN slurm_data.rollup_state.due IS 'Hours that have to be rolled, for the first time or again';
COMMENT ON COLUMN slurm_data.rollup_state.kept_from IS 'Jobs, events or reservations from before this have been purged: usage from before it is never rolled again';
COMMENT ON COLUMN slurm_data.rollup_state.rolled_hours IS 'Hours that the last run rolled';
COMMENT ON COLUMN slurm_data.rollup_state.rolled_seconds IS 'What the last run took';

-- In turns of 2 seconds, in which a daemon can see that it has to end.
CREATE FUNCTION slurm_data.rollup_lock(cluster integer) RETURNS boolean
LANGUAGE plpgsql
SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM FROM slurm_data.rollup_state WHERE cluster_id = cluster FOR NO KEY UPDATE;
	RETURN FOUND;
EXCEPTION WHEN lock_not_available THEN
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.rollup_lock(integer) IS 'Takes the turn to roll up a cluster, to the end of the transaction; false if it has no state, NULL if somebody held it for 2 seconds';

-- What writers heard of hours that have been rolled; the roll-up takes it
-- into rollup_state.due. A table of its own, so that a writer never waits for
-- a roll-up; and a row only where a record is late.
CREATE TABLE slurm_data.rollup_late (
	late_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	cluster_id integer NOT NULL,
	since timestamptz NOT NULL,
	until timestamptz NOT NULL
);
COMMENT ON TABLE slurm_data.rollup_late IS 'Times for which a record came after they had been rolled';

-- The usage of reservations is a chain of hours: the roll-up of one needs
-- what the hour before it left.
CREATE TABLE slurm_data.reservation_usage (
	cluster_id integer NOT NULL,
	period_start timestamptz NOT NULL, -- hours only
	resv_id bigint NOT NULL,
	resv_start timestamptz NOT NULL,
	unused_wall double precision NOT NULL,
	PRIMARY KEY (cluster_id, resv_id, resv_start, period_start)
);
COMMENT ON TABLE slurm_data.reservation_usage IS 'Unused seconds of each reservation from its start to the end of each hour';

-- For a statement that knows best what it changes (suspensions): what is to be
-- rolled again because of a change that concerns [since, until); no row if it
-- has not been rolled. The writers' lock is held. See 0001-late.sql.
CREATE FUNCTION slurm_data.late(cluster integer, since timestamptz, until timestamptz)
RETURNS TABLE (cluster_id integer, late_since timestamptz, late_until timestamptz)
LANGUAGE sql STABLE AS $$
	SELECT s.cluster_id, since, until
	FROM slurm_data.rollup_state s
	WHERE s.cluster_id = cluster AND since < s.rolled_until AND since < until
$$;
COMMENT ON FUNCTION slurm_data.late(integer, timestamptz, timestamptz) IS 'What goes into rollup_late for a change that concerns this span of time: no row if it has not been rolled yet';

-- First instant of the hour, day or month after the one that holds at.
CREATE FUNCTION slurm_data.period_end(unit text, at timestamptz, zone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE unit
	WHEN 'hour' THEN date_trunc('hour', at, zone) + interval '1 hour'
	ELSE (date_trunc(unit, at AT TIME ZONE zone) + ('1 ' || unit)::interval) AT TIME ZONE zone
END;
COMMENT ON FUNCTION slurm_data.period_end(text, timestamptz, text) IS 'End of the hour, day or month of that zone that holds an instant';

-- Which table answers a question for usage, as Slurm chooses it
-- (set_usage_information of its storage plugins): whole months, whole days,
-- or hours; without an end to midnight, without a start the day before.
CREATE FUNCTION slurm_data.usage_period(zone text, since timestamptz, until timestamptz,
	OUT unit text, OUT period_since timestamptz, OUT period_until timestamptz)
LANGUAGE sql STABLE AS $$
	SELECT CASE
		WHEN p.s <> date_trunc('day', p.s, zone) OR p.e <> date_trunc('day', p.e, zone)
			OR p.e - p.s < '24:00' OR p.e > now() THEN 'hour'
		WHEN p.s = date_trunc('month', p.s, zone) AND p.e = date_trunc('month', p.e, zone)
			AND p.e - p.s > '24:00' THEN 'month'
		ELSE 'day' END, p.s, p.e
	FROM (SELECT date_trunc('hour', coalesce(since,
			date_trunc('day', date_trunc('day', now(), zone) - interval '1 hour', zone)), zone) AS s,
		date_trunc('hour', coalesce(until, date_trunc('day', now(), zone)), zone) AS e) AS given,
	LATERAL (SELECT given.s, greatest(given.e, given.s + interval '1 hour') AS e) AS p
$$;
COMMENT ON FUNCTION slurm_data.usage_period(text, timestamptz, timestamptz) IS 'Unit and bounds of the usage rows that answer a question for this time';

-- The columns that hold TRES as rows by id.
CREATE FUNCTION slurm_data.tres_counts(cpus bigint, mem_mb bigint, nodes bigint, billing bigint, other jsonb)
RETURNS TABLE (tres_id integer, amount bigint)
LANGUAGE sql STABLE AS $$
	SELECT c.tres_id, c.amount
	FROM (VALUES (1, cpus), (2, mem_mb), (4, nodes), (5, billing)) AS c (tres_id, amount)
	WHERE c.amount IS NOT NULL
	UNION ALL
	SELECT t.tres_id, o.value::bigint
	FROM jsonb_each_text(other) o
	JOIN slurm_data.tres t ON t.full_name = o.key
$$;
COMMENT ON FUNCTION slurm_data.tres_counts(bigint, bigint, bigint, bigint, jsonb) IS 'The columns that hold TRES as one row a TRES, by id';
