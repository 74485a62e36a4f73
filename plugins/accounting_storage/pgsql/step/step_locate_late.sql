-- As step_locate_open, among those that have ended, at $5 or later.
SELECT DISTINCT ON (i.ord) j.end_time, j.start_rank, j.end_rank
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])
	WITH ORDINALITY AS i (db_index, step_id, het_comp, ord)
LEFT JOIN slurm_data.step j ON j.cluster_id = $1 AND j.db_index = i.db_index
	AND j.step_id = i.step_id AND j.het_comp = i.het_comp
	AND j.end_time >= $5 AND j.end_time < 'infinity'
ORDER BY i.ord
