-- $1 ids. What is younger than a day was a slip and goes altogether, if none of
-- these was ever used; else the rows are kept for the jobs that name them,
-- whose times are in whole seconds.
WITH used AS (
	SELECT EXISTS (SELECT FROM slurm_data.wckey w
		JOIN slurm_data.job j ON j.cluster_id = w.cluster_id AND j.wckey_id = w.wckey_id
			AND j.end_time >= date_trunc('second', w.created_at)
		WHERE w.wckey_id = ANY ($1::bigint[])) AS yes
), slips AS (
	DELETE FROM slurm_data.wckey w
	WHERE w.wckey_id = ANY ($1::bigint[]) AND w.created_at > now() - interval '1 day'
		AND NOT (SELECT yes FROM used)
	RETURNING w.wckey_id
)
UPDATE slurm_data.wckey
SET deleted = true, modified_at = now()
WHERE wckey_id = ANY ($1::bigint[]) AND wckey_id NOT IN (SELECT wckey_id FROM slips)
