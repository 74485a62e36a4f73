-- $1 names, $2 servers, $3 types, $4 totals; $5 descriptions, $6 managers,
-- $7 flags, $8 last consumed, each NULL for "not given": then one that was
-- removed and comes back has what it had
WITH given AS (
	SELECT DISTINCT ON (name, server, type) *
	FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::text[], $6::text[],
		$7::bigint[], $8::bigint[])
		WITH ORDINALITY AS g (name, server, type, total, description, manager, flags, consumed, n)
	ORDER BY name, server, type, n DESC
)
INSERT INTO slurm_data.resource AS r
	(name, server, type, total, description, manager, flags, last_consumed)
SELECT g.name, g.server, g.type, g.total, coalesce(g.description, o.description),
	coalesce(g.manager, o.manager, ''), coalesce(g.flags, o.flags, 0),
	coalesce(g.consumed, o.last_consumed, 0)
FROM given g
LEFT JOIN slurm_data.resource o USING (name, server, type)
ORDER BY g.n
ON CONFLICT (name, server, type) DO UPDATE SET deleted = false, modified_at = now(),
	total = excluded.total, description = excluded.description,
	manager = excluded.manager, flags = excluded.flags,
	last_consumed = excluded.last_consumed
RETURNING resource_id, name, server, type
