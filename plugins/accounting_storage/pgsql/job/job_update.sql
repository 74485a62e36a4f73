-- Change n records of slurm_data.job, at most one change a record. A template:
-- what stands between at signs is made of columns.def (column.h).
--
-- $1 cluster, $2 the least of their ends: 'infinity' for those that have not
-- ended, so that only their partition is opened; then arrays of n: $3
-- db_index, $4 end, $5 submit time, $6 lives (0 or 1), from $7 on ranks and
-- columns. A row for each that was changed: what months are widened by.
WITH m AS MATERIALIZED (
	SELECT i.*, COALESCE(i.account, s.account) AS account_known,
		COALESCE(i.user_name, NULLIF(s.user_name, '')) AS user_known,
		w.wckey_id
	FROM unnest($3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::bigint[],
		@types@
	) AS i (record, was, submit_time, lives,
		@names@
	)
	LEFT JOIN slurm_data.assoc s ON s.assoc_id = i.assoc_id
	LEFT JOIN slurm_data.wckey w ON w.cluster_id = $1 AND w.name = i.wckey
		AND w.user_name = COALESCE(i.user_name, s.user_name)
)
UPDATE slurm_data.job j SET
	@assign@,
account = CASE WHEN @wins:submit@ THEN m.account_known ELSE j.account END,
user_name = CASE WHEN @wins:submit@ THEN m.user_known ELSE j.user_name END,
wckey_id = CASE WHEN @wins:submit@ THEN m.wckey_id ELSE j.wckey_id END,
submit_time = COALESCE(j.submit_time, m.submit_time),
-- a life begins when it is submitted: what is sent of a resized job names the
-- start of its first life
start_time = CASE WHEN NOT @wins:start@ THEN j.start_time
	WHEN m.start_time IS NOT NULL THEN GREATEST(m.start_time, j.submit_time) END,
end_time = CASE WHEN @wins:end@ THEN COALESCE(m.end_time, 'infinity') ELSE j.end_time END,
state = CASE WHEN @wins:end@ AND m.end_rank > 0 THEN m.state
	WHEN j.end_rank > 0 AND NOT @wins:end@ THEN j.state
	WHEN j.start_rank > 0 OR m.start_rank > 0 THEN 'RUNNING'
	ELSE 'PENDING' END,
modified_at = now()
FROM m
WHERE j.cluster_id = $1 AND j.db_index = m.record AND j.end_time = m.was
AND j.end_time >= $2
AND @touches@
RETURNING j.end_time, LEAST(j.submit_time, j.eligible_time, j.start_time),
	LEAST(j.job_id, j.array_job_id, j.het_job_id),
	GREATEST(j.job_id, j.array_job_id, j.het_job_id)
