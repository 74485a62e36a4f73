-- The het jobs that jobs $2 of clusters $1 are components of; those ended from
-- $3 to before $4, or not ended.
SELECT DISTINCT j.het_job_id
FROM slurm_data.job j
WHERE j.cluster_id = ANY ($1::integer[])
	AND j.job_id = ANY ($2::bigint[])
	AND j.het_job_id IS NOT NULL
	AND (j.end_time >= $3::timestamptz AND j.end_time < $4::timestamptz
		OR j.end_time = 'infinity')
