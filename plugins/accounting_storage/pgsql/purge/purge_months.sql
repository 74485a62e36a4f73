-- Months that are gone, or may go whole, the oldest first: $1 jobs submitted
-- and $2 steps started before then go (NULL: none), of clusters $3 alone.
-- Table, relation, month, what it is (attached, pending, detached, gone), the
-- clusters that keep all they have, and its last second.
SELECT t.name, t.relation, t.month,
	CASE WHEN t.pending THEN 'pending' WHEN t.gone THEN 'gone'
		WHEN t.attached THEN 'attached' ELSE 'detached' END,
	o.others, t.until - interval '1 second'
FROM (SELECT *, (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC' AS until
	FROM slurm_data.month_tables() WHERE ours) t
CROSS JOIN LATERAL (SELECT coalesce(array_agg(c.cluster_id), '{}') AS others
	FROM slurm_data.cluster c
	WHERE c.cluster_id <> ALL ($3::integer[])
		OR t.relation = 'job' AND slurm_data.rolled_before(c.cluster_id) < t.until) o
WHERE NOT t.attached OR t.pending
	-- one after the other: their tables would have one name
	OR NOT EXISTS (SELECT FROM slurm_data.month_tables() g
		WHERE g.gone AND g.relation = t.relation AND g.month = t.month)
	AND t.until <= CASE t.relation WHEN 'job' THEN $1::timestamptz
		ELSE greatest($1, $2::timestamptz) END
ORDER BY t.relation, t.month, t.gone DESC
