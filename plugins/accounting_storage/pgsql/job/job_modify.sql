-- sacctmgr modify job. $1 clusters' names and $2 db_index of n records, $3 the
-- least end that they can have; then what is set, or NULL: $4 derived exit
-- code, $5 comment, $6 admin comment, $7 system comment, $8 wckey; $9: it is
-- to last when the job's end is told again. One row a record that is
-- changed: whether its wckey is known.
UPDATE slurm_data.job j SET
	derived_exit_code = COALESCE($4::integer, j.derived_exit_code),
	comment = COALESCE($5::text, j.comment),
	admin_comment = COALESCE($6::text, j.admin_comment),
	system_comment = COALESCE($7::text, j.system_comment),
	wckey = COALESCE($8::text, j.wckey),
	wckey_id = CASE WHEN $8::text IS NULL THEN j.wckey_id ELSE (
		SELECT w.wckey_id FROM slurm_data.wckey w WHERE w.cluster_id = j.cluster_id
		AND w.name = $8::text AND w.user_name = j.user_name) END,
	admin_rank = CASE WHEN $9::boolean AND j.end_rank > 1 THEN 2
		ELSE GREATEST(j.admin_rank, 1) END,
	modified_at = now()
FROM unnest($1::text[], $2::bigint[]) AS i (cluster, db_index)
JOIN slurm_data.cluster c ON c.name = i.cluster
WHERE j.cluster_id = c.cluster_id AND j.db_index = i.db_index AND j.end_time >= $3
RETURNING j.wckey_id IS NOT NULL OR $8::text IS NULL
