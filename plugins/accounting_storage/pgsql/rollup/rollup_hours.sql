-- Roll the hours of cluster $1 from $2 to $3 (within a day) in zone $4.
-- $5 jobs' partitions end here; $6 wckeys are tracked; $7 to $9 nodes that are
-- in reservations: name, reservation, its start. Bits of a node's state: $10
-- maintenance, $11 mask of those that exclude each other, $12 of them future,
-- $13 cloud and powered down. Flags of reservations: $14 maintenance, $15
-- ignore jobs.
--
-- What counts how is what as_mysql_rollup.c of Slurm does hour by hour. Jobs
-- are read once (slurm_data.job_groups()); from there on groups of jobs are
-- expanded into hours, and TRES become rows only at the end. Times are seconds
-- since $2. Of a cluster nodes are not counted: they are shared by jobs.
WITH RECURSIVE hour AS MATERIALIZED (
	SELECT row_number() OVER w AS n, at, date_part('epoch', at - $2)::bigint AS s,
		date_part('epoch', lead(at, 1, $3::timestamptz) OVER w - $2)::bigint AS e
	FROM (SELECT DISTINCT date_trunc('hour', g, $4) AS at
		FROM generate_series($2::timestamptz, $3::timestamptz - interval '1 second', '30 minutes') g) t
	WINDOW w AS (ORDER BY at)

-- ---------------------------------------------- the cluster, its nodes down
), cluster_event AS MATERIALIZED (
	SELECT h.n, x.s, x.e, v.start_time, v.state & 65535 <> 0 AS gone,
		v.cpus, v.mem_mb, v.billing, v.other_tres
	FROM hour h
	JOIN slurm_data.event v ON v.cluster_id = $1 AND v.node_name = ''
		AND v.start_time < $3 AND v.end_time >= $2 AND v.state & $10::bigint = 0,
	LATERAL (SELECT greatest(h.s, date_part('epoch', v.start_time - $2)::bigint) AS s,
		least(h.e, date_part('epoch', least(v.end_time, $3) - $2)::bigint) AS e) x
	WHERE x.s < x.e
), span AS MATERIALIZED (
	-- the part of the hour for which the cluster is known
	SELECT n, min(s) AS s, max(e) AS e FROM cluster_event WHERE NOT gone GROUP BY n
), cluster_total AS MATERIALIZED (
	SELECT c.n, t.tres_id, (array_agg(t.amount ORDER BY c.start_time DESC))[1] AS amount,
		sum((c.e - c.s) * t.amount) AS total
	FROM cluster_event c, slurm_data.tres_counts(c.cpus, c.mem_mb, NULL, c.billing, c.other_tres) t
	WHERE NOT c.gone
	GROUP BY c.n, t.tres_id
), reservation AS MATERIALIZED (
	SELECT h.n, h.at, r.resv_id, r.start_time, r.start_time >= h.at AS begins,
		mod(r.flags, 4294967296)::bigint & $14 <> 0 AS maintenance,
		mod(r.flags, 4294967296)::bigint & $15 <> 0 AS ignores_jobs,
		r.assocs, x.s, x.e, r.cpus, r.mem_mb, r.billing, r.other_tres
	FROM hour h
	JOIN slurm_data.reservation r ON r.cluster_id = $1 AND r.start_time < $3 AND r.end_time >= $2,
	LATERAL (SELECT greatest(h.s, date_part('epoch', r.start_time - $2)::bigint) AS s,
		least(h.e, date_part('epoch', least(r.end_time, $3) - $2)::bigint) AS e) x
	WHERE x.s < x.e
), node_down AS MATERIALIZED (
	SELECT h.n, v.node_name, v.start_time, x.s, x.e,
		least(x.e, p.e) - greatest(x.s, p.s) AS known_seconds,
		v.state & $11 & 65535 = $12 OR v.state & $13 & 65535 = $13 AS planned,
		v.cpus, v.mem_mb, v.billing, v.other_tres
	FROM hour h
	JOIN span p USING (n)
	JOIN slurm_data.event v ON v.cluster_id = $1 AND v.node_name <> ''
		AND v.start_time < $3 AND v.end_time >= $2 AND v.state & $10 = 0,
	LATERAL (SELECT greatest(h.s, date_part('epoch', v.start_time - $2)::bigint) AS s,
		least(h.e, date_part('epoch', least(v.end_time, $3) - $2)::bigint) AS e) x
	WHERE x.s < x.e
), node_reserved AS MATERIALIZED (
	-- of a node that is down in a reservation: the seconds that both last,
	-- less than 0 if they do not meet
	SELECT d.n, d.node_name, d.start_time AS down_start, r.resv_id, r.start_time, r.maintenance,
		least(d.e, r.e) - greatest(d.s, r.s) AS seconds,
		d.cpus, d.mem_mb, d.billing, d.other_tres
	FROM unnest($7::text[], $8::bigint[], $9::timestamptz[]) AS pair (node_name, resv_id, start_time)
	JOIN node_down d ON d.node_name = pair.node_name
	JOIN reservation r ON (r.n, r.resv_id, r.start_time) = (d.n, pair.resv_id, pair.start_time)
), node_part AS MATERIALIZED (
	SELECT d.n, t.tres_id, d.planned, d.node_name, d.start_time, t.amount,
		CASE t.tres_id WHEN 3 THEN 1 ELSE d.seconds END * t.amount AS seconds
	FROM (
		SELECT n, node_name, down_start AS start_time, maintenance AS planned, seconds,
			cpus, mem_mb, billing, other_tres
		FROM node_reserved
		UNION ALL
		-- the last reservation alone is taken off, whether it meets or not
		SELECT d.n, d.node_name, d.start_time, d.planned,
			d.known_seconds - coalesce((SELECT r.seconds FROM node_reserved r
				WHERE (r.n, r.node_name, r.down_start) = (d.n, d.node_name, d.start_time)
				ORDER BY r.start_time DESC, r.resv_id DESC LIMIT 1), 0),
			d.cpus, d.mem_mb, d.billing, d.other_tres
		FROM node_down d WHERE d.known_seconds > 0
	) d, slurm_data.tres_counts(d.cpus, d.mem_mb, NULL, d.billing, d.other_tres) t
	WHERE d.seconds > 0 AND t.amount > 0
), reservation_total AS MATERIALIZED (
	SELECT r.n, r.resv_id, r.start_time, r.maintenance, r.ignores_jobs, t.tres_id, t.amount,
		row_number() OVER (PARTITION BY r.n, r.resv_id, r.start_time
			ORDER BY least(t.tres_id, 1000), i.type, i.name) AS place,
		greatest(0, (r.e - r.s) * t.amount - coalesce((SELECT sum(d.seconds * dt.amount)
			FROM node_reserved d, slurm_data.tres_counts(d.cpus, d.mem_mb, NULL, d.billing, d.other_tres) dt
			WHERE (d.n, d.resv_id, d.start_time) = (r.n, r.resv_id, r.start_time)
			AND d.seconds > 0 AND dt.tres_id = t.tres_id), 0)) AS total
	FROM reservation r
	CROSS JOIN slurm_data.tres_counts(r.cpus, r.mem_mb, NULL, r.billing, r.other_tres) t
	JOIN slurm_data.tres i USING (tres_id)

-- --------------------------------------------------------------------- jobs
), slot AS MATERIALIZED (
	-- hours, cut where the cluster begins or ends to be known within one
	SELECT row_number() OVER w AS k, b.s, lead(b.s, 1, date_part('epoch', $3 - $2)::bigint) OVER w AS e,
		h.n, EXISTS (SELECT FROM span p WHERE p.n = h.n AND b.s >= p.s AND b.s < p.e) AS known
	FROM (SELECT s FROM hour UNION SELECT s FROM span UNION SELECT e FROM span) b
	JOIN hour h ON b.s >= h.s AND b.s < h.e
	WINDOW w AS (ORDER BY b.s)
), bound AS MATERIALIZED (
	SELECT array_agg(s::double precision ORDER BY s) || date_part('epoch', $3 - $2) AS b FROM slot
), job_group AS MATERIALIZED (
	SELECT * FROM slurm_data.job_groups($1, $2, $3, $4, $5, (SELECT b FROM bound))
), run_hour AS MATERIALIZED (
	SELECT g.assoc_id, g.wckey_id, g.reserved, k.n,
		slurm_data.total(CASE g.k WHEN g.last THEN g.cpus_e ELSE k.e * g.cpus END
			- CASE g.k WHEN g.first THEN g.cpus_s ELSE k.s * g.cpus END) AS cpus,
		slurm_data.total(CASE g.k WHEN g.last THEN g.mem_e ELSE k.e * g.mem END
			- CASE g.k WHEN g.first THEN g.mem_s ELSE k.s * g.mem END) AS mem,
		slurm_data.total(CASE g.k WHEN g.last THEN g.nodes_e ELSE k.e * g.nodes END
			- CASE g.k WHEN g.first THEN g.nodes_s ELSE k.s * g.nodes END) AS nodes,
		slurm_data.total(CASE g.k WHEN g.last THEN g.billing_e ELSE k.e * g.billing END
			- CASE g.k WHEN g.first THEN g.billing_s ELSE k.s * g.billing END) AS billing
	FROM (SELECT *, generate_series(first, last) AS k FROM job_group) g
	JOIN slot k ON k.k = g.k
	GROUP BY g.assoc_id, g.wckey_id, g.reserved, k.n
), run AS MATERIALIZED (
	-- those of which more must be known, one by one
	SELECT j.*, width_bucket(j.s, b) AS first, width_bucket(j.e - 1, b) AS last
	FROM slurm_data.job_spans($1, $2, $3, $4, $5) j, bound
	WHERE j.s < j.e AND (j.cpus > 0 OR j.mem_mb > 0 OR j.nodes > 0 OR j.billing > 0
		OR j.other_tres IS NOT NULL)
	AND (j.suspended OR j.resv_id IS NOT NULL OR j.other_tres IS NOT NULL
		OR (SELECT bool_or(gone) FROM cluster_event))
	AND ((SELECT bool_or(special) FROM job_group) OR (SELECT bool_or(gone) FROM cluster_event))
), other_group AS (
	SELECT r.assoc_id, r.wckey_id, r.resv_id IS NOT NULL AS reserved, r.first, r.last, o.key,
		slurm_data.total(r.s::bigint * o.value::bigint) AS amount_s,
		slurm_data.total(r.e::bigint * o.value::bigint) AS amount_e, slurm_data.total(o.value::bigint) AS amount
	FROM run r, jsonb_each_text(r.other_tres) o
	WHERE r.other_tres IS NOT NULL
	GROUP BY r.assoc_id, r.wckey_id, r.resv_id IS NOT NULL, r.first, r.last, o.key
), suspended AS MATERIALIZED (
	-- seconds of an hour for which a job that ran was suspended
	SELECT r.db_index, h.n, x.e - x.s AS seconds, least(x.e - x.s, sum(greatest(0,
		least(x.e, date_part('epoch', least(p.resumed_at, $3) - $2)) -
		greatest(x.s, date_part('epoch', p.suspended_at - $2))))) AS suspended_seconds
	FROM run r
	JOIN hour h ON r.s < h.e AND r.e > h.s
	JOIN (
		-- one without an end lasts if nothing came after it
		SELECT *, max(greatest(suspended_at, resumed_at)) OVER (PARTITION BY db_index) AS last_change
		FROM slurm_data.suspension WHERE cluster_id = $1
		AND db_index IN (SELECT db_index FROM run WHERE suspended)
	) p ON p.db_index = r.db_index AND p.suspended_at IS NOT NULL
		AND (p.resumed_at IS NOT NULL OR p.suspended_at = p.last_change),
	LATERAL (SELECT greatest(r.s, h.s) AS s, least(r.e, h.e) AS e) x
	WHERE r.suspended
	GROUP BY r.db_index, h.n, x.s, x.e
), other_used (n, assoc_id, wckey_id, reserved, tres_id, amount) AS MATERIALIZED (
	-- beside run_hour
	SELECT k.n, g.assoc_id, g.wckey_id, g.reserved, t.tres_id,
		CASE k.k WHEN g.last THEN g.amount_e ELSE k.e * g.amount END
			- CASE k.k WHEN g.first THEN g.amount_s ELSE k.s * g.amount END
	FROM other_group g
	JOIN slurm_data.tres t ON t.full_name = g.key AND t.tres_id <> 3
	JOIN slot k ON k.k BETWEEN g.first AND g.last
	UNION ALL
	-- energy is that of the whole job, in each hour that it runs
	SELECT h.n, g.assoc_id, g.wckey_id, g.reserved, 3, g.amount
	FROM other_group g
	JOIN slot f ON f.k = g.first
	JOIN slot l ON l.k = g.last
	JOIN hour h ON h.n BETWEEN f.n AND l.n
	WHERE g.key = 'energy'
	UNION ALL
	-- only CPUs are given back by a job that is suspended
	SELECT s.n, r.assoc_id, r.wckey_id, r.resv_id IS NOT NULL, 1, -s.suspended_seconds::bigint * r.cpus
	FROM suspended s JOIN run r USING (db_index)
), used AS NOT MATERIALIZED (
	SELECT r.n, r.assoc_id, r.wckey_id, r.reserved, t.tres_id, t.amount
	FROM run_hour r, LATERAL (VALUES (1, r.cpus), (2, r.mem), (4, r.nodes), (5, r.billing)) t (tres_id, amount)
	UNION ALL
	SELECT n, assoc_id, wckey_id, reserved, tres_id, amount FROM other_used

-- ------------------------------------------------------------- reservations
), reserved_run AS MATERIALIZED (
	SELECT r.db_index, v.n, v.resv_id, v.start_time, v.ignores_jobs, r.assoc_id, r.eligible_time,
		(least(r.e, v.e) - greatest(r.s, v.s))::bigint AS seconds,
		CASE WHEN EXISTS (SELECT FROM suspended u WHERE (u.db_index, u.n) = (r.db_index, v.n)
			AND u.suspended_seconds >= u.seconds) THEN 0 ELSE r.cpus END AS busy_cpus,
		r.cpus, r.mem_mb, r.billing, r.other_tres
	FROM run r
	JOIN reservation v USING (resv_id)
	WHERE least(r.e, v.e) > greatest(r.s, v.s)
), reserved_use AS MATERIALIZED (
	-- a job takes all that the reservation has of each TRES that it uses
	SELECT j.db_index, t.n, t.resv_id, t.start_time, t.tres_id, t.place, j.seconds,
		j.seconds * t.amount AS amount, jt.amount::numeric / t.amount AS part
	FROM reserved_run j
	CROSS JOIN slurm_data.tres_counts(j.busy_cpus, j.mem_mb, NULL, j.billing, j.other_tres) jt
	JOIN reservation_total t ON (t.n, t.resv_id, t.start_time, t.tres_id)
		= (j.n, j.resv_id, j.start_time, jt.tres_id)
	WHERE t.amount > 0 AND jt.amount > 0
), reservation_idle AS (
	SELECT t.n, t.resv_id, t.start_time, t.tres_id, t.place,
		t.total - coalesce(sum(u.amount), 0) AS idle
	FROM reservation_total t
	LEFT JOIN reserved_use u USING (n, resv_id, start_time, tres_id)
	GROUP BY t.n, t.resv_id, t.start_time, t.tres_id, t.place, t.total
), share AS (
	-- idle time is shared; after the first TRES that has none there is none
	SELECT i.n, a.assoc_id, i.tres_id, trunc(i.idle / a.sharers)::bigint AS amount
	FROM (
		SELECT *, min(idle) OVER (PARTITION BY n, resv_id, start_time ORDER BY place) AS least_idle
		FROM reservation_idle
	) i
	JOIN (
		SELECT DISTINCT r.n, r.resv_id, r.start_time, s.id::bigint AS assoc_id, r.sharers
		FROM (SELECT *, (SELECT count(DISTINCT s) FROM string_to_table(nullif(assocs, ''), ',') s) AS sharers
			FROM reservation) r, string_to_table(nullif(r.assocs, ''), ',') s (id)
	) a USING (n, resv_id, start_time)
	WHERE i.least_idle > 0
), wall AS MATERIALIZED (
	SELECT r.n, r.at, r.resv_id, r.start_time, r.begins, r.e - r.s AS seconds, coalesce(sum(u.wall), 0) AS used
	FROM reservation r
	LEFT JOIN (
		SELECT DISTINCT ON (db_index, n, resv_id, start_time) n, resv_id, start_time, seconds * part AS wall
		FROM reserved_use ORDER BY db_index, n, resv_id, start_time, place
	) u USING (n, resv_id, start_time)
	GROUP BY r.n, r.at, r.resv_id, r.start_time, r.begins, r.e, r.s
), unused AS (
	-- hour after hour, from what the hour before $2 left
	SELECT 0::bigint AS n, w.resv_id, w.start_time, coalesce((SELECT u.unused_wall
		FROM slurm_data.reservation_usage u
		WHERE u.cluster_id = $1 AND u.resv_id = w.resv_id AND u.resv_start = w.start_time
		AND u.period_start < $2 ORDER BY u.period_start DESC LIMIT 1), 0)::numeric AS seconds
	FROM (SELECT DISTINCT resv_id, start_time FROM wall) w
	UNION ALL
	SELECT u.n + 1, u.resv_id, u.start_time, CASE WHEN w.n IS NULL THEN u.seconds ELSE
		round(greatest(0, CASE WHEN w.begins THEN 0 ELSE trunc(u.seconds) END + w.seconds - w.used), 6) END
	FROM unused u
	LEFT JOIN wall w ON (w.n, w.resv_id, w.start_time) = (u.n + 1, u.resv_id, u.start_time)
	WHERE u.n < (SELECT max(n) FROM hour)
), unused_hour AS MATERIALIZED (
	SELECT w.at, u.resv_id, u.start_time, u.seconds::double precision AS seconds
	FROM unused u JOIN wall w USING (n, resv_id, start_time)

-- ------------------------------------------------------ the cluster's hours
), gone_total AS (
	-- time without slurmctld, less what jobs ran and nodes were down for
	SELECT g.n, t.tres_id, greatest(0, (g.e - g.s) * t.amount
		- coalesce((SELECT sum(least(d.e, g.e) - greatest(d.s, g.s)) * c.amount
			FROM node_down d WHERE d.n = g.n AND d.known_seconds > 0
			AND least(d.e, g.e) > greatest(d.s, g.s)), 0)
		- coalesce((SELECT sum((least(r.e, g.e) - greatest(r.s, g.s))::bigint * rt.amount)
			FROM run r, slurm_data.tres_counts(CASE WHEN EXISTS (SELECT FROM suspended u
				WHERE (u.db_index, u.n) = (r.db_index, g.n) AND u.suspended_seconds >= u.seconds)
				THEN 0 ELSE r.cpus END, r.mem_mb, NULL, r.billing, r.other_tres) rt
			WHERE least(r.e, g.e) > greatest(r.s, g.s) AND rt.tres_id = t.tres_id), 0)) AS total
	FROM cluster_event g
	CROSS JOIN slurm_data.tres_counts(g.cpus, g.mem_mb, NULL, g.billing, g.other_tres) t
	LEFT JOIN cluster_total c USING (n, tres_id)
	WHERE g.gone
), wait AS (
	SELECT wait_first AS first, wait_last AS last, slurm_data.total(waiting_s) AS cpus_s,
		slurm_data.total(waiting_e) AS cpus_e, slurm_data.total(waiting) AS cpus
	FROM job_group
	GROUP BY wait_first, wait_last
), machine AS MATERIALIZED (
	SELECT n, tres_id, total, 0 AS alloc, 0 AS down, 0 AS planned_down, 0 AS planned, amount, NULL::bigint AS place
	FROM cluster_total
	UNION ALL
	SELECT n, tres_id, 0, 0, CASE WHEN planned THEN 0 ELSE seconds END, CASE WHEN planned THEN seconds ELSE 0 END, 0,
		amount, row_number() OVER (ORDER BY node_name, start_time)
	FROM node_part
	UNION ALL
	SELECT n, tres_id, 0, CASE WHEN maintenance THEN 0 ELSE total END, 0, CASE WHEN maintenance THEN total ELSE 0 END, 0,
		0, NULL
	FROM reservation_total WHERE NOT ignores_jobs AND total > 0
), cluster_part AS (
	SELECT * FROM machine
	UNION ALL
	-- of jobs, the TRES that the cluster has
	SELECT u.n, t.tres_id, 0, t.amount, 0, 0, 0, 0, NULL
	FROM (
		SELECT n, slurm_data.total(cpus) AS cpus, slurm_data.total(mem) AS mem, slurm_data.total(nodes) AS nodes,
			slurm_data.total(billing) AS billing
		FROM run_hour WHERE NOT reserved GROUP BY n
	) u, LATERAL (VALUES (1, u.cpus), (2, u.mem), (4, u.nodes), (5, u.billing)) t (tres_id, amount)
	WHERE (u.n, t.tres_id) IN (SELECT n, tres_id FROM machine)
	UNION ALL
	SELECT u.n, u.tres_id, 0, sum(u.amount), 0, 0, 0, 0, NULL
	FROM other_used u
	WHERE NOT u.reserved AND (u.n, u.tres_id) IN (SELECT n, tres_id FROM machine)
	GROUP BY u.n, u.tres_id
	UNION ALL
	SELECT j.n, t.tres_id, 0, CASE t.tres_id WHEN 3 THEN 1 ELSE j.seconds END * t.amount, 0, 0, 0,
		t.amount, 1000000000 + row_number() OVER (ORDER BY j.assoc_id, j.eligible_time)
	FROM reserved_run j, slurm_data.tres_counts(j.cpus, j.mem_mb, NULL, j.billing, j.other_tres) t
	WHERE j.ignores_jobs AND t.amount > 0
	UNION ALL
	SELECT k.n, 1, 0, 0, 0, 0, sum(CASE k.k WHEN w.last THEN w.cpus_e ELSE k.e * w.cpus END
		- CASE k.k WHEN w.first THEN w.cpus_s ELSE k.s * w.cpus END), 0, NULL
	FROM wait w
	JOIN slot k ON k.k BETWEEN w.first AND w.last
	WHERE k.known
	GROUP BY k.n
	UNION ALL
	SELECT n, tres_id, 0, 0, total, 0, 0, 0, NULL FROM gone_total WHERE total > 0
), cluster_sum AS (
	SELECT h.at, n, tres_id, sum(total)::bigint AS total, sum(alloc)::bigint AS alloc, sum(down)::bigint AS down,
		sum(planned_down)::bigint AS planned_down, sum(planned)::bigint AS planned,
		-- the cluster's own, or that of the first who brought the TRES
		coalesce((array_agg(amount ORDER BY place NULLS FIRST) FILTER (WHERE amount > 0))[1], 0) AS amount
	FROM cluster_part
	JOIN hour h USING (n)
	JOIN span USING (n)
	GROUP BY n, h.at, tres_id
	HAVING bool_or(total + alloc + down + planned_down + planned > 0)
		OR (n, tres_id) IN (SELECT n, tres_id FROM cluster_total)
), cluster_hour AS MATERIALIZED (
	-- no more than there is: first what was allocated, then down, then planned
	SELECT at, tres_id, c.amount, a.alloc, d.down, p.planned_down,
		greatest(rest, 0) AS idle, CASE WHEN rest < 0 THEN greatest(planned + rest, 0) ELSE planned END AS planned,
		greatest(-rest, 0) AS over
	FROM cluster_sum c,
	LATERAL (SELECT CASE WHEN total > 0 THEN least(c.alloc, total) ELSE c.alloc END AS alloc) a,
	LATERAL (SELECT CASE WHEN total > 0 THEN least(c.down, total - a.alloc) ELSE c.down END AS down) d,
	LATERAL (SELECT CASE WHEN total > 0 THEN least(c.planned_down, total - a.alloc - d.down)
		ELSE c.planned_down END AS planned_down) p,
	LATERAL (SELECT total - a.alloc - d.down - p.planned_down - planned AS rest) r

-- ------------------------------------------------------------------ results
), assoc_here AS MATERIALIZED (
	-- accounting_storage/mysql counts ids in each cluster, so files that its
	-- archives were written by may tell another cluster's id: of the same names
	SELECT u.assoc_id AS told, here.assoc_id
	FROM (SELECT DISTINCT assoc_id FROM job_group) u
	JOIN slurm_data.assoc o ON o.assoc_id = u.assoc_id AND o.cluster_id <> $1
	JOIN slurm_data.assoc here ON (here.cluster_id, here.account, here.user_name, here.partition)
		= ($1, o.account, o.user_name, o.partition)
), wckey_here AS MATERIALIZED (
	SELECT u.wckey_id AS told, here.wckey_id
	FROM (SELECT DISTINCT wckey_id FROM job_group) u
	JOIN slurm_data.wckey o ON o.wckey_id = u.wckey_id AND o.cluster_id <> $1
	JOIN slurm_data.wckey here ON (here.cluster_id, here.name, here.user_name) = ($1, o.name, o.user_name)
), assoc_hour AS MATERIALIZED (
	SELECT h.at, coalesce(o.assoc_id, u.assoc_id) AS assoc_id, u.tres_id, slurm_data.total(u.amount) AS amount
	FROM (
		SELECT n, assoc_id, tres_id, amount FROM used WHERE assoc_id IS NOT NULL
		UNION ALL
		SELECT n, assoc_id, tres_id, amount FROM share
	) u
	JOIN hour h USING (n)
	LEFT JOIN assoc_here o ON o.told = u.assoc_id
	GROUP BY h.at, coalesce(o.assoc_id, u.assoc_id), u.tres_id
	HAVING slurm_data.total(u.amount) > 0
), wckey_hour AS MATERIALIZED (
	SELECT h.at, coalesce(o.wckey_id, u.wckey_id) AS wckey_id, u.tres_id, slurm_data.total(u.amount) AS amount
	FROM used u
	JOIN hour h USING (n)
	LEFT JOIN wckey_here o ON o.told = u.wckey_id
	WHERE $6 AND u.wckey_id IS NOT NULL
	GROUP BY h.at, coalesce(o.wckey_id, u.wckey_id), u.tres_id
	HAVING slurm_data.total(u.amount) > 0
), assoc_diff AS MATERIALIZED (
	-- by a FULL JOIN, whose cost does not hang on what statistics say of rows
	-- that were put there a moment ago
	SELECT u.row, s.at, s.assoc_id, s.tres_id, s.amount
	FROM assoc_hour s
	FULL JOIN (SELECT u.ctid AS row, u.* FROM slurm_data.assoc_usage u
		WHERE u.cluster_id = $1 AND u.unit = 'hour' AND u.period_start >= $2 AND u.period_start < $3) u
		ON (u.period_start, u.assoc_id, u.tres_id) = (s.at, s.assoc_id, s.tres_id)
	WHERE u.alloc_seconds IS DISTINCT FROM s.amount
), assoc_gone AS (
	DELETE FROM slurm_data.assoc_usage u USING assoc_diff d WHERE u.ctid = d.row AND d.amount IS NULL
), assoc_changed AS (
	UPDATE slurm_data.assoc_usage u SET alloc_seconds = d.amount
	FROM assoc_diff d WHERE u.ctid = d.row AND d.amount IS NOT NULL
), assoc_put AS (
	INSERT INTO slurm_data.assoc_usage (cluster_id, unit, period_start, assoc_id, tres_id, alloc_seconds)
	SELECT $1, 'hour', d.at, d.assoc_id, d.tres_id, d.amount FROM assoc_diff d WHERE d.row IS NULL
), wckey_diff AS MATERIALIZED (
	SELECT u.row, s.at, s.wckey_id, s.tres_id, s.amount
	FROM wckey_hour s
	FULL JOIN (SELECT u.ctid AS row, u.* FROM slurm_data.wckey_usage u
		WHERE $6 AND u.cluster_id = $1 AND u.unit = 'hour' AND u.period_start >= $2 AND u.period_start < $3) u
		ON (u.period_start, u.wckey_id, u.tres_id) = (s.at, s.wckey_id, s.tres_id)
	WHERE u.alloc_seconds IS DISTINCT FROM s.amount
), wckey_gone AS (
	DELETE FROM slurm_data.wckey_usage u USING wckey_diff d WHERE u.ctid = d.row AND d.amount IS NULL
), wckey_changed AS (
	UPDATE slurm_data.wckey_usage u SET alloc_seconds = d.amount
	FROM wckey_diff d WHERE u.ctid = d.row AND d.amount IS NOT NULL
), wckey_put AS (
	INSERT INTO slurm_data.wckey_usage (cluster_id, unit, period_start, wckey_id, tres_id, alloc_seconds)
	SELECT $1, 'hour', d.at, d.wckey_id, d.tres_id, d.amount FROM wckey_diff d WHERE d.row IS NULL
), cluster_gone AS (
	DELETE FROM slurm_data.cluster_usage u
	WHERE u.cluster_id = $1 AND u.unit = 'hour' AND u.period_start >= $2 AND u.period_start < $3
	AND NOT EXISTS (SELECT FROM cluster_hour c WHERE (c.at, c.tres_id) = (u.period_start, u.tres_id))
), cluster_put AS (
	INSERT INTO slurm_data.cluster_usage AS u (cluster_id, unit, period_start, tres_id, amount, alloc_seconds,
		down_seconds, planned_down_seconds, idle_seconds, planned_seconds, over_seconds)
	SELECT $1, 'hour', c.* FROM cluster_hour c
	ON CONFLICT (cluster_id, unit, period_start, tres_id) DO UPDATE
	SET amount = excluded.amount, alloc_seconds = excluded.alloc_seconds, down_seconds = excluded.down_seconds,
		planned_down_seconds = excluded.planned_down_seconds, idle_seconds = excluded.idle_seconds,
		planned_seconds = excluded.planned_seconds, over_seconds = excluded.over_seconds
	WHERE (u.amount, u.alloc_seconds, u.down_seconds, u.planned_down_seconds, u.idle_seconds, u.planned_seconds,
		u.over_seconds) <> (excluded.amount, excluded.alloc_seconds, excluded.down_seconds,
		excluded.planned_down_seconds, excluded.idle_seconds, excluded.planned_seconds, excluded.over_seconds)
), wall_gone AS (
	DELETE FROM slurm_data.reservation_usage u
	WHERE u.cluster_id = $1 AND u.period_start >= $2 AND u.period_start < $3
	AND NOT EXISTS (SELECT FROM unused_hour x
		WHERE (x.at, x.resv_id, x.start_time) = (u.period_start, u.resv_id, u.resv_start))
), wall_put AS (
	INSERT INTO slurm_data.reservation_usage AS u (cluster_id, period_start, resv_id, resv_start, unused_wall)
	SELECT $1, x.* FROM unused_hour x
	ON CONFLICT (cluster_id, resv_id, resv_start, period_start) DO UPDATE
	SET unused_wall = excluded.unused_wall WHERE u.unused_wall <> excluded.unused_wall
)
UPDATE slurm_data.reservation r SET unused_wall = x.seconds
FROM (SELECT DISTINCT ON (resv_id, start_time) * FROM unused_hour ORDER BY resv_id, start_time, at DESC) x
WHERE r.cluster_id = $1 AND r.resv_id = x.resv_id AND r.start_time = x.start_time
AND r.unused_wall <> x.seconds
AND NOT EXISTS (SELECT FROM slurm_data.reservation_usage u
	WHERE u.cluster_id = $1 AND u.resv_id = x.resv_id AND u.resv_start = x.start_time AND u.period_start >= $3)
