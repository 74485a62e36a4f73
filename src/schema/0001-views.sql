-- The views of schema slurm: names for ids, times as timestamptz with NULL
-- for "not yet", states as text. Columns are only ever added.
--
-- Plain views, never security_barrier: what a person sees is decided by the
-- policies on the tables (0001-access.sql). 'infinity' becomes NULL by two
-- branches rather than by a function of end_time, so that a condition on
-- end_time still picks the months.

CREATE VIEW slurm.jobs AS
SELECT c.name AS cluster, j.job_id, j.db_index,
	j.array_job_id, j.array_task_id, j.array_task_str,
	j.het_job_id, j.het_job_offset,
	j.name, j.user_name, j.user_id, j.group_id, j.account, j.wckey,
	j.partition, q.name AS qos,
	(SELECT r.name FROM slurm_data.reservation r
	 WHERE r.cluster_id = j.cluster_id AND r.resv_id = j.resv_id
	 ORDER BY r.start_time DESC LIMIT 1) AS reservation,
	j.state, j.submit_time, j.eligible_time, j.start_time, j.ended AS end_time,
	coalesce(j.suspended_since, j.ended, now()) - j.start_time
		- make_interval(secs => j.suspended_seconds) AS elapsed,
	make_interval(secs => j.suspended_seconds)
		+ coalesce(now() - j.suspended_since, '0') AS suspended,
	CASE WHEN j.time_limit_mins >= 0
		THEN make_interval(mins => j.time_limit_mins::integer) END AS time_limit,
	j.time_limit_mins = -1 AS unlimited,
	j.priority,
	j.exit_code >> 8 & 255 AS exit_status, j.exit_code & 127 AS exit_signal,
	j.derived_exit_code >> 8 & 255 AS derived_exit_status,
	j.derived_exit_code & 127 AS derived_exit_signal,
	j.node_list, j.failed_node,
	j.req_cpus, j.req_mem_mb, j.req_nodes, j.req_billing, j.req_other_tres,
	j.alloc_cpus, j.alloc_mem_mb, j.alloc_nodes, j.alloc_billing, j.alloc_other_tres,
	j.constraints, j.container, j.work_dir, j.submit_line,
	j.comment, j.system_comment, j.admin_comment, j.modified_at
FROM (
	SELECT e.*, e.end_time AS ended FROM slurm_data.job e WHERE e.end_time < 'infinity'
	UNION ALL
	SELECT o.*, NULL FROM slurm_data.job o WHERE o.end_time = 'infinity'
) j
JOIN slurm_data.cluster c ON c.cluster_id = j.cluster_id
LEFT JOIN slurm_data.qos q ON q.qos_id = j.qos_id;

