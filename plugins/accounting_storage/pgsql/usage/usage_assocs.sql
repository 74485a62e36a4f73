-- Usage of associations $1, each with all below it, from $2 to $3 (NULL: as
-- slurm_data.usage_period() has it). Only those that used something are
-- climbed from, up to root. $1 may be of several clusters.
WITH RECURSIVE asked AS (
	SELECT a.assoc_id, a.ord FROM unnest($1::bigint[]) WITH ORDINALITY AS a (assoc_id, ord)
), used AS MATERIALIZED (
	SELECT u.assoc_id, u.tres_id, u.period_start, u.alloc_seconds
	FROM slurm_data.rollup_state s
	CROSS JOIN LATERAL slurm_data.usage_period(s.time_zone, $2, $3) p
	JOIN slurm_data.assoc_usage u ON u.cluster_id = s.cluster_id AND u.unit = p.unit
		AND u.period_start >= p.period_since AND u.period_start < p.period_until
	WHERE s.cluster_id IN (SELECT a.cluster_id FROM asked k JOIN slurm_data.assoc a USING (assoc_id))
), above AS (
	SELECT DISTINCT assoc_id, assoc_id AS above_id FROM used
	UNION ALL
	SELECT b.assoc_id, a.parent_id
	FROM above b
	JOIN slurm_data.assoc a ON a.assoc_id = b.above_id
	WHERE a.parent_id IS NOT NULL
)
SELECT k.ord, t.tres_id, t.type, t.name, u.period_start, sum(u.alloc_seconds)
FROM asked k
JOIN above b ON b.above_id = k.assoc_id
JOIN used u ON u.assoc_id = b.assoc_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
GROUP BY k.ord, t.tres_id, u.period_start
ORDER BY k.ord, u.period_start, t.tres_id
