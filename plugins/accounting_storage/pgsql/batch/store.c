/*
 * store.c - many records of slurmctld's in one transaction
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "batch.h"

#include "../job/job.h"
#include "../storage/write_lock.h"
#include "../suspension/suspension.h"
#include "fold.h"

/* The rows that one change each is merged into, as job_merge() tells them. */
struct merged {
	struct job_change **job;
	int64_t *record;
	bool *suspensions;
};

static enum pg_class store_jobs(struct storage_conn *conn,
				const struct fold *fold, struct merged *m)
{
	for (int i = 0; i < fold->jobs; i++)
		m->job[i] = &fold->job[i];
	return job_merge(conn, m->job, fold->jobs, m->record, m->suspensions);
}

static enum pg_class store_steps(struct storage_conn *conn,
				 const struct fold *fold,
				 const struct merged *m)
{
	struct step_change **step = xcalloc(fold->steps, sizeof(*step));
	int64_t *record = xcalloc(fold->steps, sizeof(*record));
	enum pg_class class = PG_OK;

	for (int i = 0; i < fold->steps; i++) {
		step[i] = &fold->step[i];
		record[i] = m->record[fold->job_of[i]];
	}
	if (fold->steps)
		class = step_merge(conn, step, record, fold->steps);
	xfree(step);
	xfree(record);
	return class;
}

/* What they hold of their suspensions is another now. */
static enum pg_class apply_suspensions(struct storage_conn *conn,
				       const struct fold *fold,
				       struct merged *m)
{
	int n = 0;

	for (int i = 0; i < fold->jobs; i++) {
		if (!m->suspensions[i])
			continue;
		m->job[n] = &fold->job[i];
		m->record[n++] = m->record[i];
	}
	if (!n)
		return PG_OK;
	return suspension_apply(conn, m->record, n, job_least_end(m->job, n));
}

/* Rows are found by their keys, and what was written last is in memory. */
static const struct pg_statement batch_plans = {
	"batch_plans", "SELECT set_config('random_page_cost', '1.1', true)"
};

/*
 * How many records are open goes up and down faster than autovacuum looks, and
 * a planner that knows nothing of them takes an end of 'infinity' for rare:
 * then it goes through all that are open for each one. So it is told now and
 * then, within the transaction, which sees what it has just written. Who does
 * not own the tables leaves it to autovacuum.
 */
#define MANY 1000
#define ANALYZE_EVERY 50000
static const struct pg_statement batch_analyze = {
	"batch_analyze",
	"ANALYZE slurm_data.job_open (cluster_id, db_index, end_time),"
	" slurm_data.step_open (cluster_id, db_index, end_time)"
};

static enum pg_class analyze(struct storage_conn *conn, int n)
{
	conn->analyze_in -= n;
	if (n < MANY || conn->analyze_in > 0)
		return PG_OK;
	conn->analyze_in = ANALYZE_EVERY;
	return pg_exec(conn->pg, &batch_analyze, NULL, NULL);
}

/* Store what is folded, and forget it. */
static enum pg_class store_fold(struct storage_conn *conn, struct fold *fold)
{
	struct merged m = {
		.job = xcalloc(fold->jobs, sizeof(*m.job)),
		.record = xcalloc(fold->jobs, sizeof(*m.record)),
		.suspensions = xcalloc(fold->jobs, sizeof(*m.suspensions)),
	};
	enum pg_class class = PG_OK;

	if (fold->jobs && (class = write_lock(conn)) == PG_OK &&
	    (class = pg_exec(conn->pg, &batch_plans, NULL, NULL)) == PG_OK &&
	    (class = store_jobs(conn, fold, &m)) == PG_OK &&
	    (class = store_steps(conn, fold, &m)) == PG_OK &&
	    (class = apply_suspensions(conn, fold, &m)) == PG_OK)
		class = analyze(conn, fold->jobs + fold->steps);
	fold_clear(fold);
	xfree(m.job);
	xfree(m.record);
	xfree(m.suspensions);
	return class;
}

static enum pg_class store_one(struct storage_conn *conn, struct fold *fold,
			       const struct record *record)
{
	enum pg_class class = PG_OK;

	if (!fold_knows(record->kind)) {
		if (!record->kind->apart)
			class = store_fold(conn, fold);
		return class ? class : record->kind->store(conn, record->what);
	}
	if (fold_add(fold, record))
		return PG_OK;
	class = store_fold(conn, fold);
	/* nothing stands in its way now */
	return class || fold_add(fold, record) ? class : PG_RETRY;
}

enum pg_class batch_store(struct storage_conn *conn,
			  const struct record *records, int n)
{
	enum pg_class class = PG_OK;
	struct fold fold;

	fold_init(&fold, n);
	for (int i = 0; class == PG_OK && i < n; i++)
		class = store_one(conn, &fold, &records[i]);
	if (class == PG_OK)
		class = store_fold(conn, &fold);
	fold_free(&fold);
	return class;
}
