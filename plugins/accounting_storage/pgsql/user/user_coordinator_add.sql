-- $1 users, $2 accounts: each of the one for each of the other
INSERT INTO slurm_data.coordinator (account, user_name)
SELECT DISTINCT account, user_name
FROM unnest($1::text[]) AS u (user_name), unnest($2::text[]) AS a (account)
WHERE user_name <> '' AND account <> ''
ON CONFLICT DO NOTHING
