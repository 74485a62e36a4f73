-- $1 cluster, $2 lft: the numbers of those behind it
SELECT n.assoc_id, n.lft
FROM slurm_data.assoc_number n
JOIN slurm_data.assoc a USING (assoc_id)
JOIN slurm_data.cluster c ON c.cluster_id = a.cluster_id
WHERE c.name = $1 AND n.lft > $2::bigint AND NOT a.deleted
ORDER BY n.lft
