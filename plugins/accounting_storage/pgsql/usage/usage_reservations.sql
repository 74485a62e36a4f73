-- What jobs used of reservations, given by arrays: $1 cluster names, $2 ids,
-- $3 starts, $4 ends; $5 the least of the starts; visible to user $6 and in
-- accounts $7 (NULL: everybody). Of a job the latest life counts, and all
-- parts of a resized one. $8 is now: what still runs counts up to it.
SELECT r.ord, t.tres_id, sum(trunc(x.seconds) * t.amount)
FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::timestamptz[])
	WITH ORDINALITY AS r (cluster, resv_id, since, until, ord)
JOIN slurm_data.cluster c ON c.name = r.cluster
CROSS JOIN LATERAL (
	SELECT j.*, row_number() OVER (PARTITION BY j.job_id
		ORDER BY j.submit_time DESC NULLS LAST, j.db_index DESC) AS life
	FROM slurm_data.job j
	LEFT JOIN slurm_data.assoc s ON s.assoc_id = j.assoc_id
	WHERE j.cluster_id = c.cluster_id AND j.resv_id = r.resv_id
		AND j.end_time >= $5::timestamptz AND j.end_time >= r.since
		AND j.eligible_time < r.until AND j.state <> 'REVOKED'
		AND ($6::text IS NULL
			OR coalesce(s.user_name, j.user_name) = $6
			OR coalesce(s.account, j.account) = ANY ($7::text[]))
) j
CROSS JOIN LATERAL (
	SELECT extract(epoch FROM least(j.end_time, r.until, $8::timestamptz)
		- greatest(j.start_time, r.since)) AS seconds
) x
CROSS JOIN LATERAL slurm_data.tres_counts(j.alloc_cpus, j.alloc_mem_mb, j.alloc_nodes,
	j.alloc_billing, j.alloc_other_tres) t
WHERE (j.life = 1 OR j.state = 'RESIZING') AND j.start_time IS NOT NULL AND x.seconds >= 1
GROUP BY r.ord, t.tres_id
ORDER BY r.ord, t.tres_id
