-- The limits by sacctmgr's names: one table drives both the view of limits
-- and slurm.set_limit(). Names as in man sacctmgr.

CREATE TABLE slurm_data.limit_kind (
	scope text COLLATE "C" NOT NULL, -- 'assoc' or 'qos': the table
	name text COLLATE "C" NOT NULL,
	alias text[] COLLATE "C" NOT NULL DEFAULT '{}', -- other names that sacctmgr takes
	column_name text COLLATE "C" NOT NULL,
	unit text COLLATE "C" NOT NULL, -- of the value; 'TRES...': one for each TRES
	PRIMARY KEY (scope, name)
);
COMMENT ON TABLE slurm_data.limit_kind IS 'Limits by sacctmgr''s names, and the columns of assoc and qos that hold them';

INSERT INTO slurm_data.limit_kind (scope, name, alias, column_name, unit) VALUES
	('assoc', 'GrpJobs', '{}', 'grp_jobs', 'jobs'),
	('assoc', 'GrpJobsAccrue', '{}', 'grp_jobs_accrue', 'jobs'),
	('assoc', 'GrpSubmitJobs', '{GrpSubmit}', 'grp_submit_jobs', 'jobs'),
	('assoc', 'GrpWall', '{}', 'grp_wall_mins', 'minutes'),
	('assoc', 'GrpTRES', '{}', 'grp_tres', 'TRES'),
	('assoc', 'GrpTRESMins', '{}', 'grp_tres_mins', 'TRES minutes'),
	('assoc', 'GrpTRESRunMins', '{}', 'grp_tres_run_mins', 'TRES minutes'),
	('assoc', 'MaxJobs', '{}', 'max_jobs', 'jobs'),
	('assoc', 'MaxJobsAccrue', '{}', 'max_jobs_accrue', 'jobs'),
	('assoc', 'MaxSubmitJobs', '{MaxSubmit}', 'max_submit_jobs', 'jobs'),
	('assoc', 'MaxWallDurationPerJob', '{MaxWall}', 'max_wall_pj_mins', 'minutes'),
	('assoc', 'MaxTRESPerJob', '{MaxTRES}', 'max_tres_pj', 'TRES'),
	('assoc', 'MaxTRESPerNode', '{}', 'max_tres_pn', 'TRES'),
	('assoc', 'MaxTRESMinsPerJob', '{MaxTRESMins}', 'max_tres_mins_pj', 'TRES minutes'),
	('assoc', 'MaxTRESRunMins', '{}', 'max_tres_run_mins', 'TRES minutes'),
	('assoc', 'MinPrioThreshold', '{MinPrioThres}', 'min_prio_thresh', 'priority'),
	('qos', 'GrpJobs', '{}', 'grp_jobs', 'jobs'),
	('qos', 'GrpJobsAccrue', '{}', 'grp_jobs_accrue', 'jobs'),
	('qos', 'GrpSubmitJobs', '{GrpSubmit}', 'grp_submit_jobs', 'jobs'),
	('qos', 'GrpWall', '{}', 'grp_wall_mins', 'minutes'),
	('qos', 'GrpTRES', '{}', 'grp_tres', 'TRES'),
	('qos', 'GrpTRESMins', '{}', 'grp_tres_mins', 'TRES minutes'),
	('qos', 'GrpTRESRunMins', '{}', 'grp_tres_run_mins', 'TRES minutes'),
	('qos', 'MaxJobsPerAccount', '{MaxJobsPA}', 'max_jobs_pa', 'jobs'),
	('qos', 'MaxJobsPerUser', '{MaxJobsPU,MaxJobs}', 'max_jobs_pu', 'jobs'),
	('qos', 'MaxJobsAccruePerAccount', '{MaxJobsAccruePA}', 'max_jobs_accrue_pa', 'jobs'),
	('qos', 'MaxJobsAccruePerUser', '{MaxJobsAccruePU}', 'max_jobs_accrue_pu', 'jobs'),
	('qos', 'MaxSubmitJobsPerAccount', '{MaxSubmitJobsPA,MaxSubmitPA}', 'max_submit_jobs_pa', 'jobs'),
	('qos', 'MaxSubmitJobsPerUser', '{MaxSubmitJobsPU,MaxSubmitPU,MaxSubmitJobs}', 'max_submit_jobs_pu', 'jobs'),
	('qos', 'MaxWallDurationPerJob', '{MaxWall}', 'max_wall_pj_mins', 'minutes'),
	('qos', 'MaxTRESPerAccount', '{MaxTRESPA}', 'max_tres_pa', 'TRES'),
	('qos', 'MaxTRESPerJob', '{MaxTRES}', 'max_tres_pj', 'TRES'),
	('qos', 'MaxTRESPerNode', '{}', 'max_tres_pn', 'TRES'),
	('qos', 'MaxTRESPerUser', '{MaxTRESPU}', 'max_tres_pu', 'TRES'),
	('qos', 'MaxTRESMinsPerJob', '{MaxTRESMins}', 'max_tres_mins_pj', 'TRES minutes'),
	('qos', 'MaxTRESRunMinsPerAccount', '{MaxTRESRunMinsPA}', 'max_tres_run_mins_pa', 'TRES minutes'),
	('qos', 'MaxTRESRunMinsPerUser', '{MaxTRESRunMinsPU}', 'max_tres_run_mins_pu', 'TRES minutes'),
	('qos', 'MinPrioThreshold', '{MinPrioThres}', 'min_prio_thresh', 'priority'),
	('qos', 'MinTRESPerJob', '{MinTRES}', 'min_tres_pj', 'TRES');

