-- Jobs of cluster $1 that slurmctld does not know, records $2, have ended at
-- $3, provisionally: what slurmctld tells of them after all is believed. So
-- have their steps. One row for each record with suspensions.
WITH given AS MATERIALIZED (
	SELECT * FROM unnest($2::bigint[], $3::timestamptz[]) AS i (db_index, ended)
), job_end AS (
	UPDATE slurm_data.job j
	SET end_time = g.ended, end_rank = 1, state = 'COMPLETED', modified_at = now()
	FROM given g
	WHERE j.cluster_id = $1 AND j.db_index = g.db_index AND j.end_time = 'infinity'
	RETURNING j.db_index, j.job_id, j.array_job_id, j.het_job_id,
		j.submit_time, j.eligible_time, j.start_time, j.end_time
), step_end AS (
	UPDATE slurm_data.step t
	SET end_time = g.ended, end_rank = 1, state = 'COMPLETED', modified_at = now()
	FROM given g
	WHERE t.cluster_id = $1 AND t.db_index = g.db_index AND t.end_time = 'infinity'
	RETURNING t.job_id, t.start_time, t.end_time
), bounds AS (
	SELECT 'job' AS relation, slurm_data.month_of(end_time) AS month,
		min(LEAST(submit_time, eligible_time, start_time)) AS least_start,
		min(LEAST(job_id, array_job_id, het_job_id)) AS least_job_id,
		(max(GREATEST(job_id, array_job_id, het_job_id)) / 100 + 1) * 100 AS greatest_job_id
	FROM job_end GROUP BY 2
	UNION ALL
	SELECT 'step', slurm_data.month_of(end_time), min(start_time), min(job_id),
		(max(job_id) / 100 + 1) * 100
	FROM step_end GROUP BY 2
), widened AS (
	INSERT INTO slurm_data.month AS known
		(relation, month, least_start, least_job_id, greatest_job_id)
	SELECT b.relation, b.month, b.least_start, b.least_job_id, b.greatest_job_id
	FROM bounds b
	ON CONFLICT (relation, month) DO UPDATE SET
		least_start = LEAST(known.least_start, excluded.least_start),
		least_job_id = LEAST(known.least_job_id, excluded.least_job_id),
		greatest_job_id = GREATEST(known.greatest_job_id, excluded.greatest_job_id)
)
SELECT DISTINCT db_index
FROM job_end JOIN slurm_data.suspension s USING (db_index)
WHERE s.cluster_id = $1
