-- $1 user: level and coordinated accounts, with all below these anywhere
WITH RECURSIVE below AS (
	SELECT a.assoc_id, a.account
	FROM slurm_data.coordinator c
	JOIN slurm_data.assoc a ON a.account = c.account AND a.user_name = ''
	WHERE c.user_name = $1
	UNION
	SELECT a.assoc_id, a.account
	FROM below b
	JOIN slurm_data.assoc a ON a.parent_id = b.assoc_id AND a.user_name = ''
	WHERE NOT a.deleted
)
SELECT u.admin_level, c.account
FROM slurm_data.slurm_user u
LEFT JOIN (
	SELECT account FROM below
	UNION
	SELECT account FROM slurm_data.coordinator WHERE user_name = $1
) c ON true
WHERE u.name = $1 AND NOT u.deleted
ORDER BY c.account
