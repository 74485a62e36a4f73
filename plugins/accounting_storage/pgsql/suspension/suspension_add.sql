-- One more suspend ($4) or resume (not $4) at $3 of record $2 of cluster $1:
-- take all that is known of the record apart and pair it anew. Usage is another
-- from then on; of a suspension that lasted until now, and does not count any
-- longer since another follows it, from its beginning on.
WITH old AS (
	DELETE FROM slurm_data.suspension
	WHERE cluster_id = $1 AND db_index = $2
	RETURNING suspended_at, resumed_at
), late AS (
	INSERT INTO slurm_data.rollup_late (cluster_id, since, until)
	SELECT l.*
	FROM (SELECT max(suspended_at) AS at FROM old WHERE resumed_at IS NULL) lasting,
	LATERAL slurm_data.late($1, CASE WHEN $4 THEN least($3, lasting.at) ELSE $3 END, 'infinity') l
), event AS (
	SELECT suspended_at AS at, true AS suspends FROM old WHERE suspended_at IS NOT NULL
	UNION SELECT resumed_at, false FROM old WHERE resumed_at IS NOT NULL
	UNION SELECT $3::timestamptz, $4::boolean
), balanced AS (
	-- more suspends than resumes before this second: it was suspended then
	SELECT *, COALESCE(sum(CASE WHEN suspends THEN 1 ELSE -1 END) OVER (ORDER BY at
		RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP), 0) > 0
		AS was_suspended
	FROM event
), ordered AS (
	SELECT *, lead(at) OVER w AS next_at, lead(suspends) OVER w AS next_suspends,
		lag(suspends) OVER w AS last_suspends
	FROM balanced
	WINDOW w AS (ORDER BY at,
		CASE WHEN was_suspended THEN suspends ELSE NOT suspends END)
)
INSERT INTO slurm_data.suspension (cluster_id, db_index, suspended_at, resumed_at)
SELECT $1, $2, at, CASE WHEN NOT next_suspends THEN next_at END
FROM ordered WHERE suspends
UNION ALL
SELECT $1, $2, NULL, at
FROM ordered WHERE NOT suspends AND last_suspends IS NOT TRUE
