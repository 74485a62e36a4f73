-- What jobs ran and waited in a time: what the roll-up (rollup_hours.sql of the
-- plugin) sums. Times are seconds since the time's begin.

-- sum() of bigint is numeric, whose states cost more than the sums: they are
-- copied between the processes that share a query.
CREATE AGGREGATE slurm_data.total(bigint) (
	SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE
);
COMMENT ON AGGREGATE slurm_data.total(bigint) IS 'sum() whose result is a bigint, or an error where it is none';

-- Each job that could run before until and had not ended by since: runs from s
-- to e, waits from ps to pe, what of that falls within the time. zone: where a
-- job that was started before it could run counts from the hour on in which it
-- could. Its partitions end at partitions_until. The OFFSET: a time is computed
-- once, however often the caller names it; a plain 0, which is cast, would keep
-- the planner from sharing the query between processes.
CREATE FUNCTION slurm_data.job_spans(cluster bigint, since timestamptz, until timestamptz, zone text,
	partitions_until timestamptz)
RETURNS TABLE (db_index bigint, assoc_id bigint, wckey_id bigint, resv_id bigint, eligible_time timestamptz,
	suspended boolean, s double precision, e double precision, ps double precision, pe double precision,
	waiting_cpus bigint, cpus bigint, mem_mb bigint, nodes bigint, billing bigint, other_tres jsonb)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
	SELECT j.db_index, j.assoc_id, j.wckey_id, j.resv_id, j.eligible_time,
		j.suspended_seconds > 0 OR j.suspended_since IS NOT NULL,
		-- NULL for one that has not started; greatest() alone would leave since
		date_part('epoch', CASE WHEN j.start_time IS NOT NULL THEN greatest(since, j.start_time,
			CASE WHEN j.eligible_time > j.start_time THEN date_trunc('hour', j.eligible_time, zone) END) END - since),
		date_part('epoch', least(j.end_time, until) - since),
		date_part('epoch', greatest(j.eligible_time, since) - since),
		date_part('epoch', CASE WHEN j.resv_id IS NULL
			THEN least(coalesce(j.start_time, nullif(j.end_time, 'infinity')), until) END - since),
		j.min_cpus * greatest(j.array_task_pending, 1),
		j.alloc_cpus, j.alloc_mem_mb, j.alloc_nodes, j.alloc_billing, j.alloc_other_tres
	FROM slurm_data.job j
	WHERE j.cluster_id = cluster AND j.eligible_time < until
	AND j.end_time >= since AND (j.end_time < partitions_until OR j.end_time = 'infinity')
	OFFSET bigint '0'
$$;
COMMENT ON FUNCTION slurm_data.job_spans(bigint, timestamptz, timestamptz, text, timestamptz) IS 'Jobs of a time, each with what of its running and waiting falls within';

-- Jobs of the same owner and the same slots, which begin at bounds and end at
-- the next: the first and the last in which they ran, and waited. Amounts are
-- those of the jobs together; times their begin (_s), times their end (_e). So
-- in a slot they used (its end or theirs, if it is the last) - (its begin or
-- theirs, if it is the first). special: of some of them more must be known.
--
-- A function, for a statement that writes is never shared by several
-- processes, but a query within it is. Jobs are read once, and from here on
-- groups are counted, not jobs.
CREATE FUNCTION slurm_data.job_groups(cluster bigint, since timestamptz, until timestamptz, zone text,
	partitions_until timestamptz, bounds double precision[])
RETURNS TABLE (assoc_id bigint, wckey_id bigint, reserved boolean, first integer, last integer,
	wait_first integer, wait_last integer, special boolean,
	cpus bigint, cpus_s bigint, cpus_e bigint, mem bigint, mem_s bigint, mem_e bigint,
	nodes bigint, nodes_s bigint, nodes_e bigint, billing bigint, billing_s bigint, billing_e bigint,
	waiting bigint, waiting_s bigint, waiting_e bigint)
LANGUAGE plpgsql STABLE ROWS 10000
SET plan_cache_mode = force_custom_plan -- whose months are pruned
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT assoc_id, wckey_id, reserved, first, last, wait_first, wait_last, bool_or(special),
		slurm_data.total(cpus), slurm_data.total(cpus * s), slurm_data.total(cpus * e),
		slurm_data.total(mem_mb), slurm_data.total(mem_mb * s), slurm_data.total(mem_mb * e),
		slurm_data.total(nodes), slurm_data.total(nodes * s), slurm_data.total(nodes * e),
		slurm_data.total(billing), slurm_data.total(billing * s), slurm_data.total(billing * e),
		slurm_data.total(waiting_cpus), slurm_data.total(waiting_cpus * ps), slurm_data.total(waiting_cpus * pe)
	FROM (
		SELECT assoc_id, wckey_id, resv_id IS NOT NULL AS reserved,
			suspended OR resv_id IS NOT NULL OR other_tres IS NOT NULL AS special,
			width_bucket(s, bounds) AS first, width_bucket(e - 1, bounds) AS last,
			width_bucket(ps, bounds) AS wait_first, width_bucket(pe - 1, bounds) AS wait_last,
			s::bigint, e::bigint, ps::bigint, pe::bigint, cpus, mem_mb, nodes, billing, waiting_cpus
		FROM (
			-- what did not run or wait did so for no time
			SELECT assoc_id, wckey_id, resv_id, suspended, other_tres, cpus, mem_mb, nodes, billing, waiting_cpus,
				s, greatest(s, e) AS e, ps, greatest(ps, pe) AS pe
			FROM slurm_data.job_spans(cluster, since, until, zone, partitions_until)
		) j OFFSET bigint '0'
	) j
	GROUP BY assoc_id, wckey_id, reserved, first, last, wait_first, wait_last;
END $$;
COMMENT ON FUNCTION slurm_data.job_groups(bigint, timestamptz, timestamptz, text, timestamptz, double precision[]) IS 'Jobs of a time in groups that ran and waited in the same slots: what they had, and for how long';
