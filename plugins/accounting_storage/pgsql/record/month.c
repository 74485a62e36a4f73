/*
 * month.c - the months that records end in
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "month.h"

#include "plugins/accounting_storage/pgsql/sql.h"

#define REMEMBERED 64

static const struct pg_statement make_month = {
	"make_month", "SELECT slurm_data.make_month($1)"
};

/* Months since 1900, in a ring; 0 is none, or January 1900, which has no
 * partition of its own. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int known[REMEMBERED];
static int next;

static int number_of(time_t t)
{
	struct tm tm;

	return gmtime_r(&t, &tm) ? tm.tm_year * 12 + tm.tm_mon : 0;
}

static bool is_known(int month)
{
	bool found = false;

	slurm_mutex_lock(&lock);
	for (int i = 0; i < REMEMBERED && !found; i++)
		found = month && known[i] == month;
	slurm_mutex_unlock(&lock);
	return found;
}

static void remember(int month)
{
	slurm_mutex_lock(&lock);
	known[next] = month;
	next = (next + 1) % REMEMBERED;
	slurm_mutex_unlock(&lock);
}

enum pg_class month_ensure(struct storage_conn *conn, time_t end)
{
	int month = number_of(end);
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	if (!end || is_known(month))
		return PG_OK;
	pg_add_time(&params, end);
	class = pg_exec(conn->pg, &make_month, &params, &result);
	pg_params_free(&params);
	/* one that was made just now may yet be rolled back */
	if (class == PG_OK && !pg_bool(result, 0, 0))
		remember(month);
	pg_result_free(&result);
	return class;
}

static bool has_ended(const struct pg_result *rows, int row)
{
	return !pg_is_null(rows, row, 0) &&
	       strcmp(pg_text(rows, row, 0), "infinity");
}

/* One column of the rows that have ended, as an array. */
static void add_column(struct pg_params *params, const struct pg_result *rows,
		       int column)
{
	const char **text = xcalloc(pg_rows(rows), sizeof(*text));
	int n = 0;

	for (int r = 0; r < pg_rows(rows); r++) {
		if (!has_ended(rows, r))
			continue;
		text[n++] = pg_is_null(rows, r, column)
				    ? NULL
				    : pg_text(rows, r, column);
	}
	pg_add_text_array(params, text, n);
	xfree(text);
}

static bool any_ended(const struct pg_result *rows)
{
	for (int r = 0; r < pg_rows(rows); r++)
		if (has_ended(rows, r))
			return true;
	return false;
}

enum pg_class month_widen(struct storage_conn *conn, const char *relation,
			  const struct pg_result *written)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	if (!any_ended(written))
		return PG_OK;
	pg_add_text(&params, relation);
	for (int column = 0; column < 4; column++)
		add_column(&params, written, column);
	class = pg_exec(conn->pg, &sql_month_widen, &params, NULL);
	pg_params_free(&params);
	return class;
}

enum pg_class month_failure(enum pg_class class)
{
	if (class != PG_NO_PARTITION)
		return class;
	slurm_mutex_lock(&lock);
	memset(known, 0, sizeof(known));
	slurm_mutex_unlock(&lock);
	return PG_RETRY;
}
