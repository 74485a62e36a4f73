-- $1 names; $2 state in their federation (NULL: as it is), $3 features, one
-- text for each (NULL array: as they are). Returns number and state in it
UPDATE slurm_data.cluster c SET modified_at = now(),
	fed_state = coalesce($2, c.fed_state),
	fed_features = CASE WHEN $3::text[] IS NULL THEN c.fed_features ELSE g.features END
FROM unnest($1::text[], $3::text[]) AS g (name, features)
WHERE c.name = g.name AND NOT c.deleted
RETURNING c.name, c.fed_id, c.fed_state
