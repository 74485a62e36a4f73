-- Months: the partitions of job and step, made as they are needed.
--
-- A month is named by its first instant in UTC, whatever the session's zone:
-- all arithmetic is on timestamps without a zone.

-- The month that holds an end: its first instant, or the key of a net or of
-- the open partition. What slurm_data.month.month is for a record.
CREATE FUNCTION slurm_data.month_of(at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN at = 'infinity' THEN 'infinity'::timestamptz
	WHEN at < '1990-01-01 00:00:00+00' THEN '-infinity'::timestamptz
	WHEN at >= '2100-01-01 00:00:00+00' THEN '2100-01-01 00:00:00+00'::timestamptz
	ELSE date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
END;
COMMENT ON FUNCTION slurm_data.month_of(timestamptz) IS 'Key in slurm_data.month of a record with this end: first instant of its month in UTC, or of the net, or infinity';

-- Make one partition. False: another session has made it.
CREATE FUNCTION slurm_data.make_partition(relation text, first date) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	parent regclass := format('slurm_data.%I', relation)::regclass;
	name text := relation || to_char(first, '_YYYY_MM');
	child regclass;
BEGIN
	child := to_regclass(format('slurm_data.%I', name));
	IF child IS NULL THEN
		-- the lock that ATTACH needs, now: two sessions take turns here
		EXECUTE format('LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE', parent);
		child := to_regclass(format('slurm_data.%I', name));
	END IF;
	IF child IS NOT NULL THEN
		IF NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = child
				AND i.inhparent = parent AND NOT i.inhdetachpending) THEN
			RAISE EXCEPTION 'table % is no partition of %: it is being removed', child, parent
			USING ERRCODE = 'lock_not_available';
		END IF;
		RETURN false;
	END IF;
	EXECUTE format('CREATE TABLE slurm_data.%I (LIKE %s INCLUDING ALL)', name, parent);
	-- it is empty: nothing to scan, so no CHECK must vouch for its rows
	EXECUTE format('ALTER TABLE %s ATTACH PARTITION slurm_data.%I FOR VALUES FROM (%L) TO (%L)',
		parent, name, to_char(first, 'YYYY-MM-DD 00:00:00+00'),
		to_char(first + interval '1 month', 'YYYY-MM-DD 00:00:00+00'));
	INSERT INTO slurm_data.month (relation, month)
	VALUES (relation, first::timestamp AT TIME ZONE 'UTC')
	ON CONFLICT DO NOTHING;
	RETURN true;
END $$;
COMMENT ON FUNCTION slurm_data.make_partition(text, date) IS 'Makes the partition of one relation and month; private to make_month';

-- The writer's way: it owns no table. Fails with 55P03 (try again, with
-- jitter) rather than wait behind a lock and hold up everybody else.
CREATE FUNCTION slurm_data.make_month(at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '50ms'
AS $$
DECLARE
	first date;
	job_made boolean;
	step_made boolean;
BEGIN
	IF at IS NULL OR NOT at BETWEEN '1990-01-01 00:00:00+00' AND '2099-12-31 23:59:59.999999+00' THEN
		RETURN false; -- a net or the open partition takes it
	END IF;
	first := date_trunc('month', at AT TIME ZONE 'UTC')::date;
	job_made := slurm_data.make_partition('job', first);
	step_made := slurm_data.make_partition('step', first);
	RETURN job_made OR step_made;
END $$;
COMMENT ON FUNCTION slurm_data.make_month(timestamptz) IS 'Makes the partitions of job and step for the UTC month of an end; false if they are there; 55P03: try again';

-- The nets: two ordinary ranges, since a default partition would forbid
-- DETACH CONCURRENTLY and block new months. And the records that have not
-- ended.
CREATE TABLE slurm_data.job_open PARTITION OF slurm_data.job
	FOR VALUES FROM ('infinity') TO (MAXVALUE);
CREATE TABLE slurm_data.job_before_1990 PARTITION OF slurm_data.job
	FOR VALUES FROM (MINVALUE) TO ('1990-01-01 00:00:00+00');
CREATE TABLE slurm_data.job_after_2100 PARTITION OF slurm_data.job
	FOR VALUES FROM ('2100-01-01 00:00:00+00') TO ('infinity');
CREATE TABLE slurm_data.step_open PARTITION OF slurm_data.step
	FOR VALUES FROM ('infinity') TO (MAXVALUE);
CREATE TABLE slurm_data.step_before_1990 PARTITION OF slurm_data.step
	FOR VALUES FROM (MINVALUE) TO ('1990-01-01 00:00:00+00');
CREATE TABLE slurm_data.step_after_2100 PARTITION OF slurm_data.step
	FOR VALUES FROM ('2100-01-01 00:00:00+00') TO ('infinity');
INSERT INTO slurm_data.month (relation, month)
SELECT r, m
FROM unnest(ARRAY['job', 'step']) r, unnest(ARRAY['-infinity', '2100-01-01 00:00:00+00']::timestamptz[]) m;
