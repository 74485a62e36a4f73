-- $1 names, $2 descriptions, $3 flags, $4 ids that each may preempt; a QOS
-- that was removed comes back under its id. Limits from $5.
INSERT INTO slurm_data.qos AS a (qos_id, name, description, flags, preempt /*limits: names*/)
SELECT g.qos_id, g.name, g.description, g.flags, g.preempt::integer[] /*limits: given*/
FROM (
	SELECT o.*, coalesce(o.old_id, nextval(pg_get_serial_sequence('slurm_data.qos', 'qos_id'))) AS qos_id
	FROM (
		SELECT n.*, e.qos_id AS old_id
		FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[] /*limits: arrays*/)
			WITH ORDINALITY AS n (name, description, flags, preempt /*limits: names*/, place)
		LEFT JOIN slurm_data.qos e USING (name)
		ORDER BY n.place
	) o
) g
ON CONFLICT (name) DO UPDATE
SET deleted = false, modified_at = now(), description = EXCLUDED.description,
	flags = EXCLUDED.flags, preempt = EXCLUDED.preempt /*limits: excluded*/
RETURNING a.qos_id
