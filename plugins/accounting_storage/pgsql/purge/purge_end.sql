-- ... and has come to its end; $5: how many records went one by one. What was
-- older, but has not been summed, stays ($4: usage is summed from it).
UPDATE slurm_data.purge_state
SET done_before = CASE WHEN $4::boolean
		THEN least($3::timestamptz, slurm_data.rolled_before($1)) ELSE $3 END,
	finished_at = clock_timestamp(), removed = $5
WHERE cluster_id = $1 AND kind = $2
