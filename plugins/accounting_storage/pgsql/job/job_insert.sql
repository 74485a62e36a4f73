-- Add n records to slurm_data.job. A template, as job_update.sql.
--
-- $1 cluster, then arrays of n: $2 db_index, $3 job id, $4 submit time, from
-- $5 on ranks and columns. Returns what months are widened by.
INSERT INTO slurm_data.job AS j (cluster_id, db_index, job_id, submit_time,
	account, user_name, wckey_id, start_time, end_time, state,
	@columns@)
SELECT $1, m.record, m.job_id, m.submit_time,
	COALESCE(m.account, s.account), COALESCE(m.user_name, NULLIF(s.user_name, '')),
	w.wckey_id,
	CASE WHEN m.start_time IS NOT NULL THEN GREATEST(m.start_time, m.submit_time) END,
	COALESCE(m.end_time, 'infinity'),
	CASE WHEN m.end_rank > 0 THEN m.state
		WHEN m.start_rank > 0 THEN 'RUNNING' ELSE 'PENDING' END,
	@values@
FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[],
	@types@
) AS m (record, job_id, submit_time,
	@names@
)
LEFT JOIN slurm_data.assoc s ON s.assoc_id = m.assoc_id
LEFT JOIN slurm_data.wckey w ON w.cluster_id = $1 AND w.name = m.wckey
	AND w.user_name = COALESCE(m.user_name, s.user_name)
RETURNING j.end_time, LEAST(j.submit_time, j.eligible_time, j.start_time),
	LEAST(j.job_id, j.array_job_id, j.het_job_id),
	GREATEST(j.job_id, j.array_job_id, j.het_job_id)
