-- As step_locate_open, among those that have ended, at $5 or later.
SELECT hit.end_time, hit.start_rank, hit.end_rank
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])
	WITH ORDINALITY AS i (db_index, step_id, het_comp, ord)
-- LIMIT: each is looked for by index, however many there are
LEFT JOIN LATERAL (
	SELECT j.end_time, j.start_rank, j.end_rank
	FROM slurm_data.step j
	WHERE j.cluster_id = $1 AND j.db_index = i.db_index AND j.step_id = i.step_id
	AND j.het_comp = i.het_comp AND j.end_time >= $5 AND j.end_time < 'infinity'
	ORDER BY j.end_time DESC
	LIMIT 1
) hit ON true
ORDER BY i.ord
