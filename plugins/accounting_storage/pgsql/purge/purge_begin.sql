-- The purge of cluster $1's records of kind $2 before $3 begins.
INSERT INTO slurm_data.purge_state AS s (cluster_id, kind, asked_before, started_at)
VALUES ($1, $2, $3, clock_timestamp())
ON CONFLICT (cluster_id, kind) DO UPDATE
SET asked_before = excluded.asked_before, started_at = excluded.started_at, removed = 0
