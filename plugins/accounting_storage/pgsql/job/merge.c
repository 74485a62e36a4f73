/*
 * merge.c - changes of job records into slurm_data.job
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../record/month.h"
#include "../suspension/suspension.h"
#include "../storage/write_lock.h"
#include "association.h"
#include "job.h"
#include "pack.h"
#include "place.h"

/* the first parameter of ranks and columns in job_update and job_insert */
#define UPDATE_FIRST 7
#define INSERT_FIRST 5

static const struct pg_statement *update, *insert;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_statements(void)
{
	update = columns_statement(&job_table, &sql_job_update, UPDATE_FIRST);
	insert = columns_statement(&job_table, &sql_job_insert, INSERT_FIRST);
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

/* --------------------------------------------------------------- writing */

/* Changes that are written in the same way. */
struct batch {
	const struct job_change **change;
	const struct place **place;
	int n;
};

static void bind_submit_times(struct pg_params *params,
			      const struct batch *batch)
{
	time_t *time = xcalloc(batch->n, sizeof(*time));

	for (int i = 0; i < batch->n; i++)
		time[i] = batch->change[i]->submit_time;
	pg_add_time_array(params, time, batch->n);
	xfree(time);
}

static void bind_update(struct pg_params *params, const struct batch *batch,
			time_t least, bool open)
{
	int64_t *lives = xcalloc(batch->n, sizeof(*lives));

	if (open)
		pg_add_text(params, "infinity");
	else
		place_bind_least(params, least);
	place_bind_records(params, batch->place, batch->n);
	place_bind_ends(params, batch->place, batch->n);
	bind_submit_times(params, batch);
	for (int i = 0; i < batch->n; i++)
		lives[i] = batch->change[i]->lives;
	pg_add_int_array(params, lives, batch->n);
	xfree(lives);
}

static void bind_insert(struct pg_params *params, const struct batch *batch)
{
	int64_t *job_id = xcalloc(batch->n, sizeof(*job_id));

	place_bind_records(params, batch->place, batch->n);
	for (int i = 0; i < batch->n; i++)
		job_id[i] = batch->change[i]->job_id;
	pg_add_int_array(params, job_id, batch->n);
	bind_submit_times(params, batch);
	xfree(job_id);
}

static enum pg_class write_batch(struct storage_conn *conn,
				 const struct batch *batch, enum place_way way,
				 time_t least)
{
	struct pg_params params = { 0 };
	struct pg_result *written = NULL;
	enum pg_class class;

	if (!batch->n)
		return PG_OK;
	pg_add_int(&params, conn->cluster_id);
	if (way == PLACE_NEW)
		bind_insert(&params, batch);
	else
		bind_update(&params, batch, least, way == PLACE_OPEN);
	columns_bind(&job_table, &params, (const void *const *)batch->change,
		     batch->n);
	class = pg_exec(conn->pg, way == PLACE_NEW ? insert : update, &params,
			&written);
	pg_params_free(&params);
	if (class == PG_OK)
		class = month_widen(conn, "job", written);
	pg_result_free(&written);
	return class;
}

static enum pg_class write_all(struct storage_conn *conn,
			       struct job_change *const *changes, int n,
			       const struct place *places, time_t least)
{
	struct batch batch = {
		.change = xcalloc(n, sizeof(*batch.change)),
		.place = xcalloc(n, sizeof(*batch.place)),
	};
	enum pg_class class = PG_OK;

	for (int way = 0; class == PG_OK && way < PLACE_WAYS; way++) {
		batch.n = 0;
		for (int i = 0; i < n; i++) {
			if (place_way(&places[i], &job_table, changes[i],
				      JOB_GROUP_END) != (enum place_way)way)
				continue;
			batch.change[batch.n] = changes[i];
			batch.place[batch.n++] = &places[i];
		}
		class = write_batch(conn, &batch, way, least);
	}
	xfree(batch.change);
	xfree(batch.place);
	return class;
}

enum pg_class job_merge(struct storage_conn *conn,
			struct job_change *const *changes, int n,
			int64_t *record_r, bool *suspensions_r)
{
	time_t least = job_least_end(changes, n);
	struct place *places = NULL;
	enum pg_class class;

	pthread_once(&once, make_statements);
	for (int i = 0; i < n; i++)
		if ((class = month_ensure(conn, changes[i]->end_time)) != PG_OK)
			return class;
	class = job_locate(conn, changes, n, least, &places);
	if (class == PG_OK)
		class = write_all(conn, changes, n, places, least);
	if (class == PG_OK)
		class = association_used(conn, changes, n);
	for (int i = 0; class == PG_OK && i < n; i++) {
		if (record_r)
			record_r[i] = places[i].record;
		if (suspensions_r)
			suspensions_r[i] = places[i].suspensions;
	}
	places_free(&places, n);
	return month_failure(class);
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
	.pack = job_change_pack,
	.unpack = job_change_unpack,
};

const struct record_kind job_end_kind = {
	.name = "job_end",
	.loss = RECORD_KEEP,
	.store = store,
	.describe = job_change_describe,
	.free = job_change_free,
	.pack = job_change_pack,
	.unpack = job_change_unpack,
};
