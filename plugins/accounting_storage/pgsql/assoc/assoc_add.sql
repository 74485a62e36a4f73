-- $1 clusters, $2 accounts, $3 users, $4 partitions, $5 parent accounts, $6
-- order among siblings, $7 ids (0: the next), $8 QOS ids, $9 deltas of QOS ids.
-- Limits from $10. One that was removed comes back under its id; one that is
-- there stays as it is. A parent may be among the given. Returns for each
-- given: its place, id, whether it was added, cluster and parent.
WITH given AS (
	SELECT DISTINCT ON (n.cluster, n.account, n.user_name, n.partition) n.*, c.cluster_id
	FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[] /*limits: arrays*/)
		WITH ORDINALITY AS n (cluster, account, user_name, partition, parent, rank, id, qos, qos_delta /*limits: names*/, place)
	LEFT JOIN slurm_data.cluster c ON c.name = n.cluster AND NOT c.deleted
	ORDER BY n.cluster, n.account, n.user_name, n.partition, n.place
), known AS (
	SELECT g.*, e.assoc_id AS old_id, coalesce(e.deleted, true) AS missing
	FROM given g
	LEFT JOIN slurm_data.assoc e USING (cluster_id, account, user_name, partition)
	ORDER BY g.place
), placed AS MATERIALIZED (
	SELECT k.*, coalesce(k.old_id, nullif(k.id, 0),
		CASE WHEN k.cluster_id IS NOT NULL
			THEN nextval(pg_get_serial_sequence('slurm_data.assoc', 'assoc_id')) END) AS assoc_id
	FROM known k
), related AS (
	SELECT p.*, coalesce(
		(SELECT a.assoc_id FROM slurm_data.assoc a
			WHERE a.cluster_id = p.cluster_id AND a.account = p.parent
				AND a.user_name = '' AND a.partition = '' AND NOT a.deleted),
		(SELECT o.assoc_id FROM placed o
			WHERE o.cluster_id = p.cluster_id AND o.account = p.parent
				AND o.user_name = '' AND o.assoc_id <> p.assoc_id)) AS parent_id
	FROM placed p
), added AS (
	INSERT INTO slurm_data.assoc AS a (assoc_id, cluster_id, account, user_name, partition, parent_id,
		sibling_rank, qos, qos_delta /*limits: names*/)
	SELECT g.assoc_id, g.cluster_id, g.account, g.user_name, g.partition, g.parent_id,
		g.rank + (SELECT coalesce(max(sibling_rank), 0) FROM slurm_data.assoc),
		g.qos::integer[], g.qos_delta::integer[] /*limits: given*/
	FROM related g
	WHERE g.missing AND g.parent_id IS NOT NULL
	ON CONFLICT (cluster_id, account, user_name, partition) DO UPDATE
	SET deleted = false, modified_at = now(), parent_id = EXCLUDED.parent_id,
		sibling_rank = CASE WHEN a.parent_id = EXCLUDED.parent_id THEN a.sibling_rank ELSE EXCLUDED.sibling_rank END,
		qos = EXCLUDED.qos, qos_delta = EXCLUDED.qos_delta /*limits: excluded*/
	WHERE a.deleted
	RETURNING a.assoc_id
)
SELECT r.place, r.assoc_id, d.assoc_id IS NOT NULL, r.cluster_id, r.parent_id
FROM related r
LEFT JOIN added d USING (assoc_id)
ORDER BY r.place
