-- A bit of every kind of record, for tests/sql/archive.
insert into slurm_data.cluster (name) values ('c'), ('d');
insert into slurm_data.tres (tres_id, type, name) values (1001, 'gres', 'gpu');
insert into slurm_data.assoc (cluster_id, account) values (1, 'a,"b"');
insert into slurm_data.wckey (cluster_id, name, user_name) values (1, 'w', 'u');
select slurm_data.make_month('2024-01-05'), slurm_data.make_month('2024-02-05');
insert into slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time, start_time, end_time, state, end_rank,
	account, user_name, assoc_id, name, work_dir, comment, alloc_cpus, alloc_other_tres, req_mem_per_cpu, script_hash, env_hash, flags)
select 1, case when n = 7 then -9223372036854775807 else n end, n, s, s, s, s + interval '1 hour', 'COMPLETED', 3,
	'a,"b"', 'u', 1, case when n % 3 = 0 then null else e'two\nlines, "quoted" \\N \\. ü' end, '', e'\\.\n', n, '{"gres/gpu": 4}', n % 2 = 0,
	'hash' || n % 10, 'env' || n % 10, 5
from generate_series(1, 2000) n,
	lateral (select '2024-01-01 00:00+00'::timestamptz + (n - 1) % 1000 * interval '10 minutes' + n / 1001 * interval '1 month' as s) x;
insert into slurm_data.job (cluster_id, db_index, job_id, submit_time, start_time, state) values (1, 5000, 5000, '2024-01-01', '2024-01-01', 'RUNNING');
insert into slurm_data.job (cluster_id, db_index, job_id, submit_time, end_time, state) values (2, 1, 1, '2024-01-01', '2024-01-02', 'COMPLETED');
insert into slurm_data.step (cluster_id, db_index, step_id, job_id, start_time, end_time, state, user_cpu, cpu_in, other_usage, act_cpufreq)
select 1, db_index, s, job_id, start_time, end_time, 'COMPLETED', interval '1 day 01:02:03.456789', '{1,2,null,4}',
	'{"gres/gpuutil": {"in": [1, 2], "out": null}}', 0.1 + 0.2
from slurm_data.job, unnest(array[-5, 0]) s where cluster_id = 1 and end_time < 'infinity' and job_id % 4 = 0;
insert into slurm_data.suspension select 1, db_index, start_time, start_time + interval '1 minute' from slurm_data.job where job_id % 100 = 0 and end_time < 'infinity';
insert into slurm_data.event (cluster_id, node_name, start_time, end_time, reason, cpus) select 1, 'n' || n, '2024-01-01 00:00+00'::timestamptz + n * interval '1 day', '2024-03-01', 'down, "so"', n from generate_series(0, 20) n;
insert into slurm_data.reservation (cluster_id, resv_id, start_time, end_time, name, flags, unused_wall) values (1, 1, '2024-01-01', '2024-01-02', 'r', 18446744073709551615, 1.5);
insert into slurm_data.txn (at, action, actor, cluster, name, info) values ('2024-01-01 00:00+00', 1400, 'a', 'c', 'n', 'i'), ('2024-01-01 00:00+00', 1400, 'a', '', 'n', 'i');
insert into slurm_data.assoc_usage select 1, t, p, 1, 77, 'hour' from unnest(array[1, 1001]) t, generate_series('2024-01-01 00:00+00'::timestamptz, '2024-01-02', '1 hour') p;
insert into slurm_data.wckey_usage select cluster_id, tres_id, period_start, 1, 5, unit from slurm_data.assoc_usage;
insert into slurm_data.cluster_usage select cluster_id, tres_id, period_start, 1, 2, 3, 4, 5, 6, 7, unit from slurm_data.assoc_usage;
insert into slurm_data.job_script select 1, 'hash' || n, e'#!/bin/sh\necho "' || n || e'"\n', '2024-01-01' from generate_series(0, 9) n;
insert into slurm_data.job_env select 1, 'env' || n, e'A=1\nB=' || n, '2024-01-01' from generate_series(0, 9) n;
select slurm_data.month_measure(relation, month) from slurm_data.month;
