-- $1 numbers, $2 flag of those whose parts are numbers: what has given out
-- more than there is
SELECT r.name, r.server, sum(s.allowed), CASE WHEN r.flags & $2 <> 0 THEN r.total ELSE 100 END
FROM slurm_data.resource r
JOIN slurm_data.resource_share s USING (resource_id)
WHERE r.resource_id = ANY ($1::bigint[]) AND NOT s.deleted
GROUP BY r.resource_id
HAVING sum(s.allowed) > CASE WHEN r.flags & $2 <> 0 THEN r.total ELSE 100 END
