-- Usage of wckeys $1 from $2 to $3 (NULL: as slurm_data.usage_period() has it)
SELECT k.ord, t.tres_id, t.type, t.name, u.period_start, u.alloc_seconds
FROM unnest($1::bigint[]) WITH ORDINALITY AS k (wckey_id, ord)
JOIN slurm_data.wckey w USING (wckey_id)
JOIN slurm_data.rollup_state s ON s.cluster_id = w.cluster_id
CROSS JOIN LATERAL slurm_data.usage_period(s.time_zone, $2, $3) p
JOIN slurm_data.wckey_usage u ON u.cluster_id = s.cluster_id AND u.unit = p.unit
	AND u.period_start >= p.period_since AND u.period_start < p.period_until
	AND u.wckey_id = k.wckey_id
JOIN slurm_data.tres t ON t.tres_id = u.tres_id
ORDER BY k.ord, u.period_start, t.tres_id
