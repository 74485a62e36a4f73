-- Sum the $5 (hours, days) of cluster $1 from $2 to $3 into one $4 (day,
-- month); $6 wckeys are tracked.
WITH assoc_sum AS MATERIALIZED (
	SELECT assoc_id, tres_id, sum(alloc_seconds)::bigint AS amount
	FROM slurm_data.assoc_usage
	WHERE cluster_id = $1 AND unit = $5 AND period_start >= $2 AND period_start < $3
	GROUP BY assoc_id, tres_id
), wckey_sum AS MATERIALIZED (
	SELECT wckey_id, tres_id, sum(alloc_seconds)::bigint AS amount
	FROM slurm_data.wckey_usage
	WHERE $6 AND cluster_id = $1 AND unit = $5 AND period_start >= $2 AND period_start < $3
	GROUP BY wckey_id, tres_id
), cluster_sum AS MATERIALIZED (
	SELECT tres_id, max(amount) AS amount, sum(alloc_seconds)::bigint AS alloc, sum(down_seconds)::bigint AS down,
		sum(planned_down_seconds)::bigint AS planned_down, sum(idle_seconds)::bigint AS idle,
		sum(planned_seconds)::bigint AS planned, sum(over_seconds)::bigint AS over
	FROM slurm_data.cluster_usage
	WHERE cluster_id = $1 AND unit = $5 AND period_start >= $2 AND period_start < $3
	GROUP BY tres_id
), assoc_diff AS MATERIALIZED (
	-- by a FULL JOIN, whose cost does not hang on what statistics say of rows
	-- that were put there a moment ago
	SELECT u.row, $2::timestamptz AS at, s.assoc_id, s.tres_id, s.amount
	FROM assoc_sum s
	FULL JOIN (SELECT u.ctid AS row, u.* FROM slurm_data.assoc_usage u
		WHERE u.cluster_id = $1 AND u.unit = $4 AND u.period_start = $2) u
		ON (u.assoc_id, u.tres_id) = (s.assoc_id, s.tres_id)
	WHERE u.alloc_seconds IS DISTINCT FROM s.amount
), assoc_gone AS (
	DELETE FROM slurm_data.assoc_usage u USING assoc_diff d WHERE u.ctid = d.row AND d.amount IS NULL
), assoc_changed AS (
	UPDATE slurm_data.assoc_usage u SET alloc_seconds = d.amount
	FROM assoc_diff d WHERE u.ctid = d.row AND d.amount IS NOT NULL
), assoc_put AS (
	INSERT INTO slurm_data.assoc_usage (cluster_id, unit, period_start, assoc_id, tres_id, alloc_seconds)
	SELECT $1, $4, d.at, d.assoc_id, d.tres_id, d.amount FROM assoc_diff d WHERE d.row IS NULL
), wckey_diff AS MATERIALIZED (
	SELECT u.row, $2::timestamptz AS at, s.wckey_id, s.tres_id, s.amount
	FROM wckey_sum s
	FULL JOIN (SELECT u.ctid AS row, u.* FROM slurm_data.wckey_usage u
		WHERE $6 AND u.cluster_id = $1 AND u.unit = $4 AND u.period_start = $2) u
		ON (u.wckey_id, u.tres_id) = (s.wckey_id, s.tres_id)
	WHERE u.alloc_seconds IS DISTINCT FROM s.amount
), wckey_gone AS (
	DELETE FROM slurm_data.wckey_usage u USING wckey_diff d WHERE u.ctid = d.row AND d.amount IS NULL
), wckey_changed AS (
	UPDATE slurm_data.wckey_usage u SET alloc_seconds = d.amount
	FROM wckey_diff d WHERE u.ctid = d.row AND d.amount IS NOT NULL
), wckey_put AS (
	INSERT INTO slurm_data.wckey_usage (cluster_id, unit, period_start, wckey_id, tres_id, alloc_seconds)
	SELECT $1, $4, d.at, d.wckey_id, d.tres_id, d.amount FROM wckey_diff d WHERE d.row IS NULL
), cluster_gone AS (
	DELETE FROM slurm_data.cluster_usage u
	WHERE u.cluster_id = $1 AND u.unit = $4 AND u.period_start = $2
	AND NOT EXISTS (SELECT FROM cluster_sum s WHERE s.tres_id = u.tres_id)
)
INSERT INTO slurm_data.cluster_usage AS u (cluster_id, unit, period_start, tres_id, amount, alloc_seconds,
	down_seconds, planned_down_seconds, idle_seconds, planned_seconds, over_seconds)
SELECT $1, $4, $2, s.* FROM cluster_sum s
ON CONFLICT (cluster_id, unit, period_start, tres_id) DO UPDATE
SET amount = excluded.amount, alloc_seconds = excluded.alloc_seconds, down_seconds = excluded.down_seconds,
	planned_down_seconds = excluded.planned_down_seconds, idle_seconds = excluded.idle_seconds,
	planned_seconds = excluded.planned_seconds, over_seconds = excluded.over_seconds
