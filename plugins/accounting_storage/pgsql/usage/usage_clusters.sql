-- Usage of clusters $1 (names) from $2 to $3 (NULL: as slurm_data.usage_period()
-- has it)
SELECT k.ord, t.tres_id, t.type, t.name, u.period_start, u.alloc_seconds,
	u.amount, u.down_seconds, u.planned_down_seconds, u.idle_seconds,
	u.planned_seconds, u.over_seconds
FROM unnest($1::text[]) WITH ORDINALITY AS k (name, ord)
JOIN slurm_data.cluster c ON c.name = k.name
JOIN slurm_data.rollup_state s ON s.cluster_id = c.cluster_id
CROSS JOIN LATERAL slurm_data.usage_period(s.time_zone, $2, $3) p
JOIN slurm_data.cluster_usage u ON u.cluster_id = s.cluster_id AND u.unit = p.unit
	AND u.period_start >= p.period_since AND u.period_start < p.period_until
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
ORDER BY k.ord, u.period_start, t.tres_id
