-- $1 names, $2 servers, $3 descriptions, $4 managers, $5 numbers, $6 types,
-- $7 flags (one of them); of parts: $8 clusters, $9 how much (NULL: any); $10
-- removed ones too, $11 0 without parts, 1 those that have one that matches, 2
-- all of them with their parts
SELECT r.resource_id, r.name, r.server, r.type, r.total, r.description, r.manager,
	r.flags, r.last_consumed, r.modified_at,
	(SELECT coalesce(sum(o.allowed), 0) FROM slurm_data.resource_share o
	 WHERE o.resource_id = r.resource_id AND (NOT o.deleted OR $10)),
	c.name, s.allowed
FROM slurm_data.resource r
LEFT JOIN (slurm_data.resource_share s JOIN slurm_data.cluster c USING (cluster_id))
	ON s.resource_id = r.resource_id AND $11::integer > 0 AND (NOT s.deleted OR $10)
		AND ($8::text[] IS NULL OR c.name = ANY ($8))
		AND ($9::bigint[] IS NULL OR s.allowed = ANY ($9))
WHERE ($1::text[] IS NULL OR r.name = ANY ($1))
	AND ($2::text[] IS NULL OR r.server = ANY ($2))
	AND ($3::text[] IS NULL OR r.description = ANY ($3))
	AND ($4::text[] IS NULL OR r.manager = ANY ($4))
	AND ($5::bigint[] IS NULL OR r.resource_id = ANY ($5))
	AND ($6::bigint[] IS NULL OR r.type = ANY ($6))
	AND ($7::bigint IS NULL OR r.flags & $7 <> 0)
	AND (NOT r.deleted OR $10::boolean)
	AND ($11 <> 1 OR c.name IS NOT NULL)
ORDER BY r.resource_id, c.name
