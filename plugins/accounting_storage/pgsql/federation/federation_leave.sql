-- $1 federation (NULL: any), $2 clusters (NULL: all), $3 but these (or NULL)
UPDATE slurm_data.cluster
SET federation = NULL, fed_id = 0, fed_state = 0, modified_at = now()
WHERE NOT deleted AND federation IS NOT NULL
	AND ($1::text IS NULL OR federation = $1)
	AND ($2::text[] IS NULL OR name = ANY ($2))
	AND ($3::text[] IS NULL OR NOT name = ANY ($3))
