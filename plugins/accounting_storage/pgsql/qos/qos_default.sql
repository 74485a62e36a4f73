-- $1 names, $2 description: the ids of these QOS, made where they are missing
WITH given AS (
	SELECT name, n FROM unnest($1::text[]) WITH ORDINALITY AS g (name, n)
), revived AS (
	UPDATE slurm_data.qos q SET deleted = false, modified_at = now()
	FROM given g WHERE q.name = g.name AND q.deleted
), made AS (
	INSERT INTO slurm_data.qos (name, description)
	SELECT g.name, $2::text FROM given g
	WHERE NOT EXISTS (SELECT FROM slurm_data.qos q WHERE q.name = g.name)
	ORDER BY g.n
	ON CONFLICT (name) DO UPDATE SET deleted = false
	RETURNING qos_id, name
)
SELECT coalesce(q.qos_id, m.qos_id)
FROM given g
LEFT JOIN slurm_data.qos q USING (name)
LEFT JOIN made m USING (name)
ORDER BY g.n
