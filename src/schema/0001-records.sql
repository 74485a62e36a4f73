-- What happened: jobs, steps, suspensions, events, reservations, scripts.

CREATE TABLE slurm_data.event (
	cluster_id integer NOT NULL REFERENCES slurm_data.cluster,
	node_name text COLLATE "C" NOT NULL DEFAULT '', -- '' for the cluster
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL DEFAULT 'infinity',
	cluster_nodes text COLLATE "C",
	reason text COLLATE "C",
	reason_uid bigint,
	state bigint NOT NULL DEFAULT 0,
	cpus bigint, mem_mb bigint, nodes bigint, billing bigint, other_tres jsonb,
	PRIMARY KEY (cluster_id, node_name, start_time)
);
CREATE INDEX event_open ON slurm_data.event (cluster_id, node_name) WHERE end_time = 'infinity';

-- Which machine of a cloud a node was: from the time it came up to that when
-- it was powered down, or was another one.
CREATE TABLE slurm_data.instance (
	cluster_id integer NOT NULL REFERENCES slurm_data.cluster,
	node_name text COLLATE "C" NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz NOT NULL DEFAULT 'infinity',
	instance_id text COLLATE "C" NOT NULL DEFAULT '',
	instance_type text COLLATE "C" NOT NULL DEFAULT '',
	extra text COLLATE "C" NOT NULL DEFAULT '',
	PRIMARY KEY (cluster_id, node_name, start_time)
);

CREATE TABLE slurm_data.reservation (
	cluster_id integer NOT NULL REFERENCES slurm_data.cluster,
	resv_id bigint NOT NULL,
	start_time timestamptz NOT NULL,
	end_time timestamptz,
	deleted boolean NOT NULL DEFAULT false,
	name text COLLATE "C" NOT NULL,
	assocs text COLLATE "C" NOT NULL DEFAULT '',
	flags numeric(20) NOT NULL DEFAULT 0,
	node_list text COLLATE "C" NOT NULL DEFAULT '',
	node_index text COLLATE "C" NOT NULL DEFAULT '',
	unused_wall double precision NOT NULL DEFAULT 0,
	cpus bigint, mem_mb bigint, nodes bigint, billing bigint, other_tres jsonb,
	PRIMARY KEY (cluster_id, resv_id, start_time)
);

-- Month by month: bounds that let a question open few partitions. They only
-- widen, in the transaction that writes the record.
CREATE TABLE slurm_data.month (
	month timestamptz NOT NULL, -- first instant, UTC
	relation text COLLATE "C" NOT NULL, -- 'job' or 'step'
	least_start timestamptz,
	-- of a job also those of its array and its het job: by which it is asked
	least_job_id bigint,
	greatest_job_id bigint,
	PRIMARY KEY (relation, month)
);

-- A record of a job: its life between two requeues or resizes. end_time is
-- 'infinity' while it has not ended; ending it moves the row to its month.
-- *_rank tell what has been heard: 0 nothing, else the weight of the message
-- that wrote the group; a lighter one does not overwrite it.
CREATE TABLE slurm_data.job (
	cluster_id integer NOT NULL,
	db_index bigint NOT NULL, -- uint64 bit for bit
	end_time timestamptz NOT NULL DEFAULT 'infinity',
	submit_time timestamptz,
	eligible_time timestamptz,
	start_time timestamptz,
	job_id bigint NOT NULL,
	-- of the submit and alloc groups what the roll-up reads: a column that
	-- stands behind long ones is slower to find
	assoc_id bigint,
	min_cpus bigint, -- that the job asked for at least: sacct's ReqCPUS
	alloc_cpus bigint, alloc_mem_mb bigint, alloc_nodes bigint, alloc_billing bigint,
	-- computed from slurm_data.suspension
	suspended_seconds bigint NOT NULL DEFAULT 0, -- without one that lasts
	suspended_since timestamptz, -- NULL: it is not
	wckey_id bigint,
	resv_id bigint,
	array_task_pending bigint,
	alloc_other_tres jsonb,
	submit_rank smallint NOT NULL DEFAULT 0,
	start_rank smallint NOT NULL DEFAULT 0,
	alloc_rank smallint NOT NULL DEFAULT 0,
	end_rank smallint NOT NULL DEFAULT 0, -- 1: provisional, by flush_jobs; 2: requeued or resized
	admin_rank smallint NOT NULL DEFAULT 0,
	script_rank smallint NOT NULL DEFAULT 0,
	state text COLLATE "C" NOT NULL,
	-- submit group
	account text COLLATE "C",
	user_name text COLLATE "C",
	user_id bigint,
	group_id bigint,
	wckey text COLLATE "C",
	qos_id integer,
	name text COLLATE "C",
	partition text COLLATE "C",
	constraints text COLLATE "C",
	container text COLLATE "C",
	mcs_label text COLLATE "C",
	work_dir text COLLATE "C",
	submit_line text COLLATE "C",
	time_limit_mins bigint,   -- NULL: none given; -1: unlimited
	priority bigint,
	flags bigint NOT NULL DEFAULT 0,
	array_job_id bigint,
	array_task_id bigint,
	array_task_str text COLLATE "C",
	array_max_tasks bigint,
	het_job_id bigint,
	het_job_offset bigint,
	req_cpus bigint, req_mem_mb bigint, req_nodes bigint, req_billing bigint,
	req_other_tres jsonb,
	req_mem_per_cpu boolean, -- what --mem-per-cpu or --mem said, MB
	req_mem_asked_mb bigint,
	state_reason integer, -- why it waited, enum job_state_reason
	-- start group
	node_list text COLLATE "C",
	node_index text COLLATE "C",
	gres_used text COLLATE "C",
	-- end group
	exit_code integer,        -- wait status, as Slurm keeps it
	kill_user_id bigint,
	failed_node text COLLATE "C",
	-- admin group
	derived_exit_code integer,
	comment text COLLATE "C",        -- the user's
	system_comment text COLLATE "C",
	admin_comment text COLLATE "C",
	-- script group
	script_hash text COLLATE "C",
	env_hash text COLLATE "C",
	modified_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (cluster_id, db_index, end_time)
) PARTITION BY RANGE (end_time);

