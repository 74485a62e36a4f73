-- The hierarchy of associations in numbers: Slurm's lft and rgt, depth first.
--
-- Only accounts have children, and there are far fewer of them than users. So
-- the walk is over accounts: upwards for how many are below each, sideways
-- (a window) for how many stand before one among its siblings, and downwards
-- to add these up. 30,000 associations of 300 accounts take a tenth of the
-- time that sorting all of them by their paths would. Only children of the given
-- parents get numbers (NULL: all do), and the first of each cluster: who asks
-- for a few of them names their accounts and all above these.
CREATE FUNCTION slurm_data.assoc_numbers(parents bigint[])
RETURNS TABLE (assoc_id bigint, cluster_id integer, lft bigint, rgt bigint)
LANGUAGE sql STABLE
AS $$
WITH RECURSIVE above AS (
	SELECT a.assoc_id, a.assoc_id AS account_id, a.parent_id
	FROM slurm_data.assoc a
	WHERE a.user_name = ''
	UNION ALL
	SELECT b.assoc_id, p.assoc_id, p.parent_id
	FROM above b
	JOIN slurm_data.assoc p ON p.assoc_id = b.parent_id AND p.user_name = ''
), users AS (
	SELECT a.parent_id, count(*)::integer AS n
	FROM slurm_data.assoc a
	WHERE a.user_name <> ''
	GROUP BY a.parent_id
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
	WHERE parents IS NULL OR a.parent_id IS NULL OR a.parent_id IN (SELECT unnest(parents))
), tree AS (
	SELECT p.assoc_id, 1::bigint AS lft
	FROM placed p
	WHERE p.parent_id IS NULL
	UNION ALL
	SELECT p.assoc_id, t.lft + 1 + 2 * p.before
	FROM tree t
	JOIN placed p ON p.parent_id = t.assoc_id AND p.is_account
)
SELECT p.assoc_id, p.cluster_id,
	CASE WHEN p.is_account THEN t.lft ELSE t.lft + 1 + 2 * p.before END,
	CASE WHEN p.is_account THEN t.lft ELSE t.lft + 1 + 2 * p.before END + 2 * p.size - 1
FROM placed p
JOIN tree t ON t.assoc_id = CASE WHEN p.is_account THEN p.assoc_id ELSE p.parent_id END
$$;
COMMENT ON FUNCTION slurm_data.assoc_numbers(bigint[]) IS 'Slurm''s lft and rgt of the associations with these parents, NULL for all: all below one lie between these; of siblings the one with the greatest sibling_rank comes first';

CREATE VIEW slurm_data.assoc_number AS
SELECT assoc_id, cluster_id, lft, rgt FROM slurm_data.assoc_numbers(NULL);
COMMENT ON VIEW slurm_data.assoc_number IS 'Slurm''s lft and rgt of each association';
