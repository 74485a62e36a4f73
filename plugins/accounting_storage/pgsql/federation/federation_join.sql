-- $1 federation, $2 clusters in order, $3 state (NULL: active for who joins),
-- $4 greatest number: how many are known, and whether there was room for all
WITH asked AS (
	SELECT c.cluster_id, c.federation IS NOT DISTINCT FROM $1 AND c.fed_id > 0 AS member, min(g.n) AS n
	FROM unnest($2::text[]) WITH ORDINALITY AS g (name, n)
	JOIN slurm_data.cluster c ON c.name = g.name AND NOT c.deleted
	GROUP BY c.cluster_id
), joining AS (
	SELECT cluster_id, row_number() OVER (ORDER BY n) AS n FROM asked WHERE NOT member
), free AS (
	SELECT id, row_number() OVER (ORDER BY id) AS n
	FROM generate_series(1, $4::integer) AS id
	WHERE NOT EXISTS (SELECT FROM slurm_data.cluster c
		WHERE c.federation = $1 AND c.fed_id = id AND NOT c.deleted)
), joined AS (
	UPDATE slurm_data.cluster c
	SET federation = $1, fed_id = f.id, fed_state = coalesce($3::integer, 1), modified_at = now()
	FROM joining j
	JOIN free f USING (n)
	WHERE c.cluster_id = j.cluster_id
), stayed AS (
	UPDATE slurm_data.cluster c SET fed_state = $3, modified_at = now()
	FROM asked a
	WHERE c.cluster_id = a.cluster_id AND a.member AND $3 IS NOT NULL
)
SELECT count(*) AS known,
	(SELECT count(*) FROM joining) <= (SELECT count(*) FROM free) AS room
FROM asked
