-- slurmctld of cluster $1 was started cold at $2: what has not ended by then
-- ends provisionally, jobs and their steps. What began later is not meant: a
-- flush may be told twice. One row for each record with suspensions.
WITH job_end AS (
	UPDATE slurm_data.job
	SET end_time = $2, end_rank = 1, state = 'CANCELLED', modified_at = now()
	WHERE cluster_id = $1 AND end_time = 'infinity'
	AND GREATEST(submit_time, start_time) <= $2
	RETURNING db_index, job_id, array_job_id, het_job_id,
		submit_time, eligible_time, start_time
), step_end AS (
	UPDATE slurm_data.step
	SET end_time = $2, end_rank = 1, state = 'CANCELLED', modified_at = now()
	WHERE cluster_id = $1 AND end_time = 'infinity' AND start_time <= $2
	RETURNING job_id, start_time
), bounds AS (
	SELECT 'job' AS relation,
		min(LEAST(submit_time, eligible_time, start_time)) AS least_start,
		min(LEAST(job_id, array_job_id, het_job_id)) AS least_job_id,
		(max(GREATEST(job_id, array_job_id, het_job_id)) / 100 + 1) * 100 AS greatest_job_id
	FROM job_end HAVING count(*) > 0
	UNION ALL
	SELECT 'step', min(start_time), min(job_id), (max(job_id) / 100 + 1) * 100
	FROM step_end HAVING count(*) > 0
), widened AS (
	INSERT INTO slurm_data.month AS known
		(relation, month, least_start, least_job_id, greatest_job_id)
	SELECT b.relation, slurm_data.month_of($2), b.least_start, b.least_job_id, b.greatest_job_id
	FROM bounds b
	ON CONFLICT (relation, month) DO UPDATE SET
		least_start = LEAST(known.least_start, excluded.least_start),
		least_job_id = LEAST(known.least_job_id, excluded.least_job_id),
		greatest_job_id = GREATEST(known.greatest_job_id, excluded.greatest_job_id)
)
SELECT DISTINCT db_index
FROM job_end JOIN slurm_data.suspension s USING (db_index)
WHERE s.cluster_id = $1
