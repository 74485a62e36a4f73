-- Late records: what the roll-up has done before a record came is due again.
--
-- Triggers compare what a statement changed with what was there, all rows at
-- once, and note in rollup_late the spans of time whose usage is another now.
-- A record that comes in time notes nothing: its span begins after the last
-- hour that was rolled. Whoever writes (slurmdbd, slurmctld, an administrator
-- in psql) need not know of it. Rows that are deleted (a purge) note nothing.

CREATE TYPE slurm_data.late_span AS (
	cluster_id integer,
	since timestamptz,
	until timestamptz
);
COMMENT ON TYPE slurm_data.late_span IS 'A span of time for which the records of a cluster have changed';

-- The lock is that of the writers and of the roll-up when it says how far it
-- goes (write_lock.c): who gets it later sees what the other did.
CREATE FUNCTION slurm_data.roll_again(spans slurm_data.late_span[]) RETURNS void
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
	IF spans IS NULL THEN
		RETURN;
	END IF;
	PERFORM pg_advisory_xact_lock(1397511762, c.cluster_id)
	FROM (SELECT DISTINCT cluster_id FROM unnest(spans) ORDER BY 1) c;
	INSERT INTO slurm_data.rollup_late (cluster_id, since, until)
	SELECT late.cluster_id, lower(r), upper(r)
	FROM (
		SELECT c.cluster_id, range_agg(tstzrange(c.since, c.until)) AS ranges
		FROM unnest(spans) c
		JOIN slurm_data.rollup_state s ON s.cluster_id = c.cluster_id AND c.since < s.rolled_until
		WHERE c.since < c.until
		GROUP BY c.cluster_id
	) late, unnest(late.ranges) r;
END $$;
COMMENT ON FUNCTION slurm_data.roll_again(slurm_data.late_span[]) IS 'Makes these spans due again, as far as they have been rolled; NULL: none';

CREATE FUNCTION slurm_data.roll_again(cluster integer, since timestamptz, until timestamptz DEFAULT 'infinity')
RETURNS void
LANGUAGE sql
BEGIN ATOMIC
	SELECT slurm_data.roll_again(ARRAY[ROW(cluster, since, until)::slurm_data.late_span]);
END;
COMMENT ON FUNCTION slurm_data.roll_again(integer, timestamptz, timestamptz) IS 'Makes the usage of a cluster due to be rolled again from since to until; the next roll-up does it';

-- Jobs. Energy is told when a job ends, and tasks of an array leave their
-- record as they start; neither makes hours due that had been rolled before.
CREATE FUNCTION slurm_data.job_added() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM slurm_data.roll_again((
		SELECT array_agg(ROW(n.cluster_id, n.eligible_time, n.end_time)::slurm_data.late_span)
		FROM added n
		WHERE n.eligible_time < n.end_time));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.job_added() IS 'Trigger: the time of new jobs is due again, if it has been rolled';

CREATE FUNCTION slurm_data.job_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM slurm_data.roll_again((
		SELECT array_agg(ROW(cluster_id, since, until)::slurm_data.late_span)
		FROM (
			SELECT n.cluster_id, greatest(o.end_time, n.end_time) AS until, least(
				-- what runs and waits from another time on
				CASE WHEN n.eligible_time IS DISTINCT FROM o.eligible_time
					OR (n.resv_id IS NULL) <> (o.resv_id IS NULL)
					THEN least(o.eligible_time, n.eligible_time) END,
				-- what runs for somebody else, on something else, from another time on
				CASE WHEN n.start_time IS DISTINCT FROM o.start_time
					OR (n.assoc_id, n.wckey_id, n.resv_id, n.alloc_cpus, n.alloc_mem_mb, n.alloc_nodes, n.alloc_billing)
						IS DISTINCT FROM
						(o.assoc_id, o.wckey_id, o.resv_id, o.alloc_cpus, o.alloc_mem_mb, o.alloc_nodes, o.alloc_billing)
					OR coalesce(n.alloc_other_tres - 'energy', '{}') <> coalesce(o.alloc_other_tres - 'energy', '{}')
					THEN least(o.start_time, n.start_time) END,
				CASE WHEN n.end_time <> o.end_time THEN least(o.end_time, n.end_time) END) AS since
			FROM changed n
			JOIN replaced o ON o.cluster_id = n.cluster_id AND o.db_index = n.db_index
		) c
		WHERE since < until));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.job_changed() IS 'Trigger: the time from which changed jobs are another is due again, if it has been rolled';

