-- $1 ids: jobs that are waiting or running there
SELECT j.job_id, c.name, a.account, a.user_name, a.partition
FROM slurm_data.assoc a
JOIN slurm_data.cluster c USING (cluster_id)
JOIN slurm_data.job j ON j.cluster_id = a.cluster_id AND j.assoc_id = a.assoc_id
WHERE a.assoc_id = ANY ($1::bigint[]) AND j.end_time = 'infinity' AND a.user_name <> ''
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1
