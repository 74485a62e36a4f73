-- Merge n changes of job records into slurm_data.job. A template: the lines
-- between at signs are made of columns.def (column.h).
--
-- $1 cluster, $2 the least end that the records can have (prunes months),
-- then arrays of n: $3 db_index, $4 job id, $5 submit time, $6 probe time,
-- $7 lives (0 or 1), from $8 on ranks and columns. One row a change:
-- the record's db_index, and whether suspensions of it are known.
WITH i AS MATERIALIZED (
	SELECT * FROM unnest($3::bigint[], $4::bigint[], $5::timestamptz[],
		$6::timestamptz[], $7::bigint[],
		@types@
	) WITH ORDINALITY AS i (db_index, job_id, submit_time, probe_time, lives,
		@names@,
		ord)
), hit AS MATERIALIZED (
	-- the open partition first, then the months from $2 on; each further
	-- way is only gone where those before it found nothing
	SELECT i.ord,
		COALESCE(a.db_index, b.db_index, c.db_index, d.db_index) AS db_index,
		COALESCE(a.end_time, b.end_time, c.end_time, d.end_time) AS end_time
	FROM i
	LEFT JOIN LATERAL (SELECT j.db_index, j.end_time FROM slurm_data.job j
		WHERE j.cluster_id = $1 AND j.db_index = i.db_index
		AND j.end_time = 'infinity') a ON true
	LEFT JOIN LATERAL (SELECT j.db_index, j.end_time FROM slurm_data.job j
		WHERE a.db_index IS NULL
		AND j.cluster_id = $1 AND j.db_index = i.db_index
		AND j.end_time >= $2 AND j.end_time < 'infinity' LIMIT 1) b ON true
	LEFT JOIN LATERAL (SELECT j.db_index, j.end_time FROM slurm_data.job j
		WHERE a.db_index IS NULL AND b.db_index IS NULL
		AND j.cluster_id = $1 AND j.job_id = i.job_id
		AND j.submit_time = i.probe_time
		AND j.end_time = 'infinity' LIMIT 1) c ON true
	LEFT JOIN LATERAL (SELECT j.db_index, j.end_time FROM slurm_data.job j
		WHERE a.db_index IS NULL AND b.db_index IS NULL AND c.db_index IS NULL
		AND j.cluster_id = $1 AND j.job_id = i.job_id
		AND j.submit_time = i.probe_time
		AND j.end_time >= $2 AND j.end_time < 'infinity'
		ORDER BY j.end_time DESC LIMIT 1) d ON true
), m AS MATERIALIZED (
	SELECT i.*, COALESCE(hit.db_index, i.db_index) AS record,
		hit.end_time AS was,
		COALESCE(i.account, s.account) AS account_known,
		COALESCE(i.user_name, NULLIF(s.user_name, '')) AS user_known,
		w.wckey_id
	FROM i JOIN hit USING (ord)
	LEFT JOIN slurm_data.assoc s ON s.assoc_id = i.assoc_id
	LEFT JOIN slurm_data.wckey w ON w.cluster_id = $1 AND w.name = i.wckey
		AND w.user_name = COALESCE(i.user_name, s.user_name)
), changed AS (
	UPDATE slurm_data.job j SET
		@assign@,
	account = CASE WHEN @wins:submit@ THEN m.account_known ELSE j.account END,
	user_name = CASE WHEN @wins:submit@ THEN m.user_known ELSE j.user_name END,
	wckey_id = CASE WHEN @wins:submit@ THEN m.wckey_id ELSE j.wckey_id END,
	submit_time = COALESCE(j.submit_time, m.submit_time),
	-- a life begins when it is submitted: what is sent of a resized job
	-- names the start of its first life
	start_time = CASE WHEN NOT @wins:start@ THEN j.start_time
		WHEN m.start_time IS NOT NULL THEN GREATEST(m.start_time, j.submit_time) END,
	end_time = CASE WHEN @wins:end@ THEN COALESCE(m.end_time, 'infinity')
		ELSE j.end_time END,
	state = CASE WHEN @wins:end@ AND m.end_rank > 0 THEN m.state
		WHEN j.end_rank > 0 AND NOT @wins:end@ THEN j.state
		WHEN j.start_rank > 0 OR m.start_rank > 0 THEN 'RUNNING'
		ELSE 'PENDING' END,
	modified_at = now()
	FROM m
	WHERE j.cluster_id = $1 AND j.db_index = m.record
	AND j.end_time = m.was AND j.end_time >= $2
	AND @touches@
	RETURNING j.job_id, j.array_job_id, j.het_job_id,
		j.submit_time, j.eligible_time, j.start_time, j.end_time
), added AS (
	INSERT INTO slurm_data.job (cluster_id, db_index, job_id, submit_time,
		account, user_name, wckey_id, start_time, end_time, state,
		@columns@)
	SELECT $1, m.record, m.job_id, m.submit_time,
		m.account_known, m.user_known, m.wckey_id,
		CASE WHEN m.start_time IS NOT NULL
			THEN GREATEST(m.start_time, m.submit_time) END,
		COALESCE(m.end_time, 'infinity'),
		CASE WHEN m.end_rank > 0 THEN m.state
			WHEN m.start_rank > 0 THEN 'RUNNING' ELSE 'PENDING' END,
		@values@
	FROM m
	WHERE m.was IS NULL
	RETURNING job_id, array_job_id, het_job_id,
		submit_time, eligible_time, start_time, end_time
), bounds AS (
	SELECT slurm_data.month_of(end_time) AS month,
		min(LEAST(submit_time, eligible_time, start_time)) AS least_start,
		-- all ids by which the record can be asked
		min(LEAST(job_id, array_job_id, het_job_id)) AS least_job_id,
		-- in steps of a thousand: job ids grow, and each widening
		-- makes the other writers of this month wait
		(max(GREATEST(job_id, array_job_id, het_job_id)) / 1000 + 1) * 1000 AS greatest_job_id
	FROM (SELECT * FROM changed UNION ALL SELECT * FROM added) r
	WHERE end_time < 'infinity'
	GROUP BY 1
), widened AS (
	INSERT INTO slurm_data.month AS known
		(relation, month, least_start, least_job_id, greatest_job_id)
	SELECT 'job', b.* FROM bounds b
	WHERE NOT EXISTS (SELECT FROM slurm_data.month known
		WHERE known.relation = 'job' AND known.month = b.month
		AND (known.least_start <= b.least_start OR b.least_start IS NULL)
		AND known.least_job_id <= b.least_job_id
		AND known.greatest_job_id >= b.greatest_job_id)
	ON CONFLICT (relation, month) DO UPDATE SET
		least_start = LEAST(known.least_start, excluded.least_start),
		least_job_id = LEAST(known.least_job_id, excluded.least_job_id),
		greatest_job_id = GREATEST(known.greatest_job_id, excluded.greatest_job_id)
), used AS (
	-- an association that had jobs is kept when it is removed. Someone at
	-- sacctmgr may hold its row while thinking: then a later message does it
	UPDATE slurm_data.assoc SET had_jobs = true
	WHERE assoc_id IN (SELECT s.assoc_id FROM slurm_data.assoc s
		WHERE s.assoc_id IN (SELECT i.assoc_id FROM i) AND NOT s.had_jobs
		FOR NO KEY UPDATE SKIP LOCKED)
)
SELECT m.record, EXISTS (SELECT FROM slurm_data.suspension p
	WHERE p.cluster_id = $1 AND p.db_index = m.record)
FROM m
ORDER BY m.ord
