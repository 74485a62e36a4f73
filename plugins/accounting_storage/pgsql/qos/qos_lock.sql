-- those to be changed; parameters as qos_find
SELECT a.qos_id, a.name, a.preempt
FROM slurm_data.qos a
WHERE (NOT a.deleted OR $1::boolean)
	AND ($2::text[] IS NULL OR a.description = ANY ($2))
	AND ($3::bigint[] IS NULL OR a.qos_id = ANY ($3))
	AND ($4::text[] IS NULL OR a.name = ANY ($4))
	AND ($5::integer IS NULL OR a.preempt_mode & $5 <> 0 OR ($6::boolean AND a.preempt_mode = 0))
ORDER BY CASE WHEN $4::text[] IS NOT NULL THEN a.name END, a.qos_id
FOR UPDATE
