-- Retention: what purge has done, and what is left of months that it takes
-- away.

-- One row a cluster and kind of record; cluster_id 0: changes that concern no
-- cluster (transactions alone).
CREATE TABLE slurm_data.purge_state (
	cluster_id integer NOT NULL,
	kind text COLLATE "C" NOT NULL CHECK (kind IN
		('event', 'suspend', 'step', 'job', 'resv', 'txn', 'usage')),
	asked_before timestamptz NOT NULL,
	done_before timestamptz,
	started_at timestamptz NOT NULL,
	finished_at timestamptz,
	removed bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (cluster_id, kind)
);
COMMENT ON TABLE slurm_data.purge_state IS 'The last purge of each cluster and kind of record';
COMMENT ON COLUMN slurm_data.purge_state.cluster_id IS '0: transactions that concern no cluster';
COMMENT ON COLUMN slurm_data.purge_state.asked_before IS 'What is older was to go';
COMMENT ON COLUMN slurm_data.purge_state.done_before IS 'What is older has gone; NULL: never yet';
COMMENT ON COLUMN slurm_data.purge_state.removed IS 'Records that the last purge removed one by one';

-- Months that were dropped whole, kept as the history of it.
CREATE TABLE slurm_data.purged_month (
	relation text COLLATE "C" NOT NULL, -- 'job' or 'step'
	month timestamptz NOT NULL,
	dropped_at timestamptz NOT NULL DEFAULT now(),
	seconds double precision NOT NULL,
	PRIMARY KEY (relation, month, dropped_at)
);
COMMENT ON TABLE slurm_data.purged_month IS 'Months of jobs and steps that were dropped whole';
COMMENT ON COLUMN slurm_data.purged_month.seconds IS 'What that took, with the archive of the month';

-- A month on its way out is detached from its parent and then called
-- gone_job_2020_03: the name of the month is free at once for records that
-- come late, and whoever finds such a table goes on with it.
CREATE FUNCTION slurm_data.gone_name(child text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 'gone_' || child;
COMMENT ON FUNCTION slurm_data.gone_name(text) IS 'What a month''s table is called between being detached and dropped';

-- Partitions of job and step by their names, with the month that they hold.
CREATE FUNCTION slurm_data.month_tables()
RETURNS TABLE (name text, relation text, month timestamptz, attached boolean, pending boolean, gone boolean, ours boolean)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT c.relname::text COLLATE "C", m[2] COLLATE "C",
		to_timestamp(m[3] || '-' || m[4], 'YYYY-MM')::timestamp AT TIME ZONE 'UTC',
		i.inhrelid IS NOT NULL, coalesce(i.inhdetachpending, false), m[1] = 'gone_',
		pg_has_role(current_user, c.relowner, 'USAGE')
	FROM pg_class c
	CROSS JOIN LATERAL regexp_match(c.relname, '^(gone_)?(job|step)_(\d{4})_(\d\d)$') AS m
	LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
	WHERE c.relnamespace = 'slurm_data'::regnamespace AND c.relkind = 'r' AND m IS NOT NULL
$$;
COMMENT ON FUNCTION slurm_data.month_tables() IS 'The tables that hold months of jobs and steps: attached to their parent, being detached, or on their way out; ours: who asks may drop it';

-- Until when the usage of a cluster has been summed: what ended later must
-- stay. Infinity where no usage is ever summed.
CREATE FUNCTION slurm_data.rolled_before(cluster integer) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
	SELECT coalesce((
		SELECT least(s.rolled_until, lower(s.due), (
			SELECT min(l.since) FROM slurm_data.rollup_late l
			WHERE l.cluster_id = s.cluster_id AND l.until > s.kept_from))
		FROM slurm_data.rollup_state s
		JOIN slurm_data.cluster c USING (cluster_id)
		WHERE s.cluster_id = cluster AND NOT c.deleted), 'infinity')
$$;
COMMENT ON FUNCTION slurm_data.rolled_before(integer) IS 'Until when the usage of a cluster has been summed; infinity for one whose usage is never summed';
