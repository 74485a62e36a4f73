-- The records of cluster $1 that have not ended, of jobs $2 as submitted at
-- $3 or before: an earlier life of a job that is lost is lost as well. One row
-- each: db_index, and the end that it is to get.
SELECT j.db_index, GREATEST(j.start_time, j.eligible_time, j.submit_time)
FROM unnest($2::bigint[], $3::timestamptz[]) AS i (job_id, submit_time)
JOIN slurm_data.job j ON j.cluster_id = $1 AND j.job_id = i.job_id
	AND j.end_time = 'infinity'
	AND (j.submit_time <= i.submit_time OR j.submit_time IS NULL)
WHERE GREATEST(j.start_time, j.eligible_time, j.submit_time) < 'infinity'