COMMENT ON VIEW slurm.jobs IS 'Job records: one for each run of a job, so a requeued or resized job has several';
COMMENT ON COLUMN slurm.jobs.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.jobs.job_id IS 'Number of the job on its cluster; numbers come round again after years';
COMMENT ON COLUMN slurm.jobs.db_index IS 'Identity of the record within its cluster; opaque';
COMMENT ON COLUMN slurm.jobs.array_job_id IS 'Job id of the array; NULL if the job belongs to none';
COMMENT ON COLUMN slurm.jobs.array_task_id IS 'Index within the array';
COMMENT ON COLUMN slurm.jobs.array_task_str IS 'Indices of the array''s tasks that have not started, as sbatch --array writes them';
COMMENT ON COLUMN slurm.jobs.het_job_id IS 'Job id of the heterogeneous job''s leader; NULL if the job belongs to none';
COMMENT ON COLUMN slurm.jobs.het_job_offset IS 'Number of the component within the heterogeneous job';
COMMENT ON COLUMN slurm.jobs.name IS 'Name of the job';
COMMENT ON COLUMN slurm.jobs.user_name IS 'Login name of the job''s owner';
COMMENT ON COLUMN slurm.jobs.user_id IS 'Numeric user id of the owner';
COMMENT ON COLUMN slurm.jobs.group_id IS 'Numeric group id that the job ran with';
COMMENT ON COLUMN slurm.jobs.account IS 'Account that the job is charged to';
COMMENT ON COLUMN slurm.jobs.wckey IS 'Workload characterisation key; a leading * means that it was the default';
COMMENT ON COLUMN slurm.jobs.partition IS 'Partition in which the job ran, or those it waits for';
COMMENT ON COLUMN slurm.jobs.qos IS 'Name of the quality of service';
COMMENT ON COLUMN slurm.jobs.reservation IS 'Name of the reservation that the job used';
COMMENT ON COLUMN slurm.jobs.state IS 'PENDING, RUNNING, SUSPENDED, COMPLETED, FAILED, CANCELLED, TIMEOUT, OUT_OF_MEMORY, ... as sacct prints it';
COMMENT ON COLUMN slurm.jobs.submit_time IS 'When the job was submitted (or requeued)';
COMMENT ON COLUMN slurm.jobs.eligible_time IS 'When it could have started first';
COMMENT ON COLUMN slurm.jobs.start_time IS 'When it started; NULL if it has not';
COMMENT ON COLUMN slurm.jobs.end_time IS 'When it ended; NULL if it has not. A condition on it opens only the months that it names';
COMMENT ON COLUMN slurm.jobs.elapsed IS 'Run time so far or in all, without the time it was suspended; NULL if it has not started';
COMMENT ON COLUMN slurm.jobs.suspended IS 'Time for which it was suspended';
COMMENT ON COLUMN slurm.jobs.time_limit IS 'Time limit; NULL if there is none or none is known';
COMMENT ON COLUMN slurm.jobs.unlimited IS 'True where the time limit is UNLIMITED';
COMMENT ON COLUMN slurm.jobs.priority IS 'Priority when it was last reported';
COMMENT ON COLUMN slurm.jobs.exit_status IS 'Exit status of the job, the part of sacct''s ExitCode before the colon';
COMMENT ON COLUMN slurm.jobs.exit_signal IS 'Signal that ended it, the part of ExitCode after the colon; 0 for none';
COMMENT ON COLUMN slurm.jobs.derived_exit_status IS 'Highest exit status of its steps';
COMMENT ON COLUMN slurm.jobs.derived_exit_signal IS 'Signal that belongs to derived_exit_status';
COMMENT ON COLUMN slurm.jobs.node_list IS 'Nodes that it got, as a Slurm host list';
COMMENT ON COLUMN slurm.jobs.failed_node IS 'Node whose failure ended it';
COMMENT ON COLUMN slurm.jobs.req_cpus IS 'CPUs asked for';
COMMENT ON COLUMN slurm.jobs.req_mem_mb IS 'Memory asked for, in MB, over all nodes';
COMMENT ON COLUMN slurm.jobs.req_nodes IS 'Nodes asked for';
COMMENT ON COLUMN slurm.jobs.req_billing IS 'Billing units of what was asked for';
COMMENT ON COLUMN slurm.jobs.req_other_tres IS 'All else that was asked for, by TRES name: {"gres/gpu": 2}';
COMMENT ON COLUMN slurm.jobs.alloc_cpus IS 'CPUs that it got; NULL if it has not started';
COMMENT ON COLUMN slurm.jobs.alloc_mem_mb IS 'Memory that it got, in MB, over all nodes';
COMMENT ON COLUMN slurm.jobs.alloc_nodes IS 'Number of nodes that it got';
COMMENT ON COLUMN slurm.jobs.alloc_billing IS 'Billing units of what it got';
COMMENT ON COLUMN slurm.jobs.alloc_other_tres IS 'All else that it got, by TRES name: {"gres/gpu": 2}';
COMMENT ON COLUMN slurm.jobs.constraints IS 'Features asked for (sbatch --constraint)';
COMMENT ON COLUMN slurm.jobs.container IS 'OCI container bundle';
COMMENT ON COLUMN slurm.jobs.work_dir IS 'Working directory';
COMMENT ON COLUMN slurm.jobs.submit_line IS 'The command that submitted it';
COMMENT ON COLUMN slurm.jobs.comment IS 'The user''s comment';
COMMENT ON COLUMN slurm.jobs.system_comment IS 'Comment by Slurm or its plugins';
COMMENT ON COLUMN slurm.jobs.admin_comment IS 'Comment by an administrator';
COMMENT ON COLUMN slurm.jobs.modified_at IS 'When the record was changed last';

