-- The job records of a question, clusters in the order asked, newest life
-- first: sacct. A template (column.h). What a parameter leaves NULL is not
-- asked; plans are made for the values (plan_cache_mode), so such a condition
-- costs nothing, and $2 to $4 decide which months are opened.
--
-- $1 clusters; ended from $2 to before $3, and $4 also those not ended;
-- $5 to $6 the window, against 'eligible' or 'submit' as $7 says;
-- $8 states: in the window, or $9 whenever;
-- job ids $10, of het jobs $11, of arrays $12, array tasks $13 and $14,
-- het components $15 and $16; $17 accounts, $18 associations, $19 users,
-- $20 groups, $21 names, $22 partitions, $23 QOS, $24 reasons, $25 wckeys,
-- $26 parts of constraints ('': none), $27 flags; cpus $28 to $29, nodes $30
-- to $31, time limit $32 to $33; reservations by id $34, by name $35;
-- $36 revoked ones too; visible to user $37 and in accounts $38;
-- $39 to $40 what suspended time is summed for. Names, partitions, wckeys and
-- constraints in capital letters or small, since sacct asks in small ones.
SELECT j.cluster_id, j.db_index, j.job_id, j.submit_time, j.state,
	j.suspended_seconds, j.suspended_since,
	CASE WHEN j.suspended_seconds > 0 OR j.suspended_since IS NOT NULL THEN (
		SELECT sum(GREATEST(0, extract(epoch FROM
				LEAST(p.resumed_at, NULLIF(j.end_time, 'infinity'), $40)
				- GREATEST(p.suspended_at, j.start_time, $39))))::bigint
		FROM slurm_data.suspension p
		WHERE p.cluster_id = j.cluster_id AND p.db_index = j.db_index
			AND p.suspended_at < $40
			AND (p.resumed_at >= $39 OR p.resumed_at IS NULL AND j.end_time < 'infinity')
	) END,
	s.account, s.user_name, j.wckey_id,
	CASE WHEN j.resv_id IS NOT NULL THEN (
		SELECT r.name FROM slurm_data.reservation r
		WHERE r.cluster_id = j.cluster_id AND r.resv_id = j.resv_id
		ORDER BY r.start_time <= COALESCE(j.start_time, j.submit_time) DESC,
			r.start_time DESC
		LIMIT 1
	) END,
	@read@
FROM slurm_data.job j
LEFT JOIN slurm_data.assoc s ON s.assoc_id = j.assoc_id
WHERE j.cluster_id = ANY ($1::integer[])
	AND (j.end_time >= $2::timestamptz AND j.end_time < $3::timestamptz
		OR $4::boolean AND j.end_time = 'infinity')
	AND ($7::text IS NULL
		OR $7 = 'eligible' AND j.eligible_time < $6::timestamptz
		OR $7 = 'submit' AND j.submit_time < $6)
	AND ($8::text[] IS NULL
		OR $9::boolean AND j.state = ANY ($8)
		OR 'PENDING' = ANY ($8) AND j.eligible_time < $6 AND CASE
			WHEN j.start_time IS NOT NULL THEN j.start_time > $5::timestamptz
			WHEN j.end_time < 'infinity' THEN j.end_time > $5
			ELSE j.state = 'PENDING' END
		OR 'RUNNING' = ANY ($8) AND j.start_time < $6 AND j.end_time > $5
			AND (j.end_time < 'infinity' OR j.state = 'RUNNING')
		OR 'SUSPENDED' = ANY ($8) AND (
			j.suspended_since <= $6 AND j.end_time = 'infinity'
			OR EXISTS (
			SELECT FROM slurm_data.suspension p
			WHERE p.cluster_id = j.cluster_id AND p.db_index = j.db_index
				AND p.suspended_at <= $6
				AND COALESCE(p.resumed_at, j.end_time) >= $5))
		OR j.state = ANY ($8) AND j.state NOT IN ('PENDING', 'RUNNING', 'SUSPENDED')
			AND j.end_time BETWEEN $5 AND $6)
	AND ($10::bigint[] IS NULL
		OR j.job_id = ANY ($10)
		OR j.het_job_id = ANY ($11::bigint[])
		OR j.array_job_id = ANY ($12::bigint[])
		OR j.array_job_id = ANY ($13::bigint[]) AND (j.array_job_id, j.array_task_id)
			IN (SELECT * FROM unnest($13::bigint[], $14::bigint[]))
		OR j.het_job_id = ANY ($15::bigint[]) AND (j.het_job_id, j.het_job_offset)
			IN (SELECT * FROM unnest($15::bigint[], $16::bigint[])))
	AND ($17::text[] IS NULL OR j.account = ANY ($17))
	AND ($18::bigint[] IS NULL OR j.assoc_id = ANY ($18))
	AND ($19::bigint[] IS NULL OR j.user_id = ANY ($19))
	AND ($20::bigint[] IS NULL OR j.group_id = ANY ($20))
	AND ($21::text[] IS NULL OR lower(j.name) = ANY (ARRAY(SELECT lower(x) FROM unnest($21) x)))
	AND ($22::text[] IS NULL OR lower(j.partition) = ANY (ARRAY(SELECT lower(x) FROM unnest($22) x)))
	AND ($23::integer[] IS NULL OR j.qos_id = ANY ($23))
	AND ($24::integer[] IS NULL OR j.state_reason = ANY ($24))
	AND ($25::text[] IS NULL
		OR lower(COALESCE(j.wckey, '')) = ANY (ARRAY(SELECT lower(x) FROM unnest($25) x)))
	AND ($26::text[] IS NULL OR (
		SELECT bool_and(CASE WHEN part = '' THEN COALESCE(j.constraints, '') = ''
			ELSE strpos(lower(COALESCE(j.constraints, '')), lower(part)) > 0 END)
		FROM unnest($26) part))
	-- Slurm's 16 (SLURMDB_JOB_FLAG_START_R) is of all records
	AND ($27::bigint IS NULL OR (j.flags | 16) & $27 <> 0)
	AND ($28::bigint IS NULL OR j.alloc_cpus BETWEEN $28 AND $29::bigint)
	AND ($30::bigint IS NULL OR j.alloc_nodes BETWEEN $30 AND $31::bigint)
	-- none given and unlimited are the greatest, as Slurm's numbers for them
	AND ($32::bigint IS NULL OR CASE j.time_limit_mins WHEN -1 THEN 4294967295
		ELSE COALESCE(j.time_limit_mins, 4294967294) END BETWEEN $32 AND $33::bigint)
	AND ($34::bigint[] IS NULL AND $35::text[] IS NULL
		OR j.resv_id = ANY ($34)
		OR EXISTS (
			SELECT FROM slurm_data.reservation r
			WHERE r.cluster_id = j.cluster_id AND r.resv_id = j.resv_id
				AND r.name = ANY ($35)))
	AND ($36::boolean OR j.state <> 'REVOKED')
	AND ($37::text IS NULL
		OR COALESCE(s.user_name, j.user_name) = $37
		OR COALESCE(s.account, j.account) = ANY ($38::text[]))
ORDER BY array_position($1, j.cluster_id), j.job_id,
	j.submit_time DESC NULLS LAST, j.db_index DESC
