-- Which jobs have a script or an environment that is not stored: $1 cluster,
-- $2 and $3 hashes of both, NULL for none. Numbers of elements from 1 on.
SELECT n FROM unnest($2::text[], $3::text[]) WITH ORDINALITY job (script, env, n)
WHERE script IS NOT NULL AND NOT EXISTS (
	SELECT FROM slurm_data.job_script s WHERE s.cluster_id = $1 AND s.hash = job.script)
OR env IS NOT NULL AND NOT EXISTS (
	SELECT FROM slurm_data.job_env e WHERE e.cluster_id = $1 AND e.hash = job.env)
