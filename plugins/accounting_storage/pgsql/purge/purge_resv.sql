-- Reservations of cluster $1 that began before $2, and ended by $3; $4 at
-- most.
WITH old AS MATERIALIZED (
	SELECT ctid AS at FROM slurm_data.reservation
	WHERE cluster_id = $1 AND start_time < $2 AND end_time <= $3 AND end_time < 'infinity'
	LIMIT $4 FOR UPDATE SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.reservation r USING old WHERE r.ctid = old.at RETURNING r.*
), usage AS (
	DELETE FROM slurm_data.reservation_usage u USING gone
	WHERE u.cluster_id = $1 AND u.resv_id = gone.resv_id AND u.resv_start = gone.start_time
)
INSERT INTO pg_temp.gone_reservation SELECT * FROM gone
