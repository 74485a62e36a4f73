-- What is to be rolled of cluster $1, at time $2: the hours that have passed,
-- those for which late records came, and $3 to $4 if somebody asks (NULL: no
-- bound; nothing new is rolled then but what is asked for). The writers' turn
-- is ours: whatever they write from now on finds rolled_until as it is here.
WITH mine AS (
	SELECT *, date_trunc('hour', $2::timestamptz, time_zone) AS hour
	FROM slurm_data.rollup_state WHERE cluster_id = $1
), late AS (
	DELETE FROM slurm_data.rollup_late WHERE cluster_id = $1 RETURNING since, until
), wanted AS (
	-- unused time of a reservation adds up: its later hours follow; what has
	-- not been rolled yet is due in its turn
	SELECT l.since, least(m.rolled_until, greatest(l.until, (SELECT max(coalesce(r.end_time, 'infinity'))
		FROM slurm_data.reservation r
		WHERE r.cluster_id = $1 AND r.start_time < l.until AND r.end_time > l.since))) AS until
	FROM late l, mine m
	UNION ALL
	SELECT rolled_until, 'infinity' FROM mine WHERE $4::timestamptz IS NULL
	UNION ALL
	SELECT $3::timestamptz, date_trunc('hour', coalesce($4, 'infinity'), time_zone) FROM mine WHERE $3 IS NOT NULL
), hours AS (
	SELECT range_agg(tstzrange(
		date_trunc('hour', greatest(w.since, m.kept_from), m.time_zone),
		least(m.hour, CASE WHEN w.until < m.hour
			AND date_trunc('hour', w.until, m.time_zone) < w.until
			THEN slurm_data.period_end('hour', w.until, m.time_zone) ELSE w.until END))) AS due
	FROM wanted w, mine m
	WHERE date_trunc('hour', greatest(w.since, m.kept_from), m.time_zone) < least(m.hour, w.until)
)
UPDATE slurm_data.rollup_state s
SET due = s.due + coalesce(h.due, '{}'),
	rolled_until = CASE WHEN $4 IS NULL THEN greatest(s.rolled_until, m.hour) ELSE s.rolled_until END,
	started_at = now()
FROM mine m, hours h
WHERE s.cluster_id = $1