CREATE VIEW slurm.steps AS
SELECT c.name AS cluster, s.job_id, s.db_index,
	CASE s.step_id WHEN -5 THEN 'batch' WHEN -4 THEN 'extern' WHEN -6 THEN 'interactive'
		ELSE s.step_id::text END COLLATE "C" AS step,
	nullif(s.het_comp, -1) AS het_component,
	s.name, nullif(a.user_name, '') AS user_name, a.account,
	s.state, s.start_time, s.ended AS end_time,
	coalesce(s.suspended_since, s.ended, now()) - s.start_time
		- make_interval(secs => s.suspended_seconds) AS elapsed,
	s.exit_code >> 8 & 255 AS exit_status, s.exit_code & 127 AS exit_signal,
	s.node_list, s.node_count, s.task_count,
	s.alloc_cpus, s.alloc_mem_mb, s.alloc_nodes, s.alloc_other_tres,
	s.user_cpu, s.system_cpu, s.consumed_energy,
	s.mem_in[2] AS max_rss_bytes, s.mem_in[1] AS ave_rss_bytes,
	s.vmem_in[2] AS max_vmsize_bytes,
	s.disk_in[8] AS disk_read_bytes, s.disk_out[8] AS disk_written_bytes,
	s.container, s.submit_line
FROM (
	SELECT e.*, e.end_time AS ended FROM slurm_data.step e WHERE e.end_time < 'infinity'
	UNION ALL
	SELECT o.*, NULL FROM slurm_data.step o WHERE o.end_time = 'infinity'
) s
JOIN slurm_data.cluster c ON c.cluster_id = s.cluster_id
LEFT JOIN slurm_data.assoc a ON a.assoc_id = s.assoc_id;

COMMENT ON VIEW slurm.steps IS 'Steps of the jobs: batch, extern, interactive, and one for each srun';
COMMENT ON COLUMN slurm.steps.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.steps.job_id IS 'Number of the job';
COMMENT ON COLUMN slurm.steps.db_index IS 'Identity of the job''s record (slurm.jobs.db_index)';
COMMENT ON COLUMN slurm.steps.step IS 'batch, extern, interactive, or the number of the step';
COMMENT ON COLUMN slurm.steps.het_component IS 'Component of a heterogeneous step';
COMMENT ON COLUMN slurm.steps.name IS 'Name of the step';
COMMENT ON COLUMN slurm.steps.user_name IS 'Owner, by the job''s association';
COMMENT ON COLUMN slurm.steps.account IS 'Account, by the job''s association';
COMMENT ON COLUMN slurm.steps.state IS 'State as sacct prints it';
COMMENT ON COLUMN slurm.steps.start_time IS 'When it started; NULL if that was never reported';
COMMENT ON COLUMN slurm.steps.end_time IS 'When it ended; NULL if it has not. A condition on it opens only the months that it names';
COMMENT ON COLUMN slurm.steps.elapsed IS 'Run time so far or in all, without the time it was suspended';
COMMENT ON COLUMN slurm.steps.exit_status IS 'Exit status, the part of sacct''s ExitCode before the colon';
COMMENT ON COLUMN slurm.steps.exit_signal IS 'Signal that ended it; 0 for none';
COMMENT ON COLUMN slurm.steps.node_list IS 'Nodes, as a Slurm host list';
COMMENT ON COLUMN slurm.steps.node_count IS 'Number of nodes';
COMMENT ON COLUMN slurm.steps.task_count IS 'Number of tasks';
COMMENT ON COLUMN slurm.steps.alloc_cpus IS 'CPUs that it got';
COMMENT ON COLUMN slurm.steps.alloc_mem_mb IS 'Memory that it got, in MB';
COMMENT ON COLUMN slurm.steps.alloc_nodes IS 'Nodes that it got';
COMMENT ON COLUMN slurm.steps.alloc_other_tres IS 'All else that it got, by TRES name';
COMMENT ON COLUMN slurm.steps.user_cpu IS 'CPU time in user mode';
COMMENT ON COLUMN slurm.steps.system_cpu IS 'CPU time in the kernel';
COMMENT ON COLUMN slurm.steps.consumed_energy IS 'Energy, in joules';
COMMENT ON COLUMN slurm.steps.max_rss_bytes IS 'Resident memory of the task that had most: sacct''s MaxRSS';
COMMENT ON COLUMN slurm.steps.ave_rss_bytes IS 'Resident memory, average of the tasks';
COMMENT ON COLUMN slurm.steps.max_vmsize_bytes IS 'Virtual memory of the task that had most: sacct''s MaxVMSize';
COMMENT ON COLUMN slurm.steps.disk_read_bytes IS 'Read from disk by all tasks';
COMMENT ON COLUMN slurm.steps.disk_written_bytes IS 'Written to disk by all tasks';
COMMENT ON COLUMN slurm.steps.container IS 'OCI container bundle';
COMMENT ON COLUMN slurm.steps.submit_line IS 'The command that started it';

