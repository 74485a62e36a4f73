-- $1 cluster, $2 lft: the number of those behind it (as in assoc_find)
WITH RECURSIVE tree AS (
	SELECT a.assoc_id, 1 AS depth, ARRAY[-a.sibling_rank, a.assoc_id] AS path, a.deleted
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c USING (cluster_id)
	WHERE a.parent_id IS NULL AND c.name = $1
	UNION ALL
	SELECT a.assoc_id, t.depth + 1, t.path || ARRAY[-a.sibling_rank, a.assoc_id], a.deleted
	FROM tree t
	JOIN slurm_data.assoc a ON a.parent_id = t.assoc_id
), numbered AS (
	SELECT assoc_id, deleted, 2 * row_number() OVER (ORDER BY path) - depth AS lft
	FROM tree
)
SELECT assoc_id, lft
FROM numbered
WHERE lft > $2::bigint AND NOT deleted
ORDER BY lft
