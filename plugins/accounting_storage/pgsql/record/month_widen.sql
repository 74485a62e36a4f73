-- Widen the bounds of the months that n records of $1 ('job' or 'step') have
-- ended in: $2 ends, $3 least times, $4 and $5 least and greatest job ids.
INSERT INTO slurm_data.month AS known
	(relation, month, least_start, least_job_id, greatest_job_id)
SELECT $1, b.* FROM (
	SELECT slurm_data.month_of(i.ended) AS month, min(i.began) AS least_start,
		min(i.least_id) AS least_job_id,
		-- in steps of a hundred: job ids grow, and each widening
		-- makes the other writers of this month wait
		(max(i.greatest_id) / 100 + 1) * 100 AS greatest_job_id
	FROM unnest($2::timestamptz[], $3::timestamptz[], $4::bigint[], $5::bigint[])
		AS i (ended, began, least_id, greatest_id)
	WHERE i.ended < 'infinity'
	GROUP BY 1) b
WHERE NOT EXISTS (SELECT FROM slurm_data.month known
	WHERE known.relation = $1 AND known.month = b.month
	AND (known.least_start <= b.least_start OR b.least_start IS NULL)
	AND known.least_job_id <= b.least_job_id
	AND known.greatest_job_id >= b.greatest_job_id)
ON CONFLICT (relation, month) DO UPDATE SET
	least_start = LEAST(known.least_start, excluded.least_start),
	least_job_id = LEAST(known.least_job_id, excluded.least_job_id),
	greatest_job_id = GREATEST(known.greatest_job_id, excluded.greatest_job_id)
