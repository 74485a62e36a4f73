-- Change n rows of slurm_data.step, at most one change a step. A template, as
-- job_update.sql.
--
-- $1 cluster, $2 the least of their ends, then arrays of n: $3 db_index of the
-- job's record, $4 end, $5 step id, $6 component, $7 lives, from $8 on ranks
-- and columns. Returns what months are widened by.
UPDATE slurm_data.step j SET
	@assign@,
end_time = CASE WHEN @wins:end@ THEN COALESCE(m.end_time, 'infinity') ELSE j.end_time END,
state = CASE WHEN @wins:end@ AND m.end_rank > 0 THEN m.state
	WHEN j.end_rank > 0 AND NOT @wins:end@ THEN j.state
	ELSE 'RUNNING' END,
modified_at = now()
FROM unnest($3::bigint[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[],
	@types@
) AS m (record, was, step_id, het_comp, lives,
	@names@
)
WHERE j.cluster_id = $1 AND j.db_index = m.record AND j.step_id = m.step_id
AND j.het_comp = m.het_comp AND j.end_time = m.was AND j.end_time >= $2
AND @touches@
RETURNING j.end_time, j.start_time, j.job_id, j.job_id