CREATE VIEW slurm.limits AS
SELECT k.scope, l.cluster, l.account, l.user_name, l.partition, l.qos,
	k.name AS limit_name, v.tres, v.value, k.unit
FROM (
	SELECT 'assoc' COLLATE "C" AS scope, c.name AS cluster, a.account,
		nullif(a.user_name, '') AS user_name,
		nullif(a.partition, '') AS partition,
		NULL::text COLLATE "C" AS qos, to_jsonb(a) AS limits
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c USING (cluster_id)
	WHERE NOT a.deleted AND NOT c.deleted
	UNION ALL
	SELECT 'qos', NULL, NULL, NULL, NULL, q.name, to_jsonb(q)
	FROM slurm_data.qos q
	WHERE NOT q.deleted
) l
JOIN slurm_data.limit_kind k USING (scope)
CROSS JOIN LATERAL (
	SELECT NULL::text COLLATE "C" AS tres, (l.limits ->> k.column_name)::numeric AS value
	WHERE jsonb_typeof(l.limits -> k.column_name) = 'number'
	UNION ALL
	SELECT e.key COLLATE "C", e.value::numeric
	FROM jsonb_each_text(CASE WHEN jsonb_typeof(l.limits -> k.column_name) = 'object'
		THEN l.limits -> k.column_name END) e
) v;

COMMENT ON VIEW slurm.limits IS 'Every limit that is set, one row each: on users'' and accounts'' associations and on QOS';
COMMENT ON COLUMN slurm.limits.scope IS 'Where it stands: assoc or qos';
COMMENT ON COLUMN slurm.limits.cluster IS 'Cluster of the association; NULL for a QOS, which counts everywhere';
COMMENT ON COLUMN slurm.limits.account IS 'Account of the association; NULL for a QOS';
COMMENT ON COLUMN slurm.limits.user_name IS 'User of the association; NULL for the account''s own limit and for a QOS';
COMMENT ON COLUMN slurm.limits.partition IS 'Partition of the association; NULL for any';
COMMENT ON COLUMN slurm.limits.qos IS 'Name of the QOS; NULL for an association';
COMMENT ON COLUMN slurm.limits.limit_name IS 'The limit as sacctmgr names it, for example GrpTRESRunMins';
COMMENT ON COLUMN slurm.limits.tres IS 'What is limited, for example cpu or gres/gpu; NULL where the limit counts no TRES';
COMMENT ON COLUMN slurm.limits.value IS 'The limit, in units of the column unit; memory in MB';
COMMENT ON COLUMN slurm.limits.unit IS 'jobs, minutes, priority, TRES, or TRES minutes';
