-- $1 cluster, then of jobs: $2 wckeys, $3 users, $4 associations (their users
-- where $3 is NULL); $5 actor, $6 the log's action. Those that are not there
-- are added: a key that begins with a star is the user's default, and is
-- there without the star too. Returns those added.
WITH named AS (
	SELECT DISTINCT m.name, coalesce(m.user_name, s.user_name) AS user_name
	FROM unnest($2::text[], $3::text[], $4::bigint[]) AS m (name, user_name, assoc_id)
	LEFT JOIN slurm_data.assoc s USING (assoc_id)
	WHERE m.name IS NOT NULL
), wanted AS (
	SELECT substr(name, 2) AS name, user_name FROM named WHERE name LIKE '*%'
	UNION
	SELECT name, user_name FROM named
), missing AS (
	SELECT n.name, n.user_name, e.wckey_id AS old_id
	FROM wanted n
	LEFT JOIN slurm_data.wckey e ON e.cluster_id = $1::bigint AND e.name = n.name AND e.user_name = n.user_name
	WHERE n.user_name <> '' AND coalesce(e.deleted, true)
	ORDER BY n.name LIKE '*%', n.name
), added AS (
	INSERT INTO slurm_data.wckey (wckey_id, cluster_id, name, user_name)
	SELECT coalesce(old_id, nextval(pg_get_serial_sequence('slurm_data.wckey', 'wckey_id'))), $1::bigint, name, user_name
	FROM missing
	ON CONFLICT (cluster_id, name, user_name) DO UPDATE SET deleted = false, modified_at = now()
	RETURNING wckey_id, name, user_name
), logged AS (
	INSERT INTO slurm_data.txn (action, actor, cluster, name, info)
	SELECT $6::integer, $5::text, c.name, 'id_wckey=' || a.wckey_id,
		format('mod_time=%s, user=''%s'', wckey_name=''%s'', is_def=0', extract(epoch FROM now())::bigint, a.user_name, a.name)
	FROM (SELECT * FROM added ORDER BY wckey_id) a, slurm_data.cluster c
	WHERE c.cluster_id = $1::bigint
)
SELECT a.wckey_id, c.name, a.name, a.user_name
FROM added a, slurm_data.cluster c
WHERE c.cluster_id = $1::bigint
ORDER BY a.wckey_id
