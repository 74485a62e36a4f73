-- $1 clusters, $2 with deleted, $3 only defaults, $4 accounts, $5 default QOS
-- ids, $6 users, $7 of users (true) or accounts (false) only, $8 partitions,
-- $9 ids, $10 parent accounts, $11 ids of QOS on their own list or delta,
-- $12 with all below those found, $13 own limits without inheritance,
-- $14 only what this user may see, $15 and coordinator of these accounts.
--
-- What is inherited comes down by the accounts; a user adds their own to their
-- account's.
WITH RECURSIVE seen AS (
	SELECT assoc_id, parent_id FROM slurm_data.assoc
	WHERE $14::text IS NOT NULL AND (user_name = $14 OR account = ANY ($15::text[]))
	UNION
	SELECT p.assoc_id, p.parent_id FROM seen s JOIN slurm_data.assoc p ON p.assoc_id = s.parent_id
), matching AS (
	SELECT a.assoc_id, CASE WHEN a.user_name = '' THEN a.assoc_id ELSE a.parent_id END AS account_id
	FROM slurm_data.assoc a
	LEFT JOIN slurm_data.assoc p ON p.assoc_id = a.parent_id
	WHERE (NOT $3::boolean OR a.is_default)
		AND ($4::text[] IS NULL OR a.account = ANY ($4))
		AND ($5::bigint[] IS NULL OR a.default_qos_id = ANY ($5))
		AND ($6::text[] IS NULL OR a.user_name = ANY ($6))
		AND ($7::boolean IS NULL OR (a.user_name <> '') = $7)
		AND ($8::text[] IS NULL OR a.partition = ANY ($8))
		AND ($9::bigint[] IS NULL OR a.assoc_id = ANY ($9))
		AND ($10::text[] IS NULL OR a.user_name = '' AND p.account = ANY ($10))
		AND ($11::bigint[] IS NULL OR coalesce(a.qos, '{}') || coalesce(a.qos_delta, '{}') && $11::integer[])
), wanted AS (
	SELECT assoc_id, account_id FROM matching
	UNION
	SELECT a.assoc_id, CASE WHEN a.user_name = '' THEN a.assoc_id ELSE a.parent_id END
	FROM wanted w JOIN slurm_data.assoc a ON a.parent_id = w.assoc_id
	WHERE $12::boolean
), account AS (
	-- of those wanted, and all above
	SELECT account_id AS assoc_id FROM wanted
	UNION
	SELECT a.parent_id FROM account t JOIN slurm_data.assoc a USING (assoc_id) WHERE a.parent_id IS NOT NULL
), tree AS (
	SELECT a.assoc_id, a.account, NULL::text COLLATE "C" AS parent, c.name AS cluster,
		row_number() OVER (ORDER BY array_position($1::text[], c.name), c.name) AS place,
		coalesce(a.qos, '{}') AS qos,
		CASE WHEN a.qos IS NULL THEN coalesce(a.qos_delta, '{}') ELSE '{}' END AS qos_delta /*limits: top*/
	FROM slurm_data.assoc a
	JOIN slurm_data.cluster c USING (cluster_id)
	WHERE a.parent_id IS NULL AND NOT c.deleted AND ($1::text[] IS NULL OR c.name = ANY ($1))
	UNION ALL
	SELECT a.assoc_id, a.account, t.account, t.cluster, t.place, coalesce(a.qos, t.qos),
		CASE WHEN a.qos IS NULL THEN t.qos_delta || coalesce(a.qos_delta, '{}') ELSE '{}' END /*limits: inherit*/
	FROM tree t
	JOIN slurm_data.assoc a ON a.parent_id = t.assoc_id AND a.user_name = ''
	WHERE a.assoc_id IN (SELECT assoc_id FROM account)
)
SELECT a.assoc_id, n.lft, n.rgt, t.cluster, a.account, a.user_name, a.partition, a.parent_id,
	CASE WHEN a.user_name = '' THEN t.parent END, a.deleted,
	CASE WHEN q.own THEN a.qos ELSE coalesce(a.qos, t.qos) END,
	CASE WHEN q.own THEN a.qos_delta
		WHEN a.user_name = '' THEN t.qos_delta
		WHEN a.qos IS NULL THEN t.qos_delta || coalesce(a.qos_delta, '{}') END /*limits: effective*/
FROM wanted w
JOIN slurm_data.assoc a ON a.assoc_id = w.assoc_id
JOIN tree t ON t.assoc_id = w.account_id
JOIN slurm_data.assoc_numbers(ARRAY(SELECT assoc_id FROM account)) n ON n.assoc_id = a.assoc_id
CROSS JOIN (SELECT $13::boolean AS own) q
WHERE (NOT a.deleted OR $2::boolean)
	AND ($14::text IS NULL OR a.assoc_id IN (SELECT assoc_id FROM seen))
ORDER BY t.place, n.lft
