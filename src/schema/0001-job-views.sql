-- Questions about jobs: what each got and used, on which nodes, how long it
-- waited, why it failed. All stand on slurm.jobs, so that a condition on
-- end_time opens only the months that it names, for the steps as well.

-- Slurm's host lists, n[01-03,7],m1: one row a node. Digits keep their width.
CREATE FUNCTION slurm.expand_nodes(node_list text) RETURNS SETOF text
LANGUAGE plpgsql IMMUTABLE STRICT ROWS 10
AS $$
DECLARE
	part text;
	names text[];
BEGIN
	IF strpos(node_list, '[') = 0 THEN
		RETURN QUERY SELECT n COLLATE "C" FROM unnest(string_to_array(node_list, ',')) n;
		RETURN;
	END IF;
	FOR part IN SELECT m[1] FROM regexp_matches(node_list, '((?:[^][,]|\[[^]]*\])+)', 'g') m LOOP
		names := ARRAY[part];
		WHILE strpos(names[1], '[') > 0 LOOP -- the first brackets of each
			names := ARRAY(
				SELECT b.piece[1] || CASE WHEN r.bounds IS NULL THEN r.item
						ELSE lpad(n::text, greatest(length(r.bounds[1]), length(n::text)), '0') END || b.piece[3]
				FROM unnest(names) name
				CROSS JOIN LATERAL regexp_match(name, '^([^[]*)\[([^]]*)\](.*)$') b (piece)
				CROSS JOIN LATERAL (
					SELECT i.item, regexp_match(i.item, '^([0-9]+)-([0-9]+)$') AS bounds
					FROM unnest(string_to_array(b.piece[2], ',')) i (item)
				) r
				CROSS JOIN LATERAL generate_series(coalesce(r.bounds[1]::bigint, 0), coalesce(r.bounds[2]::bigint, 0)) n);
		END LOOP;
		RETURN QUERY SELECT n COLLATE "C" FROM unnest(names) n;
	END LOOP;
END $$;
COMMENT ON FUNCTION slurm.expand_nodes(text) IS 'The nodes of a Slurm host list: n[01-03,7] gives n01, n02, n03, n7';

-- A condition on end_time does not reach into this one: a number may have
-- been used again since.
CREATE VIEW slurm.job_latest AS
SELECT DISTINCT ON (j.cluster, j.job_id) j.*
FROM slurm.jobs j
ORDER BY j.cluster, j.job_id, j.submit_time DESC NULLS LAST, j.db_index DESC;
COMMENT ON VIEW slurm.job_latest IS 'Of each job number the latest record: numbers come round again, and requeued or resized jobs have several; ask it by job_id';

CREATE VIEW slurm.job_tres AS
SELECT j.cluster, j.job_id, j.db_index, j.user_name, j.account, j.partition, j.state,
	j.start_time, j.end_time, t.tres, t.requested, t.allocated,
	CASE WHEN t.tres LIKE 'gres/%:%' THEN split_part(t.tres, ':', 1) END COLLATE "C" AS breakdown_of
FROM slurm.jobs j
CROSS JOIN LATERAL (
	SELECT v.tres COLLATE "C" AS tres, v.requested::numeric, v.allocated::numeric
	FROM (VALUES ('cpu', j.req_cpus, j.alloc_cpus), ('mem', j.req_mem_mb, j.alloc_mem_mb),
		('node', j.req_nodes, j.alloc_nodes), ('billing', j.req_billing, j.alloc_billing)) v (tres, requested, allocated)
	WHERE coalesce(v.requested, v.allocated) IS NOT NULL
	UNION ALL
	SELECT coalesce(r.key, a.key) COLLATE "C", r.value::numeric, a.value::numeric
	FROM jsonb_each_text(j.req_other_tres) r
	FULL JOIN jsonb_each_text(j.alloc_other_tres) a ON a.key = r.key
) t;
COMMENT ON VIEW slurm.job_tres IS 'What each job asked for and got, a row for each TRES. gres/gpu is the total, gres/gpu:TYPE a breakdown of it: sum where breakdown_of is null';

