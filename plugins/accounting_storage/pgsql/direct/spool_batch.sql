-- Before a batch is stored: $1 cluster, $2 our epoch, $3 the last number of
-- ours that is known to be stored, $4 the last one of the batch, and what
-- slurm.lag shows: $5 how many wait behind it, $6 since when, $7 bytes of the
-- spool, $8 their bound, $9 to $11 records lost of steps, of starts, others,
-- $12 scripts and environments.
-- What the row was is returned; it is written only if it was as we left it.
WITH was AS MATERIALIZED (
	SELECT epoch, committed, owner FROM slurm_data.spool WHERE cluster_id = $1 FOR UPDATE
), written AS (
	UPDATE slurm_data.spool s SET
		committed = greatest(s.committed, $4), committed_at = now(),
		waiting = $5, oldest_at = $6, bytes = $7, bytes_limit = $8,
		lost_steps = $9, lost_starts = $10, lost_others = $11, lost_scripts = $12,
		backend_pid = pg_backend_pid()
	FROM was
	WHERE s.cluster_id = $1 AND was.epoch = $2 AND was.committed >= $3
)
SELECT epoch, committed, owner FROM was
