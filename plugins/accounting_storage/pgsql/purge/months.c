/*
 * months.c - whole months of jobs and steps go by dropping their tables
 *
 * A month is detached from its parent (CONCURRENTLY: writers and readers go
 * on), gets another name, so that a record of that month that comes late
 * finds room, and what came into it meanwhile and must stay is put back. Then
 * it is archived and dropped. Each of these steps can be the last one for a
 * while: whatever is found half done is brought to its end first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../archive/archive.h"
#include "months.h"

/* How long who holds a month's parent is waited for, milliseconds. */
#define QUIET_MS 10000
#define QUIET_STEP_MS 100
#define BATCH 50000

/* Columns of purge_months.sql. */
enum { NAME, RELATION, MONTH, STATE, OTHERS, LAST };

static const struct pg_statement month_holders = {
	"month_holders",
	"SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks"
	" WHERE relation = to_regclass('slurm_data.' || $1) AND pid <> pg_backend_pid()"
	" AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
	" AND ($2::text[] IS NULL OR virtualtransaction = ANY ($2))"
};
static const struct pg_statement month_keeps = {
	"month_keeps",
	"SELECT slurm_data.month_keeps($1, $2,"
	" $3::timestamptz + interval '1 second', $4, $5, $6::integer[])"
};
static const struct pg_statement month_rename = {
	"month_rename", "SELECT slurm_data.month_rename($1, $2, $3)"
};
static const struct pg_statement month_restore = {
	"month_restore",
	"SELECT slurm_data.month_restore($1, $2, $3, $4, $5, $6::integer[])"
};
static const struct pg_statement month_suspensions = {
	"month_suspensions", "SELECT slurm_data.month_suspensions($1, $2)"
};
static const struct pg_statement month_drop = {
	"month_drop", "SELECT slurm_data.month_drop($1, $2, $3, $4)"
};
static const struct pg_statement clusters_by_id = {
	"clusters_by_id",
	"SELECT cluster_id, name FROM slurm_data.cluster ORDER BY cluster_id"
};

struct month {
	struct purge *purge;
	const int64_t *clusters;
	int n_clusters;
	char name[64]; /* of its table; gone_... from some time on */
	bool is_job;
	const char *relation, *first, *state, *others;
	time_t last;
	struct timespec began;
	int64_t moved; /* by the last suspensions() */
};

static const struct purge_term *term(const struct month *m,
				     enum purge_kind kind)
{
	return &m->purge->policy->term[kind];
}

/* $1 to $6 of month_restore; month_keeps has the end in place of the first. */
static void add_question(struct pg_params *params, const struct month *m,
			 bool with_end)
{
	pg_add_text(params, m->name);
	pg_add_text(params, m->relation);
	if (with_end)
		pg_add_time(params, m->last);
	else
		pg_add_text(params, m->first);
	pg_add_time(params, term(m, PURGE_JOB)->before);
	pg_add_time(params, term(m, PURGE_STEP)->before);
	pg_add_text(params, m->others);
}

/* -------------------------------------------------------------- detaching */

/* Wait for the transactions that hold the parent now: DETACH would wait for
 * them too, with the month closed to everybody. *quiet_r: they are over. */
static enum pg_class await_quiet(struct month *m, bool *quiet_r)
{
	char *holders = NULL;
	enum pg_class class = PG_OK;

	*quiet_r = false;
	for (int ms = 0; class == PG_OK && !*quiet_r && ms < QUIET_MS;
	     ms += QUIET_STEP_MS) {
		struct pg_params params = { 0 };
		struct pg_result *result = NULL;

		pg_add_text(&params, m->relation);
		pg_add_text(&params, holders);
		class = pg_exec(m->purge->pg, &month_holders, &params, &result);
		if (class == PG_OK) {
			xfree(holders);
			holders = xstrdup(pg_text(result, 0, 0));
			*quiet_r = !xstrcmp(holders, "{}");
		}
		pg_result_free(&result);
		pg_params_free(&params);
		if (storage_ends())
			break;
		if (class == PG_OK && !*quiet_r)
			usleep(QUIET_STEP_MS * 1000);
	}
	xfree(holders);
	return class;
}

/* What must not be in a transaction. Waits for at most half a minute. */
static enum pg_class alter(struct month *m, const char *what)
{
	static const struct pg_statement
		limit = { "month_limit", "SET statement_timeout = '30s'" },
		unlimit = { "month_unlimit", "RESET statement_timeout" };
	char *text = xstrdup_printf("ALTER TABLE slurm_data.%s"
				    " DETACH PARTITION slurm_data.%s %s",
				    m->relation, m->name, what);
	struct pg_statement statement = { "month_detach", text };
	enum pg_class class, reset;

