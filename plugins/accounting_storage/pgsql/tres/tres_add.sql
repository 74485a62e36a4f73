-- $1 types, $2 names: the id of each in turn, and whether it is new
WITH given AS (
	SELECT type, coalesce(name, '') AS name, n
	FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS g (type, name, n)
), missing AS (
	SELECT g.type, g.name, min(g.n) AS n
	FROM given g
	LEFT JOIN slurm_data.tres t USING (type, name)
	WHERE t.tres_id IS NULL
	GROUP BY g.type, g.name
), added AS (
	INSERT INTO slurm_data.tres (tres_id, type, name)
	SELECT nextval('slurm_data.tres_id_seq'), m.type, m.name
	FROM (SELECT * FROM missing ORDER BY n) m
	ON CONFLICT (type, name) DO UPDATE SET deleted = false
	RETURNING tres_id, type, name
), revived AS (
	UPDATE slurm_data.tres t SET deleted = false
	FROM given g
	WHERE t.type = g.type AND t.name = g.name AND t.deleted
	RETURNING t.tres_id, t.type, t.name
)
SELECT coalesce(a.tres_id, r.tres_id, t.tres_id), a.tres_id IS NOT NULL OR r.tres_id IS NOT NULL
FROM given g
LEFT JOIN slurm_data.tres t USING (type, name)
LEFT JOIN added a USING (type, name)
LEFT JOIN revived r USING (type, name)
ORDER BY g.n
