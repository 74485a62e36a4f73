-- Add n rows to slurm_data.step. A template, as job_update.sql.
--
-- $1 cluster, then arrays of n: $2 db_index of the job's record, $3 step id,
-- $4 component, $5 job id, from $6 on ranks and columns. Returns what months
-- are widened by.
INSERT INTO slurm_data.step AS j (cluster_id, db_index, step_id, het_comp, job_id,
	end_time, state,
	@columns@)
SELECT $1, m.record, m.step_id, m.het_comp, m.job_id, COALESCE(m.end_time, 'infinity'),
	CASE WHEN m.end_rank > 0 THEN m.state ELSE 'RUNNING' END,
	@values@
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
	@types@
) AS m (record, step_id, het_comp, job_id,
	@names@
)
RETURNING j.end_time, j.start_time, j.job_id, j.job_id