CREATE INDEX job_by_id ON slurm_data.job (job_id, cluster_id, submit_time);
-- The cluster comes second in the indexes that people's questions need too:
-- they say job_id = 5, and mean the only cluster.
COMMENT ON INDEX slurm_data.job_by_id IS 'sacct -j; slurm.jobs by job id; a message whose db_index is foreign or absent';
CREATE INDEX job_by_array ON slurm_data.job (cluster_id, array_job_id) WHERE array_job_id IS NOT NULL;
COMMENT ON INDEX slurm_data.job_by_array IS 'sacct -j of a job array';
CREATE INDEX job_by_het ON slurm_data.job (cluster_id, het_job_id) WHERE het_job_id IS NOT NULL;
COMMENT ON INDEX slurm_data.job_by_het IS 'sacct -j of a het job';
CREATE INDEX job_by_end ON slurm_data.job (end_time, cluster_id);
COMMENT ON INDEX slurm_data.job_by_end IS 'what ended in a window: sacct -S -E, roll-up';
CREATE INDEX job_by_user_id ON slurm_data.job (user_id, end_time);
COMMENT ON INDEX slurm_data.job_by_user_id IS 'sacct -u';
CREATE INDEX job_by_user ON slurm_data.job (user_name, end_time);
COMMENT ON INDEX slurm_data.job_by_user IS 'own rows of a person (row security), slurm.jobs by user';
CREATE INDEX job_by_assoc ON slurm_data.job (assoc_id, end_time);
COMMENT ON INDEX slurm_data.job_by_assoc IS 'jobs of an association: sacctmgr''s removals, sreport, coordinators';

CREATE INDEX job_by_submit ON slurm_data.job USING brin (submit_time) WITH (autosummarize = on);
COMMENT ON INDEX slurm_data.job_by_submit IS 'purge: what was submitted before a time, or anything after it in a month';

CREATE INDEX job_by_change ON slurm_data.job USING brin (modified_at) WITH (autosummarize = on);
COMMENT ON INDEX slurm_data.job_by_change IS 'slurm.jobs_changed()';

CREATE TABLE slurm_data.step (
	cluster_id integer NOT NULL,
	db_index bigint NOT NULL, -- of the job's record
	step_id bigint NOT NULL,  -- 0 on; -5 batch, -4 extern (as Slurm numbers them, signed)
	het_comp bigint NOT NULL DEFAULT -1,
	end_time timestamptz NOT NULL DEFAULT 'infinity',
	-- of the job, as every message about a step repeats it: a step is
	-- found and shown to its owner even where the job has not arrived
	job_id bigint NOT NULL DEFAULT 0,
	assoc_id bigint,
	start_time timestamptz,
	start_rank smallint NOT NULL DEFAULT 0,
	end_rank smallint NOT NULL DEFAULT 0,
	state text COLLATE "C" NOT NULL,
	name text COLLATE "C",
	container text COLLATE "C",
	submit_line text COLLATE "C",
	node_list text COLLATE "C",
	node_index text COLLATE "C",
	node_count bigint,
	task_count bigint,
	task_dist bigint,
	req_cpufreq_min bigint, req_cpufreq_max bigint, req_cpufreq_gov bigint,
	alloc_cpus bigint, alloc_mem_mb bigint, alloc_nodes bigint, alloc_billing bigint,
	alloc_other_tres jsonb,
	-- end group
	exit_code integer,
	kill_user_id bigint,
	user_cpu interval,
	system_cpu interval,
	act_cpufreq double precision,
	consumed_energy bigint, -- joules
	-- what it used: eight figures a TRES; see the comments below
	cpu_in bigint[], cpu_out bigint[], mem_in bigint[], mem_out bigint[],
	vmem_in bigint[], vmem_out bigint[], disk_in bigint[], disk_out bigint[],
	pages_in bigint[], pages_out bigint[], energy_in bigint[], energy_out bigint[],
	other_usage jsonb,
	-- computed from slurm_data.suspension
	suspended_seconds bigint NOT NULL DEFAULT 0, -- without one that lasts
	suspended_since timestamptz, -- NULL: it is not
	modified_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (cluster_id, db_index, step_id, het_comp, end_time)
) PARTITION BY RANGE (end_time);

