-- $1 ids of those to be changed
SELECT assoc_id, qos, qos_delta
FROM slurm_data.assoc
WHERE assoc_id = ANY ($1::bigint[])
ORDER BY assoc_id
FOR UPDATE
