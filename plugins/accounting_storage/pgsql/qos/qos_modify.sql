-- $1 ids, $2 what each may preempt (NULL: as it is), $3 description, $4 flags
-- to keep, $5 flags to set. Limits from $6, the same for all.
UPDATE slurm_data.qos a
SET modified_at = now(), description = coalesce($3::text, a.description),
	flags = a.flags & $4::bigint | $5::bigint,
	preempt = coalesce(r.preempt::integer[], a.preempt) /*limits: change*/
FROM unnest($1::bigint[], $2::text[]) AS r (qos_id, preempt),
	unnest(ARRAY[0] /*limits: arrays*/) AS g (one /*limits: names*/)
WHERE a.qos_id = r.qos_id
