-- $1 names; flags are (flags & $2) | $3; $4 to $6 action, actor and info of
-- the transaction log
WITH changed AS (
	UPDATE slurm_data.federation
	SET modified_at = now(), flags = (flags & $2) | $3
	WHERE name = ANY ($1::text[])
	RETURNING name
)
INSERT INTO slurm_data.txn (action, actor, name, info)
SELECT $4, $5, '(' || string_agg('name=''' || name || '''', ' || ' ORDER BY name) || ')', $6
FROM changed
