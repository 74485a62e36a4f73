-- $1 ids, whole subtrees. What is younger than a day and has not been used
-- was a slip and goes altogether, with all that is below it; else the rows are
-- kept for the jobs that name them. Returns how many are gone.
WITH RECURSIVE doomed AS (
	SELECT assoc_id, cluster_id, parent_id, created_at, had_jobs FROM slurm_data.assoc
	WHERE assoc_id = ANY ($1::bigint[])
	UNION
	SELECT a.assoc_id, a.cluster_id, a.parent_id, a.created_at, a.had_jobs
	FROM doomed d JOIN slurm_data.assoc a ON a.parent_id = d.assoc_id
), used AS (
	SELECT EXISTS (
		SELECT FROM doomed d WHERE d.had_jobs OR EXISTS (
			SELECT FROM slurm_data.job j
			WHERE j.cluster_id = d.cluster_id AND j.assoc_id = d.assoc_id AND j.end_time >= d.created_at)
	) AS yes
), slips AS (
	SELECT d.assoc_id FROM doomed d, used u
	WHERE NOT u.yes AND d.created_at > now() - interval '1 day'
	UNION
	SELECT d.assoc_id FROM slips s JOIN doomed d ON d.parent_id = s.assoc_id
), gone AS (
	DELETE FROM slurm_data.assoc a USING slips s WHERE a.assoc_id = s.assoc_id
	RETURNING a.assoc_id
), kept AS (
	UPDATE slurm_data.assoc a
	SET deleted = true, modified_at = now(), qos = NULL, qos_delta = NULL /*limits: reset*/
	WHERE a.assoc_id IN (SELECT assoc_id FROM doomed) AND a.assoc_id NOT IN (SELECT assoc_id FROM slips)
)
SELECT count(*) FROM gone
