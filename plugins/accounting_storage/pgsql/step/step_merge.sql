-- Merge n changes of steps into slurm_data.step. A template, as job_merge.sql.
--
-- $1 cluster, $2 the least end that the steps can have, then arrays of n:
-- $3 db_index of the job's record, $4 step id, $5 component, $6 job id,
-- $7 lives, from $8 on ranks and columns.
WITH i AS MATERIALIZED (
	SELECT * FROM unnest($3::bigint[], $4::bigint[], $5::bigint[],
		$6::bigint[], $7::bigint[],
		@types@
	) WITH ORDINALITY AS i (db_index, step_id, het_comp, job_id, lives,
		@names@,
		ord)
), m AS MATERIALIZED (
	-- the open partition first, then the months from $2 on
	SELECT i.*, COALESCE(a.end_time, b.end_time) AS was
	FROM i
	LEFT JOIN LATERAL (SELECT j.end_time FROM slurm_data.step j
		WHERE j.cluster_id = $1 AND j.db_index = i.db_index
		AND j.step_id = i.step_id AND j.het_comp = i.het_comp
		AND j.end_time = 'infinity') a ON true
	LEFT JOIN LATERAL (SELECT j.end_time FROM slurm_data.step j
		WHERE a.end_time IS NULL
		AND j.cluster_id = $1 AND j.db_index = i.db_index
		AND j.step_id = i.step_id AND j.het_comp = i.het_comp
		AND j.end_time >= $2 AND j.end_time < 'infinity' LIMIT 1) b ON true
), changed AS (
	UPDATE slurm_data.step j SET
		@assign@,
	end_time = CASE WHEN @wins:end@ THEN COALESCE(m.end_time, 'infinity')
		ELSE j.end_time END,
	state = CASE WHEN @wins:end@ AND m.end_rank > 0 THEN m.state
		WHEN j.end_rank > 0 AND NOT @wins:end@ THEN j.state
		ELSE 'RUNNING' END,
	modified_at = now()
	FROM m
	WHERE j.cluster_id = $1 AND j.db_index = m.db_index
	AND j.step_id = m.step_id AND j.het_comp = m.het_comp
	AND j.end_time = m.was AND j.end_time >= $2
	AND @touches@
	RETURNING j.job_id, j.start_time, j.end_time
), added AS (
	INSERT INTO slurm_data.step (cluster_id, db_index, step_id, het_comp,
		job_id, end_time, state,
		@columns@)
	SELECT $1, m.db_index, m.step_id, m.het_comp, m.job_id,
		COALESCE(m.end_time, 'infinity'),
		CASE WHEN m.end_rank > 0 THEN m.state ELSE 'RUNNING' END,
		@values@
	FROM m
	WHERE m.was IS NULL
	RETURNING job_id, start_time, end_time
), bounds AS (
	SELECT slurm_data.month_of(end_time) AS month, min(start_time) AS least_start,
		min(job_id) AS least_job_id, (max(job_id) / 1000 + 1) * 1000 AS greatest_job_id
	FROM (SELECT * FROM changed UNION ALL SELECT * FROM added) r
	WHERE end_time < 'infinity'
	GROUP BY 1
)
INSERT INTO slurm_data.month AS known
	(relation, month, least_start, least_job_id, greatest_job_id)
SELECT 'step', b.* FROM bounds b
WHERE NOT EXISTS (SELECT FROM slurm_data.month known
	WHERE known.relation = 'step' AND known.month = b.month
	AND (known.least_start <= b.least_start OR b.least_start IS NULL)
	AND known.least_job_id <= b.least_job_id
	AND known.greatest_job_id >= b.greatest_job_id)
ON CONFLICT (relation, month) DO UPDATE SET
	least_start = LEAST(known.least_start, excluded.least_start),
	least_job_id = LEAST(known.least_job_id, excluded.least_job_id),
	greatest_job_id = GREATEST(known.greatest_job_id, excluded.greatest_job_id)
