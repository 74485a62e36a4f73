-- Direct mode: which slurmctld writes a cluster's records, and how far it is.

CREATE TABLE slurm_data.spool (
	cluster_id integer PRIMARY KEY REFERENCES slurm_data.cluster,
	epoch bigint NOT NULL,      -- one more with each slurmctld that takes over
	spool_id bigint NOT NULL,   -- of the directory, uint64 bit for bit
	generation bigint NOT NULL, -- how often that was opened
	committed bigint NOT NULL DEFAULT 0, -- number of the last record stored
	owner text COLLATE "C" NOT NULL,
	taken_at timestamptz NOT NULL DEFAULT now(),
	backend_pid integer,
	-- as of the last commit
	committed_at timestamptz,
	waiting bigint NOT NULL DEFAULT 0,
	oldest_at timestamptz,
	bytes bigint NOT NULL DEFAULT 0,
	bytes_limit bigint NOT NULL DEFAULT 0,
	lost_steps bigint NOT NULL DEFAULT 0,
	lost_starts bigint NOT NULL DEFAULT 0,
	lost_others bigint NOT NULL DEFAULT 0,
	lost_scripts bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50); -- a row is updated with every batch

COMMENT ON TABLE slurm_data.spool IS 'Direct mode: whose records a cluster''s are, and up to which number of its spool they are stored';

CREATE VIEW slurm.lag AS
SELECT c.name AS cluster, s.waiting, s.oldest_at, s.committed_at,
	s.bytes AS spool_bytes, s.bytes_limit AS spool_limit,
	s.lost_steps, s.lost_starts, s.lost_others, s.lost_scripts,
	s.owner, s.taken_at, a.wait_event COLLATE "C" AS waits_for
FROM slurm_data.spool s
JOIN slurm_data.cluster c USING (cluster_id)
LEFT JOIN pg_stat_activity a ON a.pid = s.backend_pid AND a.datname = current_database();

COMMENT ON VIEW slurm.lag IS 'Direct mode: how far behind slurmctld the database is, as of the last commit';
COMMENT ON COLUMN slurm.lag.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.lag.waiting IS 'Records that slurmctld had reported and that were not stored then';
COMMENT ON COLUMN slurm.lag.oldest_at IS 'When the oldest of them was spooled; NULL: none';
COMMENT ON COLUMN slurm.lag.committed_at IS 'When records were stored last';
COMMENT ON COLUMN slurm.lag.spool_bytes IS 'Size of the spool in StateSaveLocation, with what is retained';
COMMENT ON COLUMN slurm.lag.spool_limit IS 'Its bound (spool_size)';
COMMENT ON COLUMN slurm.lag.lost_steps IS 'Records of steps that were lost since slurmctld started, because spool and memory were full';
COMMENT ON COLUMN slurm.lag.lost_starts IS 'Likewise, starts of jobs; their ends tell most of it again';
COMMENT ON COLUMN slurm.lag.lost_others IS 'Likewise, all others';
COMMENT ON COLUMN slurm.lag.lost_scripts IS 'Job scripts and environments that were not stored since then, because their file was gone, damaged or too large, or too many waited';
COMMENT ON COLUMN slurm.lag.owner IS 'Which slurmctld writes the records';
COMMENT ON COLUMN slurm.lag.taken_at IS 'Since when';
COMMENT ON COLUMN slurm.lag.waits_for IS 'What its session waits for now: SyncRep is a COMMIT that waits for a standby, ClientRead is idle; seen by the same role or a member of pg_monitor';

-- Records that slurmctld forgot in a crash, with the end that they got; it is
-- theirs as long as the record still has it.
CREATE TABLE slurm_data.lost_job (
	cluster_id integer NOT NULL,
	db_index bigint NOT NULL,
	end_time timestamptz NOT NULL,
	noticed_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (cluster_id, db_index)
);
COMMENT ON TABLE slurm_data.lost_job IS 'Direct mode: job records that slurmctld did not know any more after a start';

CREATE VIEW slurm.lost_jobs AS
SELECT c.name AS cluster, j.job_id, j.user_name, j.account, j.name,
	j.submit_time, j.start_time, j.end_time, l.noticed_at
FROM slurm_data.lost_job l
JOIN slurm_data.cluster c ON c.cluster_id = l.cluster_id
JOIN slurm_data.job j ON j.cluster_id = l.cluster_id AND j.db_index = l.db_index
	AND j.end_time = l.end_time
WHERE j.end_rank = 1;

COMMENT ON VIEW slurm.lost_jobs IS 'Direct mode: jobs that slurmctld forgot in a crash, and that were ended for it';
COMMENT ON COLUMN slurm.lost_jobs.cluster IS 'Name of the cluster';
COMMENT ON COLUMN slurm.lost_jobs.job_id IS 'Number of the job';
COMMENT ON COLUMN slurm.lost_jobs.user_name IS 'User';
COMMENT ON COLUMN slurm.lost_jobs.account IS 'Account';
COMMENT ON COLUMN slurm.lost_jobs.name IS 'Name of the job';
COMMENT ON COLUMN slurm.lost_jobs.submit_time IS 'When it was submitted';
COMMENT ON COLUMN slurm.lost_jobs.start_time IS 'When it started; NULL: it did not';
COMMENT ON COLUMN slurm.lost_jobs.end_time IS 'The end that it was given: when it was heard of last';
COMMENT ON COLUMN slurm.lost_jobs.noticed_at IS 'When it was found that slurmctld does not know it';
