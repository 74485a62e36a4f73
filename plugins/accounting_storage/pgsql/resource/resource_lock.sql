-- $1 numbers: those that are there, not to be changed by others meanwhile
SELECT resource_id, name, server, type, total, flags, last_consumed
FROM slurm_data.resource
WHERE resource_id = ANY ($1::bigint[]) AND NOT deleted
ORDER BY resource_id
FOR UPDATE
