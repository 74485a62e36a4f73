-- Months on their way out. These run as the owner of the tables, or as a
-- member of the owner: purge looks at month_tables().ours first.

-- What of a month must stay: a condition on its table, called r. $1: jobs
-- submitted from then on stay, $2: steps started from then on (NULL: all of
-- them), $3: clusters that keep everything, $4: end of the month.
CREATE FUNCTION slurm_data.month_kept(relation text, month_end timestamptz, job_before timestamptz, step_before timestamptz)
RETURNS text
LANGUAGE sql IMMUTABLE
RETURN '(r.cluster_id = ANY ($3) OR ' || CASE
	WHEN relation = 'job' AND job_before IS NULL
		OR relation = 'step' AND job_before IS NULL AND step_before IS NULL THEN 'true'
	WHEN relation = 'job' THEN 'r.submit_time >= $1 OR r.submit_time IS NULL AND r.end_time >= $1'
	-- by their own age, where that is enough
	WHEN month_end <= step_before THEN 'r.start_time >= $2'
	WHEN job_before IS NULL THEN 'coalesce(r.start_time, r.end_time) >= $2'
	-- else with their jobs: few jobs are as old as this and still there
	ELSE '(r.start_time >= $2) IS NOT false AND EXISTS (SELECT FROM slurm_data.job j
		WHERE j.cluster_id = r.cluster_id AND j.db_index = r.db_index
		AND (j.submit_time < $4 OR j.submit_time IS NULL))'
	END || ')';
COMMENT ON FUNCTION slurm_data.month_kept(text, timestamptz, timestamptz, timestamptz) IS 'Condition on the records of a month that must stay when what is older than these times goes; private to month_keeps and month_restore';

CREATE FUNCTION slurm_data.month_keeps(name text, relation text, month_end timestamptz,
	job_before timestamptz, step_before timestamptz, others integer[]) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	keeps boolean;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM slurm_data.%I r WHERE %s)', name,
		slurm_data.month_kept(relation, month_end, job_before, step_before))
	INTO keeps USING job_before, step_before, others, month_end;
	RETURN keeps;
END $$;
COMMENT ON FUNCTION slurm_data.month_keeps(text, text, timestamptz, timestamptz, timestamptz, integer[]) IS 'Whether anything in a month must stay when jobs submitted and steps started before these times go; others: clusters that keep everything';

-- A detached month becomes one that is gone, and its name is free.
CREATE FUNCTION slurm_data.month_rename(name text, relation text, first timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '50ms'
AS $$
BEGIN
	EXECUTE format('ALTER TABLE slurm_data.%I RENAME TO %I', name, slurm_data.gone_name(name));
	DELETE FROM slurm_data.month m WHERE m.relation = month_rename.relation AND m.month = first;
END $$;
COMMENT ON FUNCTION slurm_data.month_rename(text, text, timestamptz) IS 'Gives a detached month the name of one on its way out, and forgets its bounds';

-- What came into a month while it was being detached, and must stay.
CREATE FUNCTION slurm_data.month_restore(name text, relation text, first timestamptz,
	job_before timestamptz, step_before timestamptz, others integer[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	until timestamptz := (first AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
	n bigint;
BEGIN
	IF NOT slurm_data.month_keeps(name, relation, until, job_before, step_before, others) THEN
		RETURN 0;
	END IF;
	PERFORM slurm_data.make_month(first);
	EXECUTE format('WITH back AS (
			DELETE FROM slurm_data.%I r WHERE %s RETURNING r.*
		)
		INSERT INTO slurm_data.%I SELECT * FROM back', name,
		slurm_data.month_kept(relation, until, job_before, step_before), relation)
	USING job_before, step_before, others, until;
	GET DIAGNOSTICS n = ROW_COUNT;
	PERFORM slurm_data.month_measure(relation, first);
	RETURN n;
END $$;
COMMENT ON FUNCTION slurm_data.month_restore(text, text, timestamptz, timestamptz, timestamptz, integer[]) IS 'Puts back what must stay of a month on its way out; how many records that were';

-- Widen the bounds of a month by all that it holds.
CREATE FUNCTION slurm_data.month_measure(of_relation text, first timestamptz) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO slurm_data.month AS known (relation, month, least_start, least_job_id, greatest_job_id)
	SELECT of_relation, first, b.*
	FROM (
		SELECT min(least(submit_time, eligible_time, start_time)),
			min(least(job_id, array_job_id, het_job_id)),
			max(greatest(job_id, array_job_id, het_job_id))
		FROM slurm_data.job
		WHERE of_relation = 'job' AND slurm_data.month_of(end_time) = first
			AND (first NOT BETWEEN '1990-01-01' AND '2099-12-31'
			OR end_time >= first AND end_time < first + interval '31 days')
		HAVING count(*) > 0
		UNION ALL
		SELECT min(start_time), min(job_id), max(job_id)
		FROM slurm_data.step
		WHERE of_relation = 'step' AND slurm_data.month_of(end_time) = first
			AND (first NOT BETWEEN '1990-01-01' AND '2099-12-31'
			OR end_time >= first AND end_time < first + interval '31 days')
		HAVING count(*) > 0
	) b (least_start, least_job_id, greatest_job_id)
	ON CONFLICT (relation, month) DO UPDATE SET
		least_start = LEAST(known.least_start, excluded.least_start),
		least_job_id = LEAST(known.least_job_id, excluded.least_job_id),
		greatest_job_id = GREATEST(known.greatest_job_id, excluded.greatest_job_id)
$$;
COMMENT ON FUNCTION slurm_data.month_measure(text, timestamptz) IS 'Widens the bounds of a month of job or step by all records in it';

-- Suspensions of the jobs in a month on its way out, at most n at a time,
-- into the caller's pg_temp.gone_suspension.
CREATE FUNCTION slurm_data.month_suspensions(name text, n bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	EXECUTE format('WITH old AS MATERIALIZED (
			SELECT s.ctid AS at FROM slurm_data.suspension s
			WHERE EXISTS (SELECT FROM slurm_data.%I j
				WHERE j.cluster_id = s.cluster_id AND j.db_index = s.db_index)
			LIMIT $1 FOR UPDATE OF s SKIP LOCKED
		), gone AS (
			DELETE FROM slurm_data.suspension s USING old WHERE s.ctid = old.at RETURNING s.*
		)
		INSERT INTO pg_temp.gone_suspension SELECT * FROM gone', name) USING n;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END $$;
COMMENT ON FUNCTION slurm_data.month_suspensions(text, bigint) IS 'Removes suspensions of the jobs in a month on its way out, and hands them to the caller in pg_temp.gone_suspension; how many';

CREATE FUNCTION slurm_data.month_drop(name text, relation text, first timestamptz, seconds double precision) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '50ms'
AS $$
BEGIN
	EXECUTE format('DROP TABLE slurm_data.%I', name);
	INSERT INTO slurm_data.purged_month (relation, month, dropped_at, seconds)
	VALUES (relation, first, clock_timestamp(), seconds);
END $$;
COMMENT ON FUNCTION slurm_data.month_drop(text, text, timestamptz, double precision) IS 'Drops a month on its way out, and notes it';