CREATE VIEW slurm.job_nodes AS
SELECT j.cluster, n.node COLLATE "C" AS node, j.job_id, j.db_index, j.user_name, j.account, j.partition,
	j.state, j.start_time, j.end_time
FROM slurm.jobs j
CROSS JOIN LATERAL slurm.expand_nodes(j.node_list) n (node)
WHERE j.start_time IS NOT NULL;
COMMENT ON VIEW slurm.job_nodes IS 'Where jobs ran: a row for each job and node';

-- A step ends within its job, but for the clocks of nodes. The bounds pick the
-- months of the steps, job by job.
CREATE VIEW slurm.job_efficiency AS
SELECT j.cluster, j.job_id, j.db_index, j.user_name, j.account, j.partition, j.state,
	j.start_time, j.end_time, j.elapsed, j.time_limit,
	j.alloc_cpus, j.alloc_cpus * j.elapsed AS cpu_time, s.cpu_used,
	round((100 * extract(epoch FROM s.cpu_used)
		/ nullif(j.alloc_cpus * extract(epoch FROM j.elapsed), 0))::numeric, 1) AS cpu_percent,
	j.alloc_mem_mb, s.mem_used_mb,
	round(100.0 * s.mem_used_mb / nullif(j.alloc_mem_mb, 0), 1) AS mem_percent,
	round((100 * extract(epoch FROM j.elapsed) / nullif(extract(epoch FROM j.time_limit), 0))::numeric, 1) AS time_percent
FROM slurm.jobs j
LEFT JOIN LATERAL (
	SELECT sum(s.user_cpu + s.system_cpu) AS cpu_used,
		-- a task's greatest times the tasks: what they had at most
		max(s.mem_in[2] * greatest(s.task_count, 1)) / 1048576 AS mem_used_mb
	FROM slurm_data.step s
	JOIN slurm_data.cluster c ON c.cluster_id = s.cluster_id
	WHERE c.name = j.cluster AND s.db_index = j.db_index
		AND s.end_time >= j.start_time - interval '1 day'
		AND s.end_time <= coalesce(j.end_time + interval '1 day', 'infinity')
) s ON true
WHERE j.start_time IS NOT NULL;
COMMENT ON VIEW slurm.job_efficiency IS 'CPU and memory used, as the steps report it when they end, beside what the job got';

CREATE VIEW slurm.waits AS
SELECT j.cluster, j.job_id, j.db_index, j.user_name, j.account, j.partition, j.qos, j.state,
	j.submit_time, j.eligible_time, j.start_time, j.end_time,
	coalesce(j.start_time, j.end_time, now()) - j.eligible_time AS waited,
	j.eligible_time - j.submit_time AS held,
	j.start_time IS NULL AND j.end_time IS NULL AS still_waits
FROM slurm.jobs j
WHERE j.eligible_time IS NOT NULL;
COMMENT ON VIEW slurm.waits IS 'How long jobs waited from the time when they could have started';

CREATE VIEW slurm.failures AS
SELECT j.cluster, j.job_id, j.db_index, j.name, j.user_name, j.account, j.partition,
	j.state, j.exit_status, j.exit_signal, CASE
		WHEN j.state = 'OUT_OF_MEMORY' THEN 'used more memory than it had asked for'
		WHEN j.state = 'TIMEOUT' THEN 'reached its time limit'
		WHEN j.state = 'DEADLINE' THEN 'could not end before its deadline'
		WHEN j.state = 'NODE_FAIL' THEN 'node failed' || coalesce(': ' || nullif(j.failed_node, ''), '')
		WHEN j.state = 'BOOT_FAIL' THEN 'node did not boot'
		WHEN j.state = 'PREEMPTED' THEN 'another job took its place'
		WHEN j.exit_signal > 0 THEN 'killed by signal ' || j.exit_signal || coalesce(' (' || (
			ARRAY['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'BUS', 'FPE', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM', 'TERM']
			)[j.exit_signal] || ')', '')
		WHEN j.exit_status > 128 THEN 'exit status ' || j.exit_status || ', a program was killed by signal ' || j.exit_status - 128
		ELSE 'exit status ' || j.exit_status END COLLATE "C" AS reason,
	j.start_time, j.end_time, j.elapsed, j.time_limit, j.node_list,
	j.alloc_mem_mb / nullif(j.alloc_nodes, 0) AS mem_per_node_mb,
	(SELECT max(s.mem_in[2]) / 1048576
	 FROM slurm_data.step s JOIN slurm_data.cluster c ON c.cluster_id = s.cluster_id
	 WHERE c.name = j.cluster AND s.db_index = j.db_index
		AND s.end_time >= j.start_time - interval '1 day'
		AND s.end_time <= j.end_time + interval '1 day') AS max_rss_mb
