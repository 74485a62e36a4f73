-- $1 names; flags are (flags & $2) | $3. One that was removed comes back
INSERT INTO slurm_data.federation AS f (name, flags)
SELECT DISTINCT ON (name) name, $3::bigint FROM unnest($1::text[]) AS g (name)
ON CONFLICT (name) DO UPDATE SET deleted = false, modified_at = now(), flags = (f.flags & $2::bigint) | $3
