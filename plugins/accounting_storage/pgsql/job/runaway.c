/*
 * runaway.c - jobs that have not ended, and that slurmctld does not know
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "runaway.h"

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../record/month.h"
#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/write_lock.h"
#include "../suspension/suspension.h"

struct fixing {
	const char *cluster;
	const slurmdb_job_rec_t **job;
	int n;
	/* the records found */
	int64_t *record;
	time_t *end;
	int n_records;
};

/* What sacctmgr can get wrong is said here, in slurmdbd's log. */
static int check(const struct fixing *f)
{
	bool dated = false;

	if (!f->n) {
		error("accounting_storage/pgsql: no runaway jobs to fix");
		return SLURM_ERROR;
	}
	for (int i = 0; i < f->n; i++) {
		if (xstrcmp(f->job[i]->cluster, f->cluster)) {
			error("accounting_storage/pgsql: runaway jobs of one cluster at a time, not of %s and %s",
			      f->cluster, f->job[i]->cluster);
			return SLURM_ERROR;
		}
		dated |= f->job[i]->submit != 0;
	}
	if (!dated)
		error("accounting_storage/pgsql: runaway jobs of %s without a submit time",
		      f->cluster);
	return dated ? SLURM_SUCCESS : SLURM_ERROR;
}

static void add_jobs(struct pg_params *p, const struct fixing *f)
{
	int64_t *id = xcalloc(f->n, sizeof(*id));
	time_t *submit = xcalloc(f->n, sizeof(*submit));

	for (int i = 0; i < f->n; i++) {
		id[i] = f->job[i]->jobid;
		submit[i] = f->job[i]->submit;
	}
	pg_add_int_array(p, id, f->n);
	pg_add_time_array(p, submit, f->n);
	xfree(id);
	xfree(submit);
}

static int find(struct storage_conn *conn, struct fixing *f)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_int(&p, conn->cluster_id);
	add_jobs(&p, f);
	rc = storage_exec(conn, &sql_job_runaway_find, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	f->n_records = pg_rows(result);
	xrecalloc(f->record, f->n_records + 1, sizeof(*f->record));
	xrecalloc(f->end, f->n_records + 1, sizeof(*f->end));
	for (int i = 0; i < f->n_records; i++) {
		f->record[i] = pg_int(result, i, 0, 0);
		f->end[i] = pg_time(result, i, 1);
	}
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

static enum pg_class apply_suspensions(struct storage_conn *conn,
				       const struct pg_result *result)
{
	int n = pg_rows(result);
	int64_t *record = xcalloc(n + 1, sizeof(*record));
	enum pg_class class = PG_OK;

	for (int i = 0; i < n; i++)
		record[i] = pg_int(result, i, 0, 0);
	if (n)
		class = suspension_apply(conn, record, n, 0);
	xfree(record);
	return class;
}

static enum pg_class end(struct storage_conn *conn, const struct fixing *f)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class = PG_OK;

	for (int i = 0; class == PG_OK && i < f->n_records; i++)
		class = month_ensure(conn, f->end[i]);
	if (class != PG_OK || !f->n_records)
		return class;
	pg_add_int(&p, conn->cluster_id);
	pg_add_int_array(&p, f->record, f->n_records);
	pg_add_time_array(&p, f->end, f->n_records);
	class = pg_exec(conn->pg, &sql_job_runaway_end, &p, &result);
	pg_params_free(&p);
	if (class == PG_OK)
		class = apply_suspensions(conn, result);
	pg_result_free(&result);
	return month_failure(class);
}

static int failed(struct storage_conn *conn, enum pg_class class)
{
	if (class != PG_OK)
		storage_log_error(conn->pg);
	return storage_errno(class);
}

static int fix(struct storage_conn *conn, struct fixing *f)
{
	int rc;

	if ((rc = failed(conn, write_lock(conn))) || (rc = find(conn, f)))
		return rc;
	return failed(conn, end(conn, f));
}

/* The operator's connection is that of another cluster, or of none. */
static int fix_on_cluster(struct storage_conn *conn, struct fixing *f)
{
	int64_t cluster = storage_cluster_id(conn, f->cluster);
	int64_t own = conn->cluster_id;
	int rc;

	if (!cluster)
		return SLURM_ERROR;
	conn->cluster_id = cluster;
	rc = fix(conn, f);
	conn->cluster_id = own;
	return rc;
}

static int work(struct storage_conn *conn, const struct actor *actor, void *arg)
{
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	return fix_on_cluster(conn, arg);
}

int job_fix_runaway(struct storage_conn *conn, uint32_t uid, slurm_list_t jobs)
{
	struct fixing f = { .n = jobs ? list_count(jobs) : 0 };
	int rc;

	if (f.n) {
		f.job = (const slurmdb_job_rec_t **)list_to_array(jobs);
		f.cluster = f.job[0]->cluster;
	}
	if (!(rc = check(&f)))
		rc = storage_change_as(conn, uid, work, &f);
	xfree(f.job);
	xfree(f.record);
	xfree(f.end);
	return rc;
}
