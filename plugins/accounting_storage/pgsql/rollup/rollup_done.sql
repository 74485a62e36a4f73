-- The hours from $2 to $3 of cluster $1 are rolled, which took $4 seconds;
-- $5 they are the first of a run.
UPDATE slurm_data.rollup_state
SET due = due - tstzmultirange(tstzrange($2, $3)), finished_at = clock_timestamp(),
	rolled_hours = CASE WHEN $5 THEN 0 ELSE rolled_hours END
		+ round(extract(epoch FROM $3::timestamptz - $2::timestamptz) / 3600),
	rolled_seconds = CASE WHEN $5 THEN 0 ELSE rolled_seconds END + $4
WHERE cluster_id = $1
