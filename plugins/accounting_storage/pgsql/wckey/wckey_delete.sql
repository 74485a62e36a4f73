-- $1 ids. What is younger than a day and was never used was a slip and goes
-- altogether; else the row is kept for the jobs that name it, whose times are in
-- whole seconds.
WITH slips AS (
	DELETE FROM slurm_data.wckey w
	WHERE w.wckey_id = ANY ($1::bigint[]) AND w.created_at > now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM slurm_data.job j
			WHERE j.cluster_id = w.cluster_id AND j.wckey_id = w.wckey_id AND j.end_time >= date_trunc('second', w.created_at))
	RETURNING w.wckey_id
)
UPDATE slurm_data.wckey
SET deleted = true, modified_at = now()
WHERE wckey_id = ANY ($1::bigint[]) AND wckey_id NOT IN (SELECT wckey_id FROM slips)
