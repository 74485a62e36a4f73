-- $1 cluster, $2 spool, $3 its generation, $4 who asks, $5 the epoch that it
-- had before, or 0. No row: a later slurmctld has this spool.
INSERT INTO slurm_data.spool AS s (cluster_id, epoch, spool_id, generation, owner, backend_pid)
VALUES ($1, $5::bigint + 1, $2, $3, $4, pg_backend_pid())
ON CONFLICT (cluster_id) DO UPDATE SET
	epoch = greatest(s.epoch, $5::bigint) + 1,
	-- of another spool this one's records are not here
	committed = CASE WHEN s.spool_id = excluded.spool_id THEN s.committed ELSE 0 END,
	spool_id = excluded.spool_id, generation = excluded.generation,
	owner = excluded.owner, taken_at = now(), backend_pid = excluded.backend_pid
WHERE s.spool_id <> excluded.spool_id OR s.generation <= excluded.generation
RETURNING epoch, committed,
	(SELECT system_identifier FROM pg_control_system()) AS system_identifier,
	CASE WHEN pg_is_in_recovery() THEN '' ELSE left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END AS timeline
