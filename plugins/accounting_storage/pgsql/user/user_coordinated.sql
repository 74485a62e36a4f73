-- $1 users (NULL: all), $2 only those who coordinate one of these accounts:
-- user, account, and whether the account is theirs and not one below
WITH RECURSIVE below AS (
	SELECT c.user_name, a.assoc_id, a.account
	FROM slurm_data.coordinator c
	JOIN slurm_data.assoc a ON a.account = c.account AND a.user_name = ''
	WHERE $1::text[] IS NULL OR c.user_name = ANY ($1)
	UNION
	SELECT b.user_name, a.assoc_id, a.account
	FROM below b
	JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id AND a.user_name = ''
	WHERE NOT a.deleted
), coordinated AS (
	SELECT user_name, account, bool_or(direct) AS direct
	FROM (
		SELECT user_name, account, true AS direct FROM slurm_data.coordinator
		WHERE $1::text[] IS NULL OR user_name = ANY ($1)
		UNION ALL
		SELECT user_name, account, false FROM below
	) all_of_them
	GROUP BY user_name, account
)
SELECT user_name, account, direct
FROM coordinated c
WHERE $2::text[] IS NULL OR EXISTS (
	SELECT FROM coordinated o WHERE o.user_name = c.user_name AND o.account = ANY ($2))
ORDER BY user_name, direct DESC, account
