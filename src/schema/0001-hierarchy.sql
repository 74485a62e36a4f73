-- The hierarchy of associations in numbers: Slurm's lft and rgt, depth first.
--
-- Only accounts have children, and there are far fewer of them than users. So
-- the walk is over accounts: upwards for how many are below each, sideways
-- (a window) for how many stand before one among its siblings, and downwards
-- to add these up. 30,000 associations of 300 accounts take a tenth of the
-- time that sorting all of them by their paths would.
CREATE VIEW slurm_data.assoc_number AS
WITH RECURSIVE above AS (
	SELECT assoc_id, assoc_id AS account_id, parent_id
	FROM slurm_data.assoc
	WHERE user_name = ''
	UNION ALL
	SELECT b.assoc_id, p.assoc_id, p.parent_id
	FROM above b
	JOIN slurm_data.assoc p ON p.assoc_id = b.parent_id
), users AS (
	SELECT parent_id, count(*)::integer AS n
	FROM slurm_data.assoc
	WHERE user_name <> ''
	GROUP BY parent_id
), account AS (
	SELECT b.account_id AS assoc_id, sum(1 + coalesce(u.n, 0))::integer AS size -- with itself
	FROM above b
	LEFT JOIN users u ON u.parent_id = b.assoc_id
	GROUP BY b.account_id
), placed AS (
	SELECT a.assoc_id, a.cluster_id, a.parent_id, a.user_name = '' AS is_account, coalesce(c.size, 1) AS size,
		sum(coalesce(c.size, 1)) OVER (PARTITION BY a.parent_id, a.cluster_id
			ORDER BY a.sibling_rank DESC, a.assoc_id ROWS UNBOUNDED PRECEDING)
			- coalesce(c.size, 1) AS before
	FROM slurm_data.assoc a
	LEFT JOIN account c ON c.assoc_id = a.assoc_id
), tree AS (
	SELECT assoc_id, 1::bigint AS lft
	FROM placed
	WHERE parent_id IS NULL
	UNION ALL
	SELECT p.assoc_id, t.lft + 1 + 2 * p.before
	FROM tree t
	JOIN placed p ON p.parent_id = t.assoc_id AND p.is_account
)
SELECT p.assoc_id, p.cluster_id,
	CASE WHEN p.is_account THEN t.lft ELSE t.lft + 1 + 2 * p.before END AS lft,
	CASE WHEN p.is_account THEN t.lft ELSE t.lft + 1 + 2 * p.before END + 2 * p.size - 1 AS rgt
FROM placed p
JOIN tree t ON t.assoc_id = CASE WHEN p.is_account THEN p.assoc_id ELSE p.parent_id END;
COMMENT ON VIEW slurm_data.assoc_number IS 'Slurm''s lft and rgt of each association: all below one lie between these; of siblings the one with the greatest sibling_rank comes first';
