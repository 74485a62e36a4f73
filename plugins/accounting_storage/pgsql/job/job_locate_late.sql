-- As job_locate_open, among those that have ended, at $5 or later.
SELECT hit.db_index, hit.end_time, hit.exact,
	EXISTS (SELECT FROM slurm_data.suspension p WHERE p.cluster_id = $1
		AND p.db_index = COALESCE(hit.db_index, i.db_index)),
	hit.submit_rank, hit.start_rank, hit.alloc_rank, hit.end_rank, hit.admin_rank, hit.script_rank
FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[])
	WITH ORDINALITY AS i (db_index, job_id, probe_time, ord)
-- LIMIT: each is looked for by index, however many there are
LEFT JOIN LATERAL (
	SELECT j.db_index, j.end_time, true AS exact, j.submit_rank, j.start_rank, j.alloc_rank, j.end_rank, j.admin_rank, j.script_rank
	FROM slurm_data.job j
	WHERE j.cluster_id = $1 AND j.db_index = i.db_index AND j.end_time >= $5 AND j.end_time < 'infinity'
	UNION ALL
	SELECT j.db_index, j.end_time, false, j.submit_rank, j.start_rank, j.alloc_rank, j.end_rank, j.admin_rank, j.script_rank
	FROM slurm_data.job j
	WHERE j.cluster_id = $1 AND j.job_id = i.job_id AND j.submit_time = i.probe_time
	AND j.db_index <> i.db_index AND j.end_time >= $5 AND j.end_time < 'infinity'
	ORDER BY exact DESC, end_time DESC
	LIMIT 1
) hit ON true
ORDER BY i.ord
