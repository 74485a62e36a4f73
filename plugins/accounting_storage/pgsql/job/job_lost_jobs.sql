-- End n records provisionally, as lost: $1 cluster, $2 db_index, $3 ends
WITH lost AS (
	INSERT INTO slurm_data.lost_job AS known (cluster_id, db_index, end_time)
	SELECT $1, i.record, i.ended
	FROM unnest($2::bigint[], $3::timestamptz[]) AS i (record, ended)
	ON CONFLICT (cluster_id, db_index) DO UPDATE SET
		end_time = excluded.end_time, noticed_at = now()
)
UPDATE slurm_data.job j
SET end_time = i.ended, end_rank = 1, state = 'CANCELLED', modified_at = now()
FROM unnest($2::bigint[], $3::timestamptz[]) AS i (record, ended)
WHERE j.cluster_id = $1 AND j.db_index = i.record AND j.end_time = 'infinity'
RETURNING j.end_time, LEAST(j.submit_time, j.eligible_time, j.start_time),
	LEAST(j.job_id, j.array_job_id, j.het_job_id),
	GREATEST(j.job_id, j.array_job_id, j.het_job_id)
