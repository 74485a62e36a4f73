-- $1 with deleted, $2 ids, $3 types ("gres", "gres/gpu"), $4 names
SELECT tres_id, type, name
FROM slurm_data.tres
WHERE (NOT deleted OR $1::boolean)
	AND ($2::bigint[] IS NULL OR tres_id = ANY ($2))
	AND ($3::text[] IS NULL OR type = ANY ($3) OR full_name = ANY ($3))
	AND ($4::text[] IS NULL OR name = ANY ($4))
ORDER BY tres_id
