/*
 * rows.c - old records go in batches
 *
 * A batch is one transaction: it takes records out of their tables into
 * temporary ones, what belongs to them after them, writes all of that into
 * files where it is to be archived, and commits.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"

#include "../archive/archive.h"
#include "rows.h"

/* Records of a batch: as many as Slurm puts into a file of an archive. */
#define BATCH_ARCHIVED 50000
/* Without one: locks on so many old records, for a fraction of a second. */
#define BATCH 5000
/* Between two batches the writers have the server for themselves, as long as
 * the batch took, but for so many milliseconds at most. */
#define REST_MS 250

/* Set by the planner's view of temporary tables it would read all months. */
static const struct pg_statement purge_plans = {
	"purge_plans", "SELECT set_config('enable_hashjoin', 'off', true),"
		       " set_config('enable_mergejoin', 'off', true)"
};

static const struct pg_statement purge_lock = {
	"purge_lock", "SELECT FROM slurm_data.rollup_state"
		      " WHERE cluster_id = $1 FOR NO KEY UPDATE"
};

static const struct pg_statement purge_rolled = {
	"purge_rolled", "SELECT slurm_data.rolled_before($1)"
};

/* What is taken away by the purge of a kind; own: whose archive it belongs
 * to. */
struct take {
	enum purge_kind kind, own;
	enum archive_relation relation;
	const struct pg_statement *statement;
};

static const struct take takes[] = {
	{ PURGE_EVENT, PURGE_EVENT, ARCHIVE_EVENT, &sql_purge_event },
	{ PURGE_SUSPEND, PURGE_SUSPEND, ARCHIVE_SUSPENSION,
	  &sql_purge_suspend },
	{ PURGE_STEP, PURGE_STEP, ARCHIVE_STEP, &sql_purge_step },
	{ PURGE_JOB, PURGE_JOB, ARCHIVE_JOB, &sql_purge_job },
	{ PURGE_JOB, PURGE_STEP, ARCHIVE_STEP, &sql_purge_orphan_steps },
	{ PURGE_JOB, PURGE_JOB, ARCHIVE_JOB_SCRIPT, &sql_purge_scripts },
	{ PURGE_JOB, PURGE_JOB, ARCHIVE_JOB_ENV, &sql_purge_envs },
	{ PURGE_RESV, PURGE_RESV, ARCHIVE_RESERVATION, &sql_purge_resv },
	{ PURGE_TXN, PURGE_TXN, ARCHIVE_TXN, &sql_purge_txn },
	{ PURGE_USAGE, PURGE_USAGE, ARCHIVE_ASSOC_USAGE,
	  &sql_purge_assoc_usage },
	{ PURGE_USAGE, PURGE_USAGE, ARCHIVE_WCKEY_USAGE,
	  &sql_purge_wckey_usage },
	{ PURGE_USAGE, PURGE_USAGE, ARCHIVE_CLUSTER_USAGE,
	  &sql_purge_cluster_usage },
};

/* What goes with jobs, in the same batch. */
static const struct take followers[] = {
	{ PURGE_JOB, PURGE_STEP, ARCHIVE_STEP, &sql_purge_job_steps },
	{ PURGE_JOB, PURGE_SUSPEND, ARCHIVE_SUSPENSION,
	  &sql_purge_job_suspends },
};

struct batch {
	struct purge *purge;
	const struct take *take;
	const struct purge_term *term;
	int64_t removed; /* by this batch */
};

/* Steps and what jobs alone refer to are no source of usage. */
static bool is_counted(const struct batch *batch)
{
	return batch->take->kind != PURGE_TXN &&
	       batch->take->relation != ARCHIVE_STEP;
}

static enum pg_class lock_state(struct batch *batch, char **rolled_r)
{
	struct pg_conn *pg = batch->purge->pg;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_int(&params, batch->purge->cluster_id);
	class = pg_exec(pg, &purge_lock, &params, NULL);
	if (class == PG_OK)
		class = pg_exec(pg, &purge_rolled, &params, &result);
	if (class == PG_OK)
		*rolled_r = xstrdup(pg_text(result, 0, 0));
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

static enum pg_class take(struct batch *batch, const char *rolled)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_int(&params, batch->purge->cluster_id);
	pg_add_time(&params, batch->term->before);
	pg_add_text(&params, rolled);
	pg_add_int(&params, batch->term->archive ? BATCH_ARCHIVED : BATCH);
	class = pg_exec(batch->purge->pg, batch->take->statement, &params,
			&result);
	if (class == PG_OK)
		batch->removed = pg_affected(result);
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

/* Usage is not to be summed again from what has gone now. */
static enum pg_class keep(struct batch *batch, const char *rolled)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, batch->purge->cluster_id);
	pg_add_time(&params, batch->term->before);
	pg_add_text(&params, rolled);
	class = pg_exec(batch->purge->pg, &sql_purge_keep, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class archive(struct batch *batch, const struct take *taken)
{
	struct purge *purge = batch->purge;
	char table[64];

	if (!purge_archives(purge->policy, taken->kind, taken->own))
		return PG_OK;
	snprintf(table, sizeof(table), "pg_temp.gone_%s",
		 archive_relation_name(taken->relation));
	return archive_write(purge->pg, taken->relation, table,
			     purge->cluster_id, purge->cluster,
			     purge->policy->archive_dir,
			     batch->term->before - 1);
}

static enum pg_class follow(struct batch *batch)
{
	enum pg_class class = PG_OK;

	if (batch->take->relation != ARCHIVE_JOB)
		return PG_OK;
	for (size_t i = 0; class == PG_OK && i < ARRAY_SIZE(followers); i++)
		class = pg_exec(batch->purge->pg, followers[i].statement, NULL,
				NULL);
	for (size_t i = 0; class == PG_OK && i < ARRAY_SIZE(followers); i++)
		class = archive(batch, &followers[i]);
	return class;
}

static enum pg_class run_batch(struct pg_conn *pg, void *arg)
{
	struct batch *batch = arg;
	enum pg_class class;
	char *rolled = NULL;

	batch->removed = 0;
	class = pg_exec(pg, &purge_plans, NULL, NULL);
	if (class == PG_OK)
		class = lock_state(batch, &rolled);
	if (class == PG_OK)
		class = take(batch, rolled);
	if (class == PG_OK && batch->removed && is_counted(batch))
		class = keep(batch, rolled);
	if (class == PG_OK && batch->removed)
		class = archive(batch, batch->take);
	if (class == PG_OK && batch->removed)
		class = follow(batch);
	xfree(rolled);
	return class;
}

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One take to its end. *removed: added to. */
static enum pg_class run_batches(struct batch *batch, int64_t *removed)
{
	const struct pg_retry retry = pg_retry_client();
	enum pg_class class;

	for (;;) {
		int64_t took = milliseconds();

		class = pg_run(batch->purge->pg, &retry, run_batch, batch);
		if (class != PG_OK || !batch->removed)
			return class;
		*removed += batch->removed;
		if (storage_ends())
			return class;
		took = milliseconds() - took;
		usleep(1000 * (took < REST_MS ? took : REST_MS));
	}
}

extern enum pg_class purge_rows(struct purge *purge, enum purge_kind kind,
				int64_t *removed_r)
{
	enum pg_class class = PG_OK;

	*removed_r = 0;
	for (size_t i = 0; class == PG_OK && i < ARRAY_SIZE(takes); i++) {
		struct batch batch = { .purge = purge,
				       .take = &takes[i],
				       .term = &purge->policy->term[kind] };

		if (takes[i].kind == kind && !storage_ends())
			class = run_batches(&batch, removed_r);
	}
	return class;
}