COMMENT ON COLUMN slurm_data.step.cpu_in IS 'CPU time used, milliseconds: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.cpu_out IS 'As cpu_in, for what went out; rarely gathered, milliseconds: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.mem_in IS 'Resident memory (mem_in[2] is MaxRSS), bytes: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.mem_out IS 'As mem_in, for what went out; rarely gathered, bytes: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.vmem_in IS 'Virtual memory (vmem_in[2] is MaxVMSize), bytes: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.vmem_out IS 'As vmem_in, for what went out; rarely gathered, bytes: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.disk_in IS 'Read from disk, bytes: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.disk_out IS 'Written to disk, bytes: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.pages_in IS 'Major page faults, count: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.pages_out IS 'As pages_in, for what went out; rarely gathered, count: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.energy_in IS 'Energy consumed, joules: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.energy_out IS 'As energy_in, for what went out; rarely gathered, joules: {average of the tasks, greatest of a task, its node (from 0 in node_list), its number, least of a task, its node, its number, total}; NULL where not gathered';
COMMENT ON COLUMN slurm_data.step.other_usage IS 'The same eight figures of all other TRES by name: {"gres/gpuutil": {"in": [...], "out": [...]}}';

CREATE INDEX step_by_job ON slurm_data.step (job_id, cluster_id);
COMMENT ON INDEX slurm_data.step_by_job IS 'slurm.steps by job id';
CREATE INDEX step_by_end ON slurm_data.step (end_time, cluster_id);
COMMENT ON INDEX slurm_data.step_by_end IS 'what ended in a window: slurm.steps, purge';

CREATE INDEX step_by_start ON slurm_data.step USING brin (start_time) WITH (autosummarize = on);
COMMENT ON INDEX slurm_data.step_by_start IS 'purge: what started before a time, or anything after it in a month';

CREATE TABLE slurm_data.suspension (
	cluster_id integer NOT NULL,
	db_index bigint NOT NULL,
	suspended_at timestamptz, -- NULL: only the resume has arrived
	resumed_at timestamptz    -- NULL: still suspended
);
CREATE INDEX suspension_record ON slurm_data.suspension (cluster_id, db_index);

-- Scripts and environments, once a hash.
CREATE TABLE slurm_data.job_script (
	cluster_id integer NOT NULL REFERENCES slurm_data.cluster,
	hash text COLLATE "C" NOT NULL,
	script text COLLATE "C" NOT NULL,
	last_used timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (cluster_id, hash)
);
CREATE TABLE slurm_data.job_env (
	cluster_id integer NOT NULL REFERENCES slurm_data.cluster,
	hash text COLLATE "C" NOT NULL,
	env text COLLATE "C" NOT NULL,
	last_used timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (cluster_id, hash)
);

-- What PostgreSQL refused for the record's own fault, as it came.
CREATE TABLE slurm_data.dead_letter (
	dead_letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT now(),
	cluster_id integer,
	kind text COLLATE "C" NOT NULL,
	record jsonb NOT NULL,
	sqlstate text COLLATE "C" NOT NULL,
	message text COLLATE "C" NOT NULL
);

COMMENT ON TABLE slurm_data.event IS 'Times when a node was down, and what the cluster consisted of';
COMMENT ON TABLE slurm_data.instance IS 'Which machine of a cloud a node was, and when';
COMMENT ON TABLE slurm_data.reservation IS 'Reservations: one row for each shape that one had';
COMMENT ON TABLE slurm_data.month IS 'For each partition of job and step, bounds that let a question leave it out';
COMMENT ON TABLE slurm_data.job IS 'Job records, by month of their end; those that have not ended in job_open';
COMMENT ON TABLE slurm_data.step IS 'Steps, by month of their end; those that have not ended in step_open';
COMMENT ON TABLE slurm_data.suspension IS 'Times for which a job was suspended';
COMMENT ON TABLE slurm_data.job_script IS 'Batch scripts, once each, by hash';
COMMENT ON TABLE slurm_data.job_env IS 'Environments of batch jobs, once each, by hash';
COMMENT ON TABLE slurm_data.dead_letter IS 'Records that PostgreSQL refused for their own fault, as they came';
COMMENT ON INDEX slurm_data.event_open IS 'the open event of a node, to close it';
COMMENT ON INDEX slurm_data.suspension_record IS 'suspensions of a job record, to sum them';
COMMENT ON INDEX slurm_data.job_pkey IS 'the record of a message; late ones look from its submit time on';
COMMENT ON INDEX slurm_data.step_pkey IS 'steps of a set of jobs, and the step of a message';
