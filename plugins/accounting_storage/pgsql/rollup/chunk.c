/*
 * chunk.c - the hours of a day, and its sums: one transaction of a roll-up
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"

#include "rollup.h"

/* Columns of rollup_next.sql. */
enum {
	HOURS_SINCE,
	HOURS_UNTIL,
	ZONE,
	DAY_SINCE,
	DAY_UNTIL,
	DAY_ENDED,
	MONTH_SINCE,
	MONTH_UNTIL,
	MONTH_ENDED,
	PARTITIONS_UNTIL,
};

static const struct pg_statement lock_state = {
	"rollup_lock", "SELECT slurm_data.rollup_lock($1)"
};

extern enum pg_class rollup_lock(struct rollup *rollup, bool *ours_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_int(&params, rollup->cluster_id);
	class = pg_exec(rollup->pg, &lock_state, &params, &result);
	rollup->held = class == PG_OK && pg_is_null(result, 0, 0);
	*ours_r = class == PG_OK && pg_bool(result, 0, 0);
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

static int64_t microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static enum pg_class roll_hours(struct rollup *rollup,
				const struct pg_result *next)
{
	const char *since = pg_text(next, 0, HOURS_SINCE);
	const char *until = pg_text(next, 0, HOURS_UNTIL);
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, rollup->cluster_id);
	pg_add_text(&params, since);
	pg_add_text(&params, until);
	pg_add_text(&params, pg_text(next, 0, ZONE));
	pg_add_text(&params, pg_is_null(next, 0, PARTITIONS_UNTIL) ?
				     since :
				     pg_text(next, 0, PARTITIONS_UNTIL));
	pg_add_bool(&params, rollup->track_wckey);
	class = rollup_add_nodes(rollup, since, until, &params);
	pg_add_int(&params, NODE_STATE_MAINT);
	pg_add_int(&params, NODE_STATE_BASE);
	pg_add_int(&params, NODE_STATE_FUTURE);
	pg_add_int(&params, NODE_STATE_CLOUD | NODE_STATE_POWERED_DOWN);
	pg_add_int(&params, RESERVE_FLAG_MAINT);
	pg_add_int(&params, RESERVE_FLAG_IGN_JOBS);
	if (class == PG_OK)
		class = pg_exec(rollup->pg, &sql_rollup_hours, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class sum(struct rollup *rollup, const char *since,
			 const char *until, const char *unit,
			 const char *parts)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, rollup->cluster_id);
	pg_add_text(&params, since);
	pg_add_text(&params, until);
	pg_add_text(&params, unit);
	pg_add_text(&params, parts);
	pg_add_bool(&params, rollup->track_wckey);
	class = pg_exec(rollup->pg, &sql_rollup_sum, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class done(struct rollup *rollup, const struct pg_result *next,
			  int64_t usec)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, rollup->cluster_id);
	pg_add_text(&params, pg_text(next, 0, HOURS_SINCE));
	pg_add_text(&params, pg_text(next, 0, HOURS_UNTIL));
	pg_add_double(&params, usec / 1e6);
	pg_add_bool(&params, !rollup->begun);
	class = pg_exec(rollup->pg, &sql_rollup_done, &params, NULL);
	pg_params_free(&params);
	return class;
}

/* slurmdbd adds the totals to its own, but takes a cluster that is new to it
 * as it is here, with the counts. */
static void count(slurmdb_rollup_stats_t *stats, int unit, int64_t usec,
		  time_t until)
{
	stats->count[unit] = 1;
	stats->time_total[unit] += usec;
	stats->time_last[unit] = stats->time_total[unit];
	stats->time_max[unit] = stats->time_total[unit];
	stats->timestamp[unit] = until;
}

static enum pg_class roll(struct rollup *rollup, const struct pg_result *next)
{
	bool day = pg_bool(next, 0, DAY_ENDED);
	bool month = pg_bool(next, 0, MONTH_ENDED);
	int64_t t[4] = { microseconds() };
	enum pg_class class = roll_hours(rollup, next);

	t[1] = microseconds();
	if (class == PG_OK && day)
		class = sum(rollup, pg_text(next, 0, DAY_SINCE),
			    pg_text(next, 0, DAY_UNTIL), "day", "hour");
	t[2] = microseconds();
	if (class == PG_OK && month)
		class = sum(rollup, pg_text(next, 0, MONTH_SINCE),
			    pg_text(next, 0, MONTH_UNTIL), "month", "day");
	t[3] = microseconds();
	if (class == PG_OK)
		class = done(rollup, next, t[3] - t[0]);
	if (class != PG_OK)
		return class;
	count(rollup->stats, DBD_ROLLUP_HOUR, t[1] - t[0],
	      pg_time(next, 0, HOURS_UNTIL));
	if (day)
		count(rollup->stats, DBD_ROLLUP_DAY, t[2] - t[1],
		      pg_time(next, 0, DAY_UNTIL));
	if (month)
		count(rollup->stats, DBD_ROLLUP_MONTH, t[3] - t[2],
		      pg_time(next, 0, MONTH_UNTIL));
	return PG_OK;
}

extern enum pg_class rollup_chunk(struct pg_conn *pg, void *arg)
{
	struct rollup *rollup = arg;
	struct pg_params params = { 0 };
	struct pg_result *next = NULL;
	enum pg_class class;
	bool ours;

	if ((class = rollup_lock(rollup, &ours)) != PG_OK || rollup->held)
		return class;
	rollup->more = ours;
	if (!ours) /* the state was taken away meanwhile */
		return class;
	pg_add_int(&params, rollup->cluster_id);
	pg_add_time(&params, rollup->now);
	class = pg_exec(pg, &sql_rollup_next, &params, &next);
	pg_params_free(&params);
	if (class != PG_OK)
		return class;
	rollup->more = pg_rows(next) > 0;
	if (rollup->more)
		class = roll(rollup, next);
	pg_result_free(&next);
	return class;
}
