-- What records $2 of cluster $1 hold of their suspensions; those that ended
-- before $3 are not looked for. An open suspension counts only if nothing
-- came after it, and then to the end of the job or step.
WITH period AS MATERIALIZED (
	SELECT db_index, suspended_at AS begun,
		CASE WHEN resumed_at IS NULL AND suspended_at = max(GREATEST(suspended_at, resumed_at))
			OVER (PARTITION BY db_index) THEN 'infinity' ELSE resumed_at END AS done
	FROM slurm_data.suspension
	WHERE cluster_id = $1 AND db_index = ANY ($2::bigint[])
), open AS MATERIALIZED (
	SELECT db_index, max(begun) FILTER (WHERE done = 'infinity') AS since
	FROM period GROUP BY db_index
), jobs AS (
	UPDATE slurm_data.job j SET
	suspended_seconds = (SELECT COALESCE(sum(GREATEST(0,
			extract(epoch FROM LEAST(p.done, j.end_time) - p.begun))), 0)
		FROM period p
		WHERE p.db_index = j.db_index AND p.done IS NOT NULL
		AND LEAST(p.done, j.end_time) < 'infinity'),
	suspended_since = CASE WHEN j.end_time = 'infinity' THEN open.since END,
	state = CASE WHEN j.end_rank > 0 OR j.state NOT IN ('RUNNING', 'SUSPENDED') THEN j.state
		WHEN open.since IS NULL THEN 'RUNNING' ELSE 'SUSPENDED' END
	FROM open
	WHERE j.cluster_id = $1 AND j.db_index = open.db_index
	AND j.db_index = ANY ($2::bigint[]) AND j.end_time >= $3
)
UPDATE slurm_data.step j SET
suspended_seconds = (SELECT COALESCE(sum(GREATEST(0, extract(epoch FROM
		LEAST(p.done, j.end_time) - GREATEST(p.begun, j.start_time)))), 0)
	FROM period p
	WHERE p.db_index = j.db_index AND p.done IS NOT NULL
		AND LEAST(p.done, j.end_time) < 'infinity'),
suspended_since = CASE WHEN j.end_time = 'infinity' AND open.since IS NOT NULL
	THEN GREATEST(open.since, j.start_time) END,
state = CASE WHEN j.end_rank > 0 THEN j.state
	WHEN open.since IS NULL THEN 'RUNNING' ELSE 'SUSPENDED' END
FROM open
WHERE j.cluster_id = $1 AND j.db_index = open.db_index
AND j.db_index = ANY ($2::bigint[]) AND j.end_time >= $3
