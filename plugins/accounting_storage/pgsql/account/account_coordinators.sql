-- $1 accounts: account, user, and whether they are its own coordinator and not
-- one of an account above it
WITH RECURSIVE above AS (
	SELECT a.account AS of, a.account, a.parent_id, true AS direct
	FROM slurm_data.assoc a
	WHERE a.user_name = '' AND a.account = ANY ($1::text[])
	UNION
	SELECT b.of, p.account, p.parent_id, false
	FROM above b
	JOIN slurm_data.assoc p ON p.assoc_id = b.parent_id
), every AS (
	SELECT of, account, direct FROM above
	UNION
	SELECT account, account, true FROM unnest($1::text[]) AS given (account)
)
SELECT e.of, c.user_name, bool_or(e.direct)
FROM every e
JOIN slurm_data.coordinator c ON c.account = e.account
GROUP BY e.of, c.user_name
ORDER BY e.of, bool_or(e.direct) DESC, c.user_name
