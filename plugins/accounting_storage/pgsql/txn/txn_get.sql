-- $1 accounts, $2 clusters, $3 users, $4 actions, $5 actors, $6 ids, $7 info
-- contains, $8 name contains, $9 from, $10 to, $11 with users and accounts of
-- the associations.
-- A change concerns an account or user if it names one of their associations
-- or, quoted or alone, themselves.
SELECT t.txn_id, t.at, t.action, t.name, t.actor, t.info, t.cluster, w.users, w.accounts
FROM slurm_data.txn t
LEFT JOIN LATERAL (
	SELECT string_agg(DISTINCT a.user_name, ',' ORDER BY a.user_name) FILTER (WHERE a.user_name <> '') AS users,
		string_agg(DISTINCT a.account, ',' ORDER BY a.account) AS accounts
	FROM regexp_matches(t.name, 'id_assoc=([0-9]{1,18})', 'g') AS m (id)
	JOIN slurm_data.assoc a ON a.assoc_id = m.id[1]::bigint
	WHERE $11::boolean
) w ON true
WHERE ($1::text[] IS NULL AND $3::text[] IS NULL
	OR EXISTS (
		SELECT FROM regexp_matches(t.name, 'id_assoc=([0-9]{1,18})', 'g') AS m (id)
		JOIN slurm_data.assoc a ON a.assoc_id = m.id[1]::bigint
		WHERE ($1::text[] IS NULL OR a.account = ANY ($1))
			AND ($3::text[] IS NULL OR a.user_name = ANY ($3)))
	OR (($1::text[] IS NULL OR EXISTS (SELECT FROM unnest($1::text[]) AS u (word)
			WHERE t.name = word OR strpos(t.name, '''' || word || '''') > 0
				OR strpos(t.info, 'acct=''' || word || '''') > 0))
		AND ($3::text[] IS NULL OR EXISTS (SELECT FROM unnest($3::text[]) AS u (word)
			WHERE t.name = word OR strpos(t.name, '''' || word || '''') > 0
				OR strpos(t.info, 'user=''' || word || '''') > 0))))
	AND ($2::text[] IS NULL OR EXISTS (SELECT FROM unnest($2::text[]) AS u (word)
		WHERE t.cluster = word OR t.name = word OR strpos(t.name, '''' || word || '''') > 0
			OR strpos(t.info, 'cluster=''' || word || '''') > 0))
	AND ($4::integer[] IS NULL OR t.action = ANY ($4))
	AND ($5::text[] IS NULL OR t.actor = ANY ($5))
	AND ($6::bigint[] IS NULL OR t.txn_id = ANY ($6))
	AND ($7::text[] IS NULL OR EXISTS (SELECT FROM unnest($7::text[]) AS u (part) WHERE strpos(t.info, part) > 0))
	AND ($8::text[] IS NULL OR EXISTS (SELECT FROM unnest($8::text[]) AS u (part) WHERE strpos(t.name, part) > 0))
	AND ($9::timestamptz IS NULL OR t.at >= $9)
	AND ($10::timestamptz IS NULL OR t.at < $10)
ORDER BY t.at, t.txn_id