CREATE VIEW slurm.associations AS
SELECT a.assoc_id, c.name AS cluster, a.account,
	nullif(a.user_name, '') AS user_name,
	nullif(a.partition, '') AS partition,
	p.account AS parent_account, a.is_default,
	CASE WHEN a.shares <> 2147483647 THEN a.shares END AS shares,
	a.priority, d.name AS default_qos,
	(SELECT array_agg(q.name ORDER BY q.name) FROM slurm_data.qos q
	 WHERE q.qos_id = ANY (a.qos)) AS qos,
	a.created_at, a.modified_at
FROM slurm_data.assoc a
JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id AND NOT c.deleted
LEFT JOIN slurm_data.assoc p ON p.assoc_id = a.parent_id
LEFT JOIN slurm_data.qos d ON d.qos_id = a.default_qos_id
WHERE NOT a.deleted;

COMMENT ON VIEW slurm.associations IS 'Who may charge which account on which cluster; rows without a user are the accounts themselves';
COMMENT ON COLUMN slurm.associations.assoc_id IS 'Number of the association';
COMMENT ON COLUMN slurm.associations.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.associations.account IS 'Name of the account';
COMMENT ON COLUMN slurm.associations.user_name IS 'Name of the user; NULL for the account''s own association';
COMMENT ON COLUMN slurm.associations.partition IS 'Partition to which it is confined; NULL for any';
COMMENT ON COLUMN slurm.associations.parent_account IS 'Account above it (for a user, the account itself); NULL for root';
COMMENT ON COLUMN slurm.associations.is_default IS 'The user''s default account on this cluster';
COMMENT ON COLUMN slurm.associations.shares IS 'Fairshare; NULL for "parent"';
COMMENT ON COLUMN slurm.associations.priority IS 'Added to the priority of its jobs; NULL if unset';
COMMENT ON COLUMN slurm.associations.default_qos IS 'Name of its own default QOS; NULL if it has none of its own';
COMMENT ON COLUMN slurm.associations.qos IS 'QOS set here; NULL: those of the account above';
COMMENT ON COLUMN slurm.associations.created_at IS 'When it was made';
COMMENT ON COLUMN slurm.associations.modified_at IS 'When it was changed last';

CREATE VIEW slurm.clusters AS
SELECT name AS cluster, nullif(control_host, '') AS control_host,
	nullif(control_port, 0) AS control_port,
	nullif(rpc_version, 0) AS rpc_version, nullif(federation, '') AS federation,
	created_at, modified_at
FROM slurm_data.cluster
WHERE NOT deleted;

COMMENT ON VIEW slurm.clusters IS 'Clusters whose accounting is kept here';
COMMENT ON COLUMN slurm.clusters.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.clusters.control_host IS 'Address of its slurmctld; NULL if it has not registered';
COMMENT ON COLUMN slurm.clusters.control_port IS 'Port of its slurmctld; NULL while it is not registered';
COMMENT ON COLUMN slurm.clusters.rpc_version IS 'Protocol version of its slurmctld';
COMMENT ON COLUMN slurm.clusters.federation IS 'Federation to which it belongs';
COMMENT ON COLUMN slurm.clusters.created_at IS 'When it was made';
COMMENT ON COLUMN slurm.clusters.modified_at IS 'When it was changed last';

CREATE VIEW slurm.users AS
SELECT u.name AS user_name, u.admin_level,
	(SELECT array_agg(k.account ORDER BY k.account) FROM slurm_data.coordinator k
	 WHERE k.user_name = u.name) AS coordinates,
	(SELECT jsonb_object_agg(c.name, a.account) FROM slurm_data.assoc a
	 JOIN slurm_data.cluster c USING (cluster_id)
	 WHERE a.user_name = u.name AND a.is_default AND NOT a.deleted
		AND NOT c.deleted) AS default_accounts,
	u.created_at, u.modified_at
FROM slurm_data.slurm_user u
WHERE NOT u.deleted;

