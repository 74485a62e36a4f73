-- $1 names, $2 level, $3 default accounts, $4 default wckeys, $5 clusters of
-- these: who is named and of that level, and besides, of those named, who has
-- such a default (as accounting_storage/mysql understands a condition of a
-- change: modify user where name=alice defaultaccount=phys is about alice)
SELECT u.name
FROM slurm_data.slurm_user u
WHERE NOT u.deleted
	AND ($1::text[] IS NULL OR u.name = ANY ($1))
	AND (($1::text[] IS NOT NULL OR $2::text IS NOT NULL) AND ($2::text IS NULL OR u.admin_level = $2)
		OR $3::text[] IS NOT NULL AND EXISTS (
			SELECT FROM slurm_data.assoc a JOIN slurm_data.cluster c USING (cluster_id)
			WHERE a.user_name = u.name AND a.user_name <> '' AND a.is_default AND NOT a.deleted
				AND a.account = ANY ($3) AND ($5::text[] IS NULL OR c.name = ANY ($5)))
		OR $4::text[] IS NOT NULL AND EXISTS (
			SELECT FROM slurm_data.wckey w JOIN slurm_data.cluster c USING (cluster_id)
			WHERE w.user_name = u.name AND w.is_default AND NOT w.deleted
				AND w.name = ANY ($4) AND ($5::text[] IS NULL OR c.name = ANY ($5))))
ORDER BY u.name
