-- $1 clusters, $2 names, $3 users, $4 whether they are the users' default; one
-- that was removed comes back under its id. Returns place and id.
WITH given AS (
	SELECT DISTINCT ON (n.cluster, n.name, n.user_name) n.*, c.cluster_id, e.wckey_id AS old_id
	FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY
		AS n (cluster, name, user_name, is_default, place)
	JOIN slurm_data.cluster c ON c.name = n.cluster AND NOT c.deleted
	LEFT JOIN slurm_data.wckey e ON e.cluster_id = c.cluster_id AND e.name = n.name AND e.user_name = n.user_name
	ORDER BY n.cluster, n.name, n.user_name, n.place
), added AS (
	INSERT INTO slurm_data.wckey AS w (wckey_id, cluster_id, name, user_name, is_default)
	SELECT coalesce(g.old_id, nextval(pg_get_serial_sequence('slurm_data.wckey', 'wckey_id'))),
		g.cluster_id, g.name, g.user_name, g.is_default = 1
	FROM (SELECT * FROM given ORDER BY place) g
	ON CONFLICT (cluster_id, name, user_name) DO UPDATE
	SET deleted = false, modified_at = now(), is_default = EXCLUDED.is_default
	RETURNING w.wckey_id, w.cluster_id, w.name, w.user_name
)
SELECT g.place, a.wckey_id
FROM given g JOIN added a USING (cluster_id, name, user_name)
ORDER BY g.place
