/*
 * merge.c - changes of steps into slurm_data.step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../job/job.h"
#include "../job/place.h"
#include "../record/month.h"
#include "../suspension/suspension.h"
#include "../storage/write_lock.h"
#include "pack.h"
#include "step.h"

/* the first parameter of ranks and columns in step_update and step_insert */
#define UPDATE_FIRST 8
#define INSERT_FIRST 6

static const struct pg_statement *update, *insert;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_statements(void)
{
	update = columns_statement(&step_table, &sql_step_update, UPDATE_FIRST);
	insert = columns_statement(&step_table, &sql_step_insert, INSERT_FIRST);
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

/* Changes that are handled in the same way. */
struct batch {
	const struct step_change **change;
	const struct place **place;
	int n;
};

static void batch_init(struct batch *batch, int n)
{
	batch->change = xcalloc(n, sizeof(*batch->change));
	batch->place = xcalloc(n, sizeof(*batch->place));
	batch->n = 0;
}

static void batch_add(struct batch *batch, const struct step_change *change,
		      const struct place *place)
{
	batch->change[batch->n] = change;
	batch->place[batch->n++] = place;
}

static void batch_free(struct batch *batch)
{
	xfree(batch->change);
	xfree(batch->place);
}

static void bind_steps(struct pg_params *params, const struct batch *batch)
{
	int64_t *value = xcalloc(batch->n, sizeof(*value));

	for (int i = 0; i < batch->n; i++)
		value[i] = batch->change[i]->step_id;
	pg_add_int_array(params, value, batch->n);
	for (int i = 0; i < batch->n; i++)
		value[i] = batch->change[i]->het_comp;
	pg_add_int_array(params, value, batch->n);
	xfree(value);
}

/* --------------------------------------------------------------- finding */

static enum pg_class locate_in(struct storage_conn *conn,
			       const struct pg_statement *statement,
			       const struct batch *batch, time_t least)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	place_bind_records(&params, batch->place, batch->n);
	bind_steps(&params, batch);
	if (statement == &sql_step_locate_late)
		place_bind_least(&params, least);
	class = pg_exec(conn->pg, statement, &params, &result);
	pg_params_free(&params);
	for (int i = 0; class == PG_OK && i < batch->n; i++) {
		struct place *place = (struct place *)batch->place[i];

		if (pg_is_null(result, i, 0))
			continue;
		place->found = true;
		place->end = xstrdup(pg_text(result, i, 0));
		for (int g = 0; g < STEP_GROUPS; g++)
			place->rank[g] = pg_int(result, i, 1 + g, 0);
	}
	pg_result_free(&result);
	return class;
}

static enum pg_class locate(struct storage_conn *conn,
			    struct step_change *const *changes, int n,
			    struct place *places, time_t least)
{
	struct batch batch;
	enum pg_class class;

	batch_init(&batch, n);
	for (int i = 0; i < n; i++)
		batch_add(&batch, changes[i], &places[i]);
	class = locate_in(conn, &sql_step_locate_open, &batch, least);
	batch.n = 0;
	for (int i = 0; i < n; i++)
		if (!places[i].found)
			batch_add(&batch, changes[i], &places[i]);
	if (class == PG_OK && batch.n)
		class = locate_in(conn, &sql_step_locate_late, &batch, least);
	batch_free(&batch);
	return class;
}

/* --------------------------------------------------------------- writing */

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
	bind_steps(params, batch);
	for (int i = 0; i < batch->n; i++)
		lives[i] = batch->change[i]->lives;
	pg_add_int_array(params, lives, batch->n);
	xfree(lives);
}

static void bind_insert(struct pg_params *params, const struct batch *batch)
{
	int64_t *job_id = xcalloc(batch->n, sizeof(*job_id));

	place_bind_records(params, batch->place, batch->n);
	bind_steps(params, batch);
	for (int i = 0; i < batch->n; i++)
		job_id[i] = batch->change[i]->job->job_id;
	pg_add_int_array(params, job_id, batch->n);
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
	columns_bind(&step_table, &params, (const void *const *)batch->change,
		     batch->n);
	class = pg_exec(conn->pg, way == PLACE_NEW ? insert : update, &params,
			&written);
	pg_params_free(&params);
	if (class == PG_OK)
		class = month_widen(conn, "step", written);
	pg_result_free(&written);
	return class;
}

static enum pg_class write_all(struct storage_conn *conn,
			       struct step_change *const *changes, int n,
			       const struct place *places, time_t least)
{
	struct batch batch;
	enum pg_class class = PG_OK;

	batch_init(&batch, n);
	for (int way = 0; class == PG_OK && way < PLACE_WAYS; way++) {
		batch.n = 0;
		for (int i = 0; i < n; i++)
			if (place_way(&places[i], &step_table, changes[i],
				      STEP_GROUP_END) == (enum place_way)way)
				batch_add(&batch, changes[i], &places[i]);
		class = write_batch(conn, &batch, way, least);
	}
	batch_free(&batch);
	return class;
}

enum pg_class step_merge(struct storage_conn *conn,
			 struct step_change *const *changes,
			 const int64_t *records, int n)
{
	struct place *places = xcalloc(n, sizeof(*places));
	time_t least = least_end(changes, n);
	enum pg_class class = PG_OK;

	pthread_once(&once, make_statements);
	for (int i = 0; class == PG_OK && i < n; i++) {
		places[i].record = records[i];
		class = month_ensure(conn, changes[i]->end_time);
	}
	if (class == PG_OK)
		class = locate(conn, changes, n, places, least);
	if (class == PG_OK)
		class = write_all(conn, changes, n, places, least);
	places_free(&places, n);
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
	.pack = step_change_pack,
	.unpack = step_change_unpack,
};

const struct record_kind step_end_kind = {
	.name = "step_end",
	.loss = RECORD_DETAIL,
	.store = store,
	.describe = step_change_describe,
	.free = step_change_free,
	.pack = step_change_pack,
	.unpack = step_change_unpack,
};
