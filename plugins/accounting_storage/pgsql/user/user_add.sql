-- $1 names, $2 levels; one that was removed comes back
INSERT INTO slurm_data.slurm_user (name, admin_level)
SELECT DISTINCT ON (name) name, level
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS g (name, level, n)
ORDER BY name, n
ON CONFLICT (name) DO UPDATE
SET deleted = false, modified_at = now(), admin_level = EXCLUDED.admin_level
