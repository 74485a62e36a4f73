-- $1 users, $2 accounts
SELECT user_name, account
FROM slurm_data.coordinator
WHERE ($1::text[] IS NULL OR user_name = ANY ($1))
	AND ($2::text[] IS NULL OR account = ANY ($2))
ORDER BY user_name, account
FOR UPDATE
