/*
 * merge.c - changes of steps into slurm_data.step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../job/job.h"
#include "../month.h"
#include "../suspension/suspension.h"
#include "../write_lock.h"
#include "step.h"

/* parameters of step_merge.sql before those of the columns */
#define FIRST 8

static const struct pg_statement *statement;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_statement(void)
{
	statement = columns_statement(&step_table, &sql_step_merge, FIRST);
}

static time_t least_end(struct step_change *const *changes, int n)
{
	time_t least = 0;

	for (int i = 0; i < n; i++) {
		time_t of_job = job_least_end(&changes[i]->job, 1);

		if (!of_job)
			return 0;
		if (!least || of_job < least)
			least = of_job;
	}
	return least;
}

static void bind_identity(struct pg_params *params,
			  struct step_change *const *changes,
			  const int64_t *records, int n)
{
	int64_t *value = xcalloc(n, sizeof(*value));

	pg_add_int_array(params, records, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->step_id;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->het_comp;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->job->job_id;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->lives;
	pg_add_int_array(params, value, n);
	xfree(value);
}

enum pg_class step_merge(struct storage_conn *conn,
			 struct step_change *const *changes,
			 const int64_t *records, int n)
{
	struct pg_params params = { 0 };
	time_t least = least_end(changes, n);
	enum pg_class class;

	pthread_once(&once, make_statement);
	for (int i = 0; i < n; i++)
		if ((class = month_ensure(conn, changes[i]->end_time)) != PG_OK)
			return class;
	pg_add_int(&params, conn->cluster_id);
	if (least)
		pg_add_time(&params, least);
	else
		pg_add_text(&params, "-infinity");
	bind_identity(&params, changes, records, n);
	columns_bind(&step_table, &params, (const void *const *)changes, n);
	class = pg_exec(conn->pg, statement, &params, NULL);
	pg_params_free(&params);
	return month_failure(class);
}

/* ------------------------------------------------------ the record kinds */

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	/* resolving fills in what the same strings say otherwise */
	struct step_change *change = (struct step_change *)what;
	int64_t record;
	bool suspensions;
	enum pg_class class;

	step_change_resolve(change);
	if ((class = write_lock(conn)) != PG_OK ||
	    (class = job_merge(conn, &change->job, 1, &record, &suspensions)) !=
		    PG_OK ||
	    (class = step_merge(conn, &change, &record, 1)) != PG_OK)
		return class;
	if (!suspensions)
		return PG_OK;
	return suspension_apply(conn, &record, 1,
				job_least_end(&change->job, 1));
}

const struct record_kind step_start_kind = {
	.name = "step_start",
	.loss = RECORD_DETAIL,
	.store = store,
	.describe = step_change_describe,
	.free = step_change_free,
};

const struct record_kind step_end_kind = {
	.name = "step_end",
	.loss = RECORD_DETAIL,
	.store = store,
	.describe = step_change_describe,
	.free = step_change_free,
};
