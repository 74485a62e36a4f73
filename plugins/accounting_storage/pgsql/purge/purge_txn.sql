-- Transactions of cluster $1 (0: of no cluster) before $2; $4 at most.
WITH old AS MATERIALIZED (
	SELECT txn_id FROM slurm_data.txn
	WHERE at < $2 AND $3::timestamptz IS NOT NULL AND cluster = coalesce(
		(SELECT name FROM slurm_data.cluster WHERE cluster_id = $1), '')
	LIMIT $4 FOR UPDATE SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.txn t USING old WHERE t.txn_id = old.txn_id RETURNING t.*
)
INSERT INTO pg_temp.gone_txn SELECT * FROM gone
