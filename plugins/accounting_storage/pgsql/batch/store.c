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
	    (class = store_jobs(conn, fold, &m)) == PG_OK &&
	    (class = store_steps(conn, fold, &m)) == PG_OK)
		class = apply_suspensions(conn, fold, &m);
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
