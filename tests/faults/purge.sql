-- Six months of jobs with steps, suspensions, events and usage, for
-- tests/faults/purge.
insert into slurm_data.cluster (name) values ('c');
insert into slurm_data.assoc (cluster_id, account) values (1, 'a');
select slurm_data.make_month(('2024-0' || m || '-05')::timestamptz) from generate_series(1, 6) m;
insert into slurm_data.job (cluster_id, db_index, job_id, submit_time, eligible_time, start_time, end_time, state, end_rank, assoc_id, name)
select 1, n, n, s, s, s, case when n % 5000 = 0 then 'infinity' else s + n % 100 * interval '1 hour' end,
	case when n % 5000 = 0 then 'RUNNING' else 'COMPLETED' end, 3, 1, repeat('x', 50)
from generate_series(1, 18000) n, lateral (select '2024-01-01 00:00+00'::timestamptz + n * interval '14 minutes' as s) x;
insert into slurm_data.step (cluster_id, db_index, step_id, job_id, start_time, end_time, state)
select 1, db_index, 0, job_id, start_time, least(end_time, start_time + interval '1 hour'), 'COMPLETED' from slurm_data.job;
insert into slurm_data.suspension select 1, db_index, start_time, start_time + interval '1 minute' from slurm_data.job where job_id % 10 = 0;
insert into slurm_data.event (cluster_id, node_name, start_time, end_time) select 1, 'n' || n, '2024-01-01 00:00+00'::timestamptz + n * interval '1 hour', '2024-01-02 00:00+00'::timestamptz + n * interval '1 hour' from generate_series(0, 4000) n;
insert into slurm_data.assoc_usage select 1, t, p, 1, 77, 'hour' from unnest(array[1, 2]) t, generate_series('2024-01-01 00:00+00'::timestamptz, '2024-06-30', '1 hour') p;
select slurm_data.month_measure(relation, month) from slurm_data.month;
analyze;
