-- Likewise the steps of n records: $1 cluster, $2 db_index, $3 ends
UPDATE slurm_data.step s
SET end_time = GREATEST(i.ended, s.start_time), end_rank = 1, state = 'CANCELLED', modified_at = now()
FROM unnest($2::bigint[], $3::timestamptz[]) AS i (record, ended)
WHERE s.cluster_id = $1 AND s.db_index = i.record AND s.end_time = 'infinity'
RETURNING s.end_time, s.start_time, s.job_id, s.job_id
