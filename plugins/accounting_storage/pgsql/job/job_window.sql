-- What months can hold records of $1 ('job' or 'step') that began by $2 and,
-- if $3 is not NULL, go by one of these ids; that ended from $4 on. Both ends
-- -infinity: none.
SELECT COALESCE(GREATEST(min(m.month), $4::timestamptz), '-infinity'),
	COALESCE(max(CASE m.month
		WHEN '-infinity' THEN '1990-01-01 00:00:00+00'::timestamptz
		WHEN '2100-01-01 00:00:00+00' THEN 'infinity'::timestamptz
		ELSE (m.month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'
	END), '-infinity')
FROM slurm_data.month m
WHERE m.relation = $1
	AND m.month >= slurm_data.month_of($4)
	AND ($2::timestamptz IS NULL OR m.least_start <= $2)
	AND ($3::bigint[] IS NULL OR EXISTS (
		SELECT FROM unnest($3) id
		WHERE id BETWEEN m.least_job_id AND m.greatest_job_id))