FROM slurm.jobs j
WHERE j.end_time IS NOT NULL
	AND j.state IN ('FAILED', 'OUT_OF_MEMORY', 'TIMEOUT', 'DEADLINE', 'NODE_FAIL', 'BOOT_FAIL', 'PREEMPTED');
COMMENT ON VIEW slurm.failures IS 'Jobs that did not end well, with the reason in words and the memory of the greatest task beside what a node had for the job';

-- Columns that are those of slurm.jobs keep their comments.
DO $$
DECLARE
	k record;
BEGIN
	FOR k IN
		SELECT v.oid::regclass AS view, a.attname AS name, col_description('slurm.jobs'::regclass, j.attnum) AS text
		FROM pg_class v
		JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
		JOIN pg_attribute j ON j.attrelid = 'slurm.jobs'::regclass AND j.attname = a.attname
		WHERE v.relnamespace = 'slurm'::regnamespace
			AND v.relname IN ('job_latest', 'job_tres', 'job_nodes', 'job_efficiency', 'waits', 'failures')
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', k.view, k.name, k.text);
	END LOOP;
END $$;
COMMENT ON COLUMN slurm.job_tres.tres IS 'What it is: cpu, mem (MB), node, billing, gres/gpu, gres/gpu:a100, license/matlab, ...';
COMMENT ON COLUMN slurm.job_tres.requested IS 'How much it asked for; NULL if it did not';
COMMENT ON COLUMN slurm.job_tres.allocated IS 'How much it got; NULL if it has not started';
COMMENT ON COLUMN slurm.job_tres.breakdown_of IS 'TRES of which this is a part that is counted there too: gres/gpu for gres/gpu:a100; NULL for totals';
COMMENT ON COLUMN slurm.job_nodes.node IS 'Name of the node';
COMMENT ON COLUMN slurm.job_efficiency.cpu_time IS 'CPU time that it had: CPUs times run time';
COMMENT ON COLUMN slurm.job_efficiency.cpu_used IS 'CPU time that its steps used; NULL until one has ended';
COMMENT ON COLUMN slurm.job_efficiency.cpu_percent IS 'cpu_used in per cent of cpu_time';
COMMENT ON COLUMN slurm.job_efficiency.mem_used_mb IS 'Memory of the step that had most: its greatest task''s times its tasks; NULL where it was not gathered';
COMMENT ON COLUMN slurm.job_efficiency.mem_percent IS 'mem_used_mb in per cent of alloc_mem_mb';
COMMENT ON COLUMN slurm.job_efficiency.time_percent IS 'Run time in per cent of the time limit';
COMMENT ON COLUMN slurm.waits.waited IS 'From eligible_time to its start, to its end if it never started, or till now';
COMMENT ON COLUMN slurm.waits.held IS 'From its submission until it could have started: --begin, dependencies, held';
COMMENT ON COLUMN slurm.waits.still_waits IS 'True while it waits';
COMMENT ON COLUMN slurm.failures.reason IS 'Why it ended, in words';
COMMENT ON COLUMN slurm.failures.mem_per_node_mb IS 'Memory that it had on each node, in MB';
COMMENT ON COLUMN slurm.failures.max_rss_mb IS 'Memory of its greatest task, in MB; NULL where it was not gathered';
