-- $1 ids of QOS that go: no association allows them any longer. Defaults stay:
-- sacctmgr looks for them afterwards, and takes the removal back if it finds one
UPDATE slurm_data.assoc
SET modified_at = now(),
	qos = (SELECT array_agg(u.id ORDER BY u.n) FROM unnest(qos) WITH ORDINALITY AS u (id, n)
		WHERE NOT u.id = ANY ($1::bigint[])),
	qos_delta = (SELECT array_agg(u.id ORDER BY u.n) FROM unnest(qos_delta) WITH ORDINALITY AS u (id, n)
		WHERE NOT abs(u.id) = ANY ($1::bigint[]))
WHERE qos && $1::bigint[]::integer[]
	OR EXISTS (SELECT FROM unnest(qos_delta) AS u (id) WHERE abs(u.id) = ANY ($1::bigint[]))
