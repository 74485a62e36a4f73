-- Usage of clusters $1 is not to be summed again before $2.
UPDATE slurm_data.rollup_state
SET kept_from = $2
WHERE cluster_id = ANY ($1::integer[]) AND kept_from < $2