COMMENT ON VIEW slurm.users IS 'Users that accounting knows';
COMMENT ON COLUMN slurm.users.user_name IS 'Login name';
COMMENT ON COLUMN slurm.users.admin_level IS 'None, Operator or Administrator';
COMMENT ON COLUMN slurm.users.coordinates IS 'Accounts of which the user is a coordinator; NULL for none';
COMMENT ON COLUMN slurm.users.default_accounts IS 'Default account by cluster: {"cluster": "account"}';
COMMENT ON COLUMN slurm.users.created_at IS 'When it was made';
COMMENT ON COLUMN slurm.users.modified_at IS 'When it was changed last';

CREATE VIEW slurm.accounts AS
SELECT a.name AS account, a.description, a.organization,
	(SELECT array_agg(k.user_name ORDER BY k.user_name) FROM slurm_data.coordinator k
	 WHERE k.account = a.name) AS coordinators,
	a.created_at, a.modified_at
FROM slurm_data.account a
WHERE NOT a.deleted;

COMMENT ON VIEW slurm.accounts IS 'Accounts; on which clusters, and below which other account, is in slurm.associations';
COMMENT ON COLUMN slurm.accounts.account IS 'Name of the account';
COMMENT ON COLUMN slurm.accounts.description IS 'Description';
COMMENT ON COLUMN slurm.accounts.organization IS 'Organization';
COMMENT ON COLUMN slurm.accounts.coordinators IS 'Users who may manage it; NULL for none';
COMMENT ON COLUMN slurm.accounts.created_at IS 'When it was made';
COMMENT ON COLUMN slurm.accounts.modified_at IS 'When it was changed last';

CREATE VIEW slurm.dead_letters AS
SELECT d.dead_letter_id, d.at, c.name AS cluster, d.kind, d.record, d.sqlstate, d.message
FROM slurm_data.dead_letter d
LEFT JOIN slurm_data.cluster c USING (cluster_id);

COMMENT ON VIEW slurm.dead_letters IS 'Records that PostgreSQL refused for their own fault, as they came; empty when all is well';
COMMENT ON COLUMN slurm.dead_letters.dead_letter_id IS 'Number';
COMMENT ON COLUMN slurm.dead_letters.at IS 'When it was refused';
COMMENT ON COLUMN slurm.dead_letters.cluster IS 'Cluster that reported it';
COMMENT ON COLUMN slurm.dead_letters.kind IS 'What it was: job start, step end, ...';
COMMENT ON COLUMN slurm.dead_letters.record IS 'What was reported';
COMMENT ON COLUMN slurm.dead_letters.sqlstate IS 'PostgreSQL''s error code';
COMMENT ON COLUMN slurm.dead_letters.message IS 'PostgreSQL''s error message';

-- No foreign key ties steps and suspensions to jobs: they may arrive first,
-- and a month must be detachable. This view takes its place. It reads all
-- months.
CREATE VIEW slurm.orphans AS
SELECT 'step' COLLATE "C" AS kind, c.name AS cluster, s.job_id, s.db_index,
	s.step_id, nullif(s.end_time, 'infinity') AS end_time
FROM slurm_data.step s
JOIN slurm_data.cluster c USING (cluster_id)
WHERE NOT EXISTS (SELECT FROM slurm_data.job j
	WHERE j.cluster_id = s.cluster_id AND j.db_index = s.db_index)
UNION ALL
SELECT 'suspension', c.name, NULL, s.db_index, NULL, s.resumed_at
FROM slurm_data.suspension s
JOIN slurm_data.cluster c USING (cluster_id)
WHERE NOT EXISTS (SELECT FROM slurm_data.job j
	WHERE j.cluster_id = s.cluster_id AND j.db_index = s.db_index);

COMMENT ON VIEW slurm.orphans IS 'Steps and suspensions whose job record is not there; reads all months';
COMMENT ON COLUMN slurm.orphans.kind IS 'step or suspension';
COMMENT ON COLUMN slurm.orphans.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.orphans.job_id IS 'Number of the job, where it is known';
COMMENT ON COLUMN slurm.orphans.db_index IS 'Identity of the missing job record';
COMMENT ON COLUMN slurm.orphans.step_id IS 'Number of the step; negative ones are Slurm''s own (batch, extern)';
COMMENT ON COLUMN slurm.orphans.end_time IS 'When it ended';
