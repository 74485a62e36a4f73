-- The steps of job records $2 of clusters $1 that ended from $3 to before $4,
-- or not at all; in the window from $5 to $6 (NULL: any). A template.
SELECT j.cluster_id, j.db_index, j.step_id, j.het_comp, j.state,
	j.suspended_seconds, j.suspended_since,
	@read@
FROM slurm_data.step j
WHERE j.cluster_id = ANY ($1::integer[])
	AND j.db_index = ANY ($2::bigint[])
	AND (j.end_time >= $3::timestamptz AND j.end_time < $4::timestamptz
		OR j.end_time = 'infinity')
	AND ($5::timestamptz IS NULL OR j.end_time >= $5)
	AND ($6::timestamptz IS NULL OR j.start_time <= $6 OR j.start_time IS NULL)
ORDER BY array_position($1, j.cluster_id), j.db_index, j.step_id, j.het_comp