	class = pg_exec(m->purge->pg, &limit, NULL, NULL);
	if (class == PG_OK)
		class = pg_exec_script(m->purge->pg, &statement);
	if (class != PG_OK)
		storage_log_error(m->purge->pg);
	reset = pg_exec(m->purge->pg, &unlimit, NULL, NULL);
	xfree(text);
	return class == PG_OK ? reset : class;
}

static enum pg_class has_to_stay(struct pg_conn *pg, struct month *m,
				 bool *stays_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	add_question(&params, m, true);
	class = pg_exec(pg, &month_keeps, &params, &result);
	*stays_r = class != PG_OK || pg_bool(result, 0, 0);
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

/* Whether nothing of it must stay; then its usage is not summed again. */
struct judgement {
	struct month *month;
	bool stays;
};

static enum pg_class judge(struct pg_conn *pg, void *arg)
{
	struct judgement *j = arg;
	struct month *m = j->month;
	struct pg_params params = { 0 };
	enum pg_class class = has_to_stay(pg, m, &j->stays);

	if (class != PG_OK || j->stays || !m->is_job)
		return class;
	pg_add_int_array(&params, m->clusters, m->n_clusters);
	pg_add_time(&params, m->last + 1);
	class = pg_exec(pg, &sql_purge_keep_all, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class rename_it(struct pg_conn *pg, void *arg)
{
	struct month *m = arg;
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_text(&params, m->name);
	pg_add_text(&params, m->relation);
	pg_add_text(&params, m->first);
	class = pg_exec(pg, &month_rename, &params, NULL);
	pg_params_free(&params);
	return class;
}

static bool is_archived(const struct month *m)
{
	/* steps go by their own purge, or with their jobs */
	return purge_archives(m->purge->policy, PURGE_JOB,
			      m->is_job ? PURGE_JOB : PURGE_STEP);
}

/* Before a month is closed to everybody: it can be written where it is to be
 * written. */
static bool has_room(const struct month *m)
{
	const char *dir = m->purge->policy->archive_dir;

	if (!is_archived(m) || !access(dir, W_OK | X_OK))
		return true;
	error("accounting_storage/pgsql: archive: cannot create files in %s: %m",
	      dir);
	return false;
}

/* *gone_r: the month has left its parent, and is called otherwise. */
static enum pg_class detach(struct month *m, bool *gone_r)
{
	const struct pg_retry retry = pg_retry_client();
	struct judgement j = { .month = m };
	enum pg_class class = PG_OK;
	char name[sizeof(m->name)] = "";
	bool quiet = true;

	*gone_r = !xstrcmp(m->state, "gone");
	if (*gone_r)
		return PG_OK;
	if (!xstrcmp(m->state, "pending"))
		class = alter(m, "FINALIZE");
	if (!xstrcmp(m->state, "attached")) {
		class = pg_run(m->purge->pg, &retry, judge, &j);
		if (class == PG_OK && !j.stays)
			class = await_quiet(m, &quiet);
		if (class == PG_OK && !j.stays && !quiet)
			info("accounting_storage/pgsql: %s: somebody keeps a transaction open, it goes record by record",
			     m->name);
		if (class != PG_OK || j.stays || !quiet)
			return class;
		if (!has_room(m))
			return PG_INSTALLATION;
		class = alter(m, "CONCURRENTLY");
	}
	if (class == PG_OK)
		class = pg_run(m->purge->pg, &retry, rename_it, m);
	*gone_r = class == PG_OK;
	snprintf(name, sizeof(name), "gone_%.58s", m->name);
	if (*gone_r)
		memcpy(m->name, name, sizeof(name));
	return class;
}

/* --------------------------------------------------------------- dropping */

static enum pg_class restore(struct pg_conn *pg, void *arg)
{
	struct month *m = arg;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	add_question(&params, m, false);
	class = pg_exec(pg, &month_restore, &params, &result);
	if (class == PG_OK && pg_int(result, 0, 0, 0))
		info("accounting_storage/pgsql: %s: %" PRId64
		     " records stay and were put back",
		     m->name, pg_int(result, 0, 0, 0));
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

static enum pg_class write_clusters(struct month *m,
				    enum archive_relation relation,
				    const char *table)
{
	struct pg_result *clusters = NULL;
	struct pg_conn *pg = m->purge->pg;
	enum pg_class class = pg_exec(pg, &clusters_by_id, NULL, &clusters);

	for (int i = 0; class == PG_OK && i < pg_rows(clusters); i++)
		class = archive_write(pg, relation, table,
				      pg_int(clusters, i, 0, 0),
				      pg_text(clusters, i, 1),
				      m->purge->policy->archive_dir, m->last);
	pg_result_free(&clusters);
	return class;
}

static enum pg_class archive_it(struct pg_conn *pg, void *arg)
{
	struct month *m = arg;
	char table[sizeof(m->name) + 16];

	if (!is_archived(m))
		return PG_OK;
	snprintf(table, sizeof(table), "slurm_data.%s", m->name);
	return write_clusters(m, m->is_job ? ARCHIVE_JOB : ARCHIVE_STEP, table);
}

static enum pg_class suspensions(struct pg_conn *pg, void *arg)
{
	struct month *m = arg;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_text(&params, m->name);
	pg_add_int(&params, BATCH);
	class = pg_exec(pg, &month_suspensions, &params, &result);
	m->moved = class == PG_OK ? pg_int(result, 0, 0, 0) : 0;
	pg_result_free(&result);
	pg_params_free(&params);
	if (m->moved &&
	    purge_archives(m->purge->policy, PURGE_JOB, PURGE_SUSPEND))
		class = write_clusters(m, ARCHIVE_SUSPENSION,
				       "pg_temp.gone_suspension");
	return class;
}

static enum pg_class drop(struct pg_conn *pg, void *arg)
{
	struct month *m = arg;
	struct pg_params params = { 0 };
	struct timespec now;
	enum pg_class class;

	clock_gettime(CLOCK_MONOTONIC, &now);
	pg_add_text(&params, m->name);
	pg_add_text(&params, m->relation);
	pg_add_text(&params, m->first);
	pg_add_double(&params, now.tv_sec - m->began.tv_sec +
				       (now.tv_nsec - m->began.tv_nsec) / 1e9);
	class = pg_exec(pg, &month_drop, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class finish(struct month *m)
{
	const struct pg_retry retry = pg_retry_client();
	struct pg_conn *pg = m->purge->pg;
	enum pg_class class = pg_run(pg, &retry, restore, m);

	if (class == PG_OK)
		class = pg_run(pg, &retry, archive_it, m);
	do {
		if (class == PG_OK && m->is_job)
			class = pg_run(pg, &retry, suspensions, m);
	} while (class == PG_OK && m->is_job && m->moved && !storage_ends());
	if (class == PG_OK && !storage_ends())
		class = pg_run(pg, &retry, drop, m);
	return class;
}

/* A month that cannot go now is no failure of the whole: it stays. */
static enum pg_class do_month(struct month *m)
{
	bool gone = false;
	enum pg_class class;

	clock_gettime(CLOCK_MONOTONIC, &m->began);
	class = detach(m, &gone);
	if (class == PG_OK && gone)
		class = finish(m);
	if (class != PG_OK) {
		error("accounting_storage/pgsql: purge: %s is to be dropped, and was not",
		      m->name);
		storage_log_error(m->purge->pg);
	}
	return class;
}

extern enum pg_class purge_months(struct purge *purge, const int64_t *clusters,
				  int n)
{
	const struct purge_policy *policy = purge->policy;
	struct pg_params params = { 0 };
	struct pg_result *months = NULL;
	enum pg_class class, worst;

	pg_add_time(&params, policy->term[PURGE_JOB].before);
	pg_add_time(&params, policy->term[PURGE_STEP].before);
	pg_add_int_array(&params, clusters, n);
	worst = pg_exec(purge->pg, &sql_purge_months, &params, &months);
	pg_params_free(&params);
	if (worst != PG_OK)
		storage_log_error(purge->pg);
	for (int i = 0; months && i < pg_rows(months) && !storage_ends(); i++) {
		struct month m = {
			.purge = purge,
			.clusters = clusters,
			.n_clusters = n,
			.relation = pg_text(months, i, RELATION),
			.first = pg_text(months, i, MONTH),
			.state = pg_text(months, i, STATE),
			.others = pg_text(months, i, OTHERS),
			.last = pg_time(months, i, LAST),
		};

		snprintf(m.name, sizeof(m.name), "%s",
			 pg_text(months, i, NAME));
		m.is_job = !xstrcmp(m.relation, "job");
		if ((class = do_month(&m)) != PG_OK)
			worst = class;
	}
	pg_result_free(&months);
	return worst;
}
