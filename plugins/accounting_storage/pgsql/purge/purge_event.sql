-- Events of cluster $1 that began before $2, and ended by $3; $4 at most.
WITH old AS MATERIALIZED (
	SELECT ctid AS at FROM slurm_data.event
	WHERE cluster_id = $1 AND start_time < $2 AND end_time <= $3 AND end_time < 'infinity'
	LIMIT $4 FOR UPDATE SKIP LOCKED
), gone AS (
	DELETE FROM slurm_data.event e USING old WHERE e.ctid = old.at RETURNING e.*
)
INSERT INTO pg_temp.gone_event SELECT * FROM gone