CREATE TRIGGER late_insert AFTER INSERT ON slurm_data.job
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.job_added();
CREATE TRIGGER late_update AFTER UPDATE ON slurm_data.job
REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.job_changed();

-- Events and reservations.
CREATE FUNCTION slurm_data.times_added() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM slurm_data.roll_again((
		SELECT array_agg(ROW(n.cluster_id, n.start_time, coalesce(n.end_time, 'infinity'))::slurm_data.late_span)
		FROM added n
		WHERE n.start_time < coalesce(n.end_time, 'infinity')));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.times_added() IS 'Trigger: the time of new events or reservations is due again, if it has been rolled';

-- Nodes that are down, and what the cluster consists of.
CREATE FUNCTION slurm_data.event_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM slurm_data.roll_again((
		SELECT array_agg(ROW(cluster_id, since, until)::slurm_data.late_span)
		FROM (
			SELECT n.cluster_id, greatest(o.end_time, n.end_time) AS until, CASE
				WHEN (n.state, n.cpus, n.mem_mb, n.billing, n.other_tres)
					IS DISTINCT FROM (o.state, o.cpus, o.mem_mb, o.billing, o.other_tres) THEN n.start_time
				WHEN n.end_time <> o.end_time THEN least(o.end_time, n.end_time) END AS since
			FROM changed n
			JOIN replaced o ON (o.cluster_id, o.node_name, o.start_time) = (n.cluster_id, n.node_name, n.start_time)
		) c
		WHERE since < until));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.event_changed() IS 'Trigger: the time from which changed events are another is due again, if it has been rolled';

CREATE TRIGGER late_insert AFTER INSERT ON slurm_data.event
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.times_added();
CREATE TRIGGER late_update AFTER UPDATE ON slurm_data.event
REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.event_changed();

-- Reservations; one that begins at another time is a new one, and the old gone.
-- unused_wall is the roll-up's own.
CREATE FUNCTION slurm_data.reservation_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM slurm_data.roll_again((
		SELECT array_agg(ROW(cluster_id, since, until)::slurm_data.late_span)
		FROM (
			SELECT cluster_id,
				coalesce(greatest(o.end_time, n.end_time), 'infinity') AS until, CASE
				WHEN (n.start_time, n.assocs, n.flags, n.node_list, n.cpus, n.mem_mb, n.billing, n.other_tres)
					IS DISTINCT FROM
					(o.start_time, o.assocs, o.flags, o.node_list, o.cpus, o.mem_mb, o.billing, o.other_tres)
					THEN start_time
				WHEN n.end_time IS DISTINCT FROM o.end_time THEN least(o.end_time, n.end_time) END AS since
			FROM changed n
			FULL JOIN replaced o USING (cluster_id, resv_id, start_time)
		) c
		WHERE since < until));
	RETURN NULL;
END $$;
COMMENT ON FUNCTION slurm_data.reservation_changed() IS 'Trigger: the time from which changed reservations are another is due again, if it has been rolled';

CREATE TRIGGER late_insert AFTER INSERT ON slurm_data.reservation
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.times_added();
CREATE TRIGGER late_update AFTER UPDATE ON slurm_data.reservation
REFERENCING OLD TABLE AS replaced NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION slurm_data.reservation_changed();
