/*
 * merge.c - changes of job records into slurm_data.job
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../month.h"
#include "../suspension/suspension.h"
#include "../write_lock.h"
#include "job.h"

/* parameters of job_merge.sql before those of the columns */
#define FIRST 8

static const struct pg_statement *statement;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_statement(void)
{
	statement = columns_statement(&job_table, &sql_job_merge, FIRST);
}

time_t job_least_end(struct job_change *const *changes, int n)
{
	time_t least = 0;

	for (int i = 0; i < n; i++) {
		time_t submit = changes[i]->submit_time;

		if (!submit)
			return 0;
		if (!least || submit < least)
			least = submit;
	}
	/* clocks may have been set back */
	return least > 86400 ? least - 86400 : 0;
}

static void bind_identity(struct pg_params *params,
			  struct job_change *const *changes, int n)
{
	int64_t *value = xcalloc(n, sizeof(*value));
	time_t *time = xcalloc(n, sizeof(*time));

	for (int i = 0; i < n; i++)
		value[i] = (int64_t)changes[i]->db_index;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->job_id;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		time[i] = changes[i]->submit_time;
	pg_add_time_array(params, time, n);
	for (int i = 0; i < n; i++)
		time[i] = changes[i]->probe_time;
	pg_add_time_array(params, time, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->lives;
	pg_add_int_array(params, value, n);
	xfree(value);
	xfree(time);
}

static enum pg_class run(struct storage_conn *conn,
			 struct job_change *const *changes, int n,
			 struct pg_result **result_r)
{
	struct pg_params params = { 0 };
	time_t least = job_least_end(changes, n);
	enum pg_class class;

	pthread_once(&once, make_statement);
	pg_add_int(&params, conn->cluster_id);
	if (least)
		pg_add_time(&params, least);
	else
		pg_add_text(&params, "-infinity");
	bind_identity(&params, changes, n);
	columns_bind(&job_table, &params, (const void *const *)changes, n);
	class = pg_exec(conn->pg, statement, &params, result_r);
	pg_params_free(&params);
	return month_failure(class);
}

enum pg_class job_merge(struct storage_conn *conn,
			struct job_change *const *changes, int n,
			int64_t *record_r, bool *suspensions_r)
{
	struct pg_result *result = NULL;
	enum pg_class class;

	for (int i = 0; i < n; i++)
		if ((class = month_ensure(conn, changes[i]->end_time)) != PG_OK)
			return class;
	if ((class = run(conn, changes, n, &result)) != PG_OK)
		return class;
	for (int i = 0; i < n; i++) {
		if (record_r)
			record_r[i] = pg_int(result, i, 0, 0);
		if (suspensions_r)
			suspensions_r[i] = pg_bool(result, i, 1);
	}
	pg_result_free(&result);
	return PG_OK;
}

/* ------------------------------------------------------ the record kinds */

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	/* resolving fills in what the same strings say otherwise */
	struct job_change *change = (struct job_change *)what;
	int64_t record;
	bool suspensions;
	enum pg_class class;

	job_change_resolve(change);
	if ((class = write_lock(conn)) != PG_OK ||
	    (class = job_merge(conn, &change, 1, &record, &suspensions)) !=
		    PG_OK)
		return class;
	if (!suspensions)
		return PG_OK;
	return suspension_apply(conn, &record, 1, job_least_end(&change, 1));
}

const struct record_kind job_start_kind = {
	.name = "job_start",
	.loss = RECORD_REPEATED,
	.store = store,
	.describe = job_change_describe,
	.free = job_change_free,
};

const struct record_kind job_end_kind = {
	.name = "job_end",
	.loss = RECORD_KEEP,
	.store = store,
	.describe = job_change_describe,
	.free = job_change_free,
};
