-- $1 ids of QOS that go: no association allows or prefers them any longer
UPDATE slurm_data.assoc
SET modified_at = now(),
	qos = (SELECT array_agg(u.id ORDER BY u.n) FROM unnest(qos) WITH ORDINALITY AS u (id, n)
		WHERE NOT u.id = ANY ($1::bigint[])),
	qos_delta = (SELECT array_agg(u.id ORDER BY u.n) FROM unnest(qos_delta) WITH ORDINALITY AS u (id, n)
		WHERE NOT abs(u.id) = ANY ($1::bigint[])),
	default_qos_id = CASE WHEN default_qos_id = ANY ($1::bigint[]) THEN NULL ELSE default_qos_id END
WHERE qos && $1::bigint[]::integer[]
	OR default_qos_id = ANY ($1::bigint[])
	OR EXISTS (SELECT FROM unnest(qos_delta) AS u (id) WHERE abs(u.id) = ANY ($1::bigint[]))
