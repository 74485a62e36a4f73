-- $1 ids, $2 QOS ids and $3 deltas of each, $4 whether these change. Limits
-- from $5, the same for all.
UPDATE slurm_data.assoc a
SET modified_at = now(),
	qos = CASE WHEN $4::boolean THEN r.qos::integer[] ELSE a.qos END,
	qos_delta = CASE WHEN $4::boolean THEN r.qos_delta::integer[] ELSE a.qos_delta END /*limits: change*/
FROM unnest($1::bigint[], $2::text[], $3::text[]) AS r (assoc_id, qos, qos_delta),
	unnest(ARRAY[0] /*limits: arrays*/) AS g (one /*limits: names*/)
WHERE a.assoc_id = r.assoc_id
