-- Ten years of a cluster: 120 months with 200 jobs each and two steps a job,
-- every tenth job a task of an array, every tenth a component of a het job,
-- some that run across the end of a month, one in 50 requeued; and 60 jobs
-- that have not ended. Months' bounds as the plugin keeps them.
INSERT INTO slurm_data.cluster (name) VALUES ('ten'), ('other') ON CONFLICT DO NOTHING;

SELECT count(slurm_data.make_month(m))
FROM generate_series('2015-01-01 00:00:00+00'::timestamptz, '2025-01-01 00:00:00+00', '1 month') m;

CREATE TEMPORARY TABLE plan AS
SELECT c.cluster_id, n AS job_id,
	m + n % 200 * interval '3 hours 35 minutes' AS submitted,
	CASE WHEN n % 97 = 0 THEN interval '12 days' ELSE interval '50 minutes' END AS runs,
	CASE WHEN n % 10 = 3 THEN n - n % 100 + 3 END AS array_job_id,
	CASE WHEN n % 10 = 5 THEN n - n % 100 + 5 END AS het_job_id
FROM slurm_data.cluster c,
	(SELECT m, row_number() OVER (ORDER BY m) - 1 AS k
	FROM generate_series('2015-01-01 00:00:00+00'::timestamptz, '2024-12-01 00:00:00+00', '1 month') m) months,
	generate_series(k * 200 + 1, k * 200 + 200) n
WHERE c.name = 'ten';

INSERT INTO slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time,
	start_time, end_time, state, submit_rank, start_rank, end_rank, user_id, user_name,
	account, partition, name, qos_id, array_job_id, array_task_id, het_job_id, het_job_offset,
	alloc_cpus, alloc_nodes, time_limit_mins, flags, state_reason, wckey, constraints,
	node_list, group_id)
SELECT cluster_id, extract(epoch FROM submitted)::bigint << 32 | job_id, job_id,
	submitted, submitted + interval '10 seconds',
	submitted + interval '20 minutes', submitted + interval '20 minutes' + runs,
	CASE job_id % 5 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'TIMEOUT' ELSE 'COMPLETED' END,
	2, 3, 3, 1000 + job_id % 20, 'user' || job_id % 20, 'acct' || job_id % 7,
	'part' || job_id % 3, 'name' || job_id % 11, 1 + job_id % 2,
	array_job_id, CASE WHEN array_job_id IS NOT NULL THEN job_id / 10 % 10 END,
	het_job_id, CASE WHEN het_job_id IS NOT NULL THEN job_id / 10 % 10 END,
	1 + job_id % 16, 1 + job_id % 4, 60 + job_id % 3, 16 | (job_id % 2) * 8, job_id % 3,
	'w' || job_id % 2, CASE WHEN job_id % 4 = 0 THEN 'fast&big' END,
	'n' || job_id % 8, 100 + job_id % 2
FROM plan;

-- requeued: an earlier life each
INSERT INTO slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time,
	start_time, end_time, state, submit_rank, start_rank, end_rank, user_id, user_name, account)
SELECT cluster_id, extract(epoch FROM submitted - interval '1 hour')::bigint << 32 | job_id, job_id,
	submitted - interval '1 hour', submitted - interval '1 hour',
	submitted - interval '50 minutes', submitted, 'REQUEUED', 2, 3, 2,
	1000 + job_id % 20, 'user' || job_id % 20, 'acct' || job_id % 7
FROM plan WHERE job_id % 50 = 7 AND job_id % 200 > 10;

INSERT INTO slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time,
	start_time, state, submit_rank, start_rank, user_id, user_name, account)
SELECT c.cluster_id, 100000 + n, 100000 + n, '2024-12-28 00:00:00+00', '2024-12-28 00:00:00+00',
	CASE WHEN n > 20 THEN '2024-12-29 00:00:00+00'::timestamptz END,
	CASE WHEN n > 20 THEN 'RUNNING' ELSE 'PENDING' END, 2, CASE WHEN n > 20 THEN 3 ELSE 0 END,
	1000 + n % 20, 'user' || n % 20, 'acct' || n % 7
FROM slurm_data.cluster c, generate_series(1, 60) n
WHERE c.name = 'ten';

INSERT INTO slurm_data.step (cluster_id, db_index, step_id, job_id, start_time, end_time,
	state, name, start_rank, end_rank, alloc_cpus, task_count, node_list)
SELECT j.cluster_id, j.db_index, s, j.job_id, j.start_time, j.end_time, j.state, 'step' || s,
	2, 2, 1, 1, j.node_list
FROM slurm_data.job j, unnest(ARRAY[-5, 0]) s
WHERE j.start_time IS NOT NULL;

INSERT INTO slurm_data.month AS known (relation, month, least_start, least_job_id, greatest_job_id)
SELECT 'job', slurm_data.month_of(end_time), min(LEAST(submit_time, eligible_time, start_time)),
	min(LEAST(job_id, array_job_id, het_job_id)),
	(max(GREATEST(job_id, array_job_id, het_job_id)) / 100 + 1) * 100
FROM slurm_data.job WHERE end_time < 'infinity' GROUP BY 2
UNION ALL
SELECT 'step', slurm_data.month_of(end_time), min(start_time), min(job_id),
	(max(job_id) / 100 + 1) * 100
FROM slurm_data.step WHERE end_time < 'infinity' GROUP BY 2
ON CONFLICT (relation, month) DO UPDATE SET least_start = excluded.least_start,
	least_job_id = excluded.least_job_id, greatest_job_id = excluded.greatest_job_id;

DROP TABLE plan;

-- two months of another cluster that are big enough for their indexes
INSERT INTO slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time,
	start_time, end_time, state, submit_rank, start_rank, end_rank, user_id, user_name, account)
SELECT c.cluster_id, n, 50000 + n, t, t, t, t + interval '1 minute',
	CASE n % 50 WHEN 0 THEN 'FAILED' ELSE 'COMPLETED' END, 2, 3, 3, 2000 + n % 500, 'v' || n % 500, 'acct' || n % 7
FROM slurm_data.cluster c, generate_series(1, 16000) n,
	LATERAL (SELECT '2020-02-01 00:00:00+00'::timestamptz + n * interval '5 minutes') AS t (t)
WHERE c.name = 'other';
INSERT INTO slurm_data.step (cluster_id, db_index, step_id, job_id, start_time, end_time, state)
SELECT cluster_id, db_index, 0, job_id, start_time, end_time, state
FROM slurm_data.job JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = 'other';
ANALYZE slurm_data.job;
ANALYZE slurm_data.step;
