-- $1 id of an account's association, $2 account to be its parent: becomes its
-- first child. A parent from below takes the mover's place first. Nothing
-- where it is the first child already, there is no such parent, or it is the
-- root, above which there is nothing.
WITH RECURSIVE mover AS (
	SELECT * FROM slurm_data.assoc WHERE assoc_id = $1::bigint AND parent_id IS NOT NULL
), target AS (
	SELECT a.* FROM slurm_data.assoc a JOIN mover m USING (cluster_id)
	WHERE a.account = $2 AND a.user_name = '' AND a.partition = '' AND NOT a.deleted
		AND a.assoc_id <> m.assoc_id
), above AS (
	SELECT assoc_id, parent_id FROM target
	UNION
	SELECT a.assoc_id, a.parent_id FROM above b JOIN slurm_data.assoc a ON a.assoc_id = b.parent_id
), moves AS (
	SELECT t.assoc_id, m.parent_id, 1 AS rank
	FROM target t, mover m
	WHERE m.assoc_id IN (SELECT assoc_id FROM above)
	UNION ALL
	SELECT m.assoc_id, t.assoc_id, 2
	FROM target t, mover m
	WHERE m.parent_id IS DISTINCT FROM t.assoc_id
		OR EXISTS (SELECT FROM slurm_data.assoc s WHERE s.parent_id = t.assoc_id
			AND (-s.sibling_rank, s.assoc_id) < (-m.sibling_rank, m.assoc_id))
)
UPDATE slurm_data.assoc a
SET modified_at = now(), parent_id = v.parent_id,
	sibling_rank = v.rank + (SELECT max(sibling_rank) FROM slurm_data.assoc)
FROM moves v
WHERE a.assoc_id = v.assoc_id
