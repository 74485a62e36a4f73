-- $1 clusters, $2 accounts, $3 users, $4 partitions (NULL: any). The numbers
-- are Slurm's slurmdb_problem_type_t; 4 stands for every user that has an
-- association: whether the system knows them is for the caller to find out
WITH assoc AS (
	SELECT c.name AS cluster, a.*
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c USING (cluster_id)
	WHERE NOT a.deleted
		AND CASE WHEN $1::text[] IS NULL THEN NOT c.deleted ELSE c.name = ANY ($1) END
)
SELECT 1 AS problem, NULL AS cluster, n.name AS account, NULL AS user_name, NULL AS parent, NULL AS partition
FROM slurm_data.account n
WHERE NOT n.deleted AND ($2::text[] IS NULL OR n.name = ANY ($2))
	AND NOT EXISTS (SELECT FROM assoc WHERE account = n.name)
UNION ALL
SELECT 2, a.cluster, a.account, NULL, p.account, nullif(a.partition, '')
FROM assoc a
LEFT JOIN assoc p ON p.assoc_id = a.parent_id
WHERE a.user_name = ''
	AND NOT EXISTS (SELECT FROM assoc WHERE parent_id = a.assoc_id)
	AND ($2 IS NULL OR a.account = ANY ($2)) AND ($3::text[] IS NULL OR a.user_name = ANY ($3))
	AND ($4::text[] IS NULL OR a.partition = ANY ($4))
UNION ALL
SELECT CASE WHEN EXISTS (SELECT FROM assoc WHERE user_name = u.name) THEN 4 ELSE 3 END,
	NULL, NULL, u.name, NULL, NULL
FROM slurm_data.slurm_user u
WHERE NOT u.deleted AND ($3 IS NULL OR u.name = ANY ($3))
ORDER BY 1, 2, 3, 4
