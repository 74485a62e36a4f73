-- Jobs of an old archive ($1: an array of objects). A job with this id and
-- submit time gets the times, association, TRES and wckey that are told here.
-- Returns what months are widened by (month_widen).
WITH row AS MATERIALIZED (
	SELECT DISTINCT ON (c.cluster_id, r.job_id, r.submit_time)
		c.cluster_id, (r.submit_time << 32) | r.job_id AS db_index,
		coalesce(to_timestamp(nullif(r.end_time, 0)), 'infinity') AS end_time,
		to_timestamp(nullif(r.submit_time, 0)) AS submit_time,
		to_timestamp(nullif(r.eligible_time, 0)) AS eligible_time,
		to_timestamp(nullif(r.start_time, 0)) AS start_time,
		r.job_id, r.state, r.account, nullif(s.user_name, '') AS user_name, r.user_id, r.group_id,
		nullif(r.assoc_id, 0) AS assoc_id, nullif(r.wckey_id, 0) AS wckey_id, nullif(r.wckey, '') AS wckey,
		nullif(r.qos_id, 0)::integer AS qos_id, r.name, r.partition, r.priority, r.node_list,
		r.exit_code::integer AS exit_code, r.kill_user_id, r.min_cpus,
		coalesce(slurm_data.tres_from_slurm(r.req_tres), '{}')
			|| CASE WHEN r.min_cpus > 0 AND coalesce(r.req_tres, '') = ''
			THEN jsonb_build_object('cpu', r.min_cpus) ELSE '{}' END AS req,
		coalesce(slurm_data.tres_from_slurm(r.alloc_tres), '{}') AS alloc, r.alloc_nodes
	FROM jsonb_to_recordset($1) AS r (cluster text, job_id bigint, assoc_id bigint, wckey text,
		wckey_id bigint, user_id bigint, group_id bigint, partition text, account text,
		eligible_time bigint, submit_time bigint, start_time bigint, end_time bigint, name text,
		state text, exit_code bigint, priority bigint, min_cpus bigint, req_tres text,
		alloc_tres text, node_list text, alloc_nodes bigint, kill_user_id bigint, qos_id bigint)
	JOIN slurm_data.cluster c ON c.name = r.cluster
	LEFT JOIN slurm_data.assoc s ON s.assoc_id = r.assoc_id
), known AS (
	UPDATE slurm_data.job j
	SET end_time = r.end_time, eligible_time = r.eligible_time, start_time = r.start_time,
		assoc_id = r.assoc_id, wckey = r.wckey, wckey_id = r.wckey_id, modified_at = now(),
		alloc_cpus = (r.alloc ->> 'cpu')::bigint, alloc_mem_mb = (r.alloc ->> 'mem')::bigint,
		alloc_billing = (r.alloc ->> 'billing')::bigint,
		alloc_other_tres = nullif(r.alloc - '{cpu,mem,node,billing}'::text[], '{}')
	FROM row r
	WHERE j.cluster_id = r.cluster_id AND j.job_id = r.job_id AND j.submit_time = r.submit_time
	RETURNING j.cluster_id, j.job_id, r.db_index, j.end_time, j.submit_time, j.eligible_time,
		j.start_time, j.assoc_id
), added AS (
	INSERT INTO slurm_data.job (cluster_id, db_index, end_time, submit_time, eligible_time, start_time,
		job_id, submit_rank, start_rank, alloc_rank, end_rank, state, account, user_name, user_id,
		group_id, assoc_id, wckey_id, wckey, qos_id, name, partition, priority, node_list,
		exit_code, kill_user_id, min_cpus,
		req_cpus, req_mem_mb, req_nodes, req_billing, req_other_tres,
		alloc_cpus, alloc_mem_mb, alloc_nodes, alloc_billing, alloc_other_tres)
	-- ranks: submit, start and alloc as of a job that runs, the end as of
	-- one that has ended for good (job/change.h)
	SELECT cluster_id, db_index, end_time, submit_time, eligible_time, start_time,
		job_id, 3, CASE WHEN start_time IS NULL THEN 0 ELSE 3 END, 1,
		CASE WHEN end_time < 'infinity' THEN 3 ELSE 0 END, state, account, user_name, user_id,
		group_id, assoc_id, wckey_id, wckey, qos_id, name, partition, priority, node_list,
		exit_code, kill_user_id, min_cpus,
		(req ->> 'cpu')::bigint, (req ->> 'mem')::bigint, (req ->> 'node')::bigint,
		(req ->> 'billing')::bigint, nullif(req - '{cpu,mem,node,billing}'::text[], '{}'),
		(alloc ->> 'cpu')::bigint, (alloc ->> 'mem')::bigint,
		coalesce((alloc ->> 'node')::bigint, nullif(alloc_nodes, 0)),
		(alloc ->> 'billing')::bigint, nullif(alloc - '{cpu,mem,node,billing}'::text[], '{}')
	FROM row r
	WHERE NOT EXISTS (SELECT FROM known k WHERE k.cluster_id = r.cluster_id AND k.db_index = r.db_index)
	RETURNING cluster_id, job_id, db_index, end_time, submit_time, eligible_time, start_time, assoc_id
), written AS (
	SELECT * FROM known UNION ALL SELECT * FROM added
), marked AS (
	UPDATE slurm_data.assoc SET had_jobs = true
	WHERE NOT had_jobs AND assoc_id IN (SELECT assoc_id FROM written)
)
SELECT end_time, least(submit_time, eligible_time, start_time), job_id, job_id FROM written
