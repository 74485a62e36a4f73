-- $1 numbers; NULL for "as it is": $2 total, $3 description, $4 manager,
-- $5 type, $6 last consumed; flags are (flags & $7) | $8
UPDATE slurm_data.resource SET modified_at = now(),
	total = coalesce($2, total), description = coalesce($3, description),
	manager = coalesce($4, manager), type = coalesce($5, type),
	last_consumed = coalesce($6, last_consumed), flags = (flags & $7) | $8
WHERE resource_id = ANY ($1::bigint[])
