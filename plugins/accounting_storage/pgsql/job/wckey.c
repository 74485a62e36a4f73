/*
 * wckey.c - wckeys of jobs that come into being with the job
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wckey.h"

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../wckey/wckey.h"

struct ensuring {
	struct job_change *change;
	slurm_list_t missing; /* slurmdb_wckey_rec_t */
};

static void add_missing(struct storage_conn *conn, struct ensuring *e,
			const struct pg_result *result, int row)
{
	slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

	slurmdb_init_wckey_rec(wckey, false);
	wckey->cluster = xstrdup(conn->cluster_name);
	wckey->user = xstrdup(pg_text(result, row, 0));
	wckey->name = xstrdup(pg_text(result, row, 1));
	/* the one without a star first */
	list_prepend(e->missing, wckey);
}

static void take_needed(struct storage_conn *conn, struct ensuring *e,
			const struct pg_result *result)
{
	if (!pg_rows(result))
		return;
	if (!e->change->wckey)
		e->change->wckey = xstrdup(pg_text(result, 0, 1));
	if (pg_bool(result, 0, 2))
		return;
	for (int i = 0; i < pg_rows(result); i++)
		if (!pg_bool(result, i, 2))
			add_missing(conn, e, result, i);
}

static int ask(struct storage_conn *conn, struct ensuring *e)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!conn->cluster_id && !storage_cluster_id(conn, conn->cluster_name))
		return SLURM_SUCCESS; /* record_store() says so */
	pg_add_int(&p, conn->cluster_id);
	pg_add_int(&p, e->change->assoc_id);
	pg_add_text(&p, e->change->wckey);
	rc = storage_exec(conn, &sql_job_wckey, &p, &result);
	pg_params_free(&p);
	if (!rc)
		take_needed(conn, e, result);
	pg_result_free(&result);
	return rc;
}

static int find_needed(struct storage_conn *conn, struct ensuring *e)
{
	int rc;

	if ((rc = storage_enter(conn)))
		return rc;
	rc = ask(conn, e);
	storage_leave(conn);
	return rc;
}

static int add_all(struct storage_conn *conn, struct ensuring *e)
{
	int rc = wckey_add(conn, slurm_conf.slurm_user_id, e->missing);

	/* slurmctld shall know it before the next job asks for it */
	return rc ? rc : storage_commit(conn, true);
}

void job_wckey_ensure(struct storage_conn *conn, struct job_change *change)
{
	struct ensuring e = { .change = change };
	int rc;

	if (storage_host() != HOST_SLURMDBD || !slurm_get_track_wckey() ||
	    change->assoc_id == COLUMN_NULL || !conn->cluster_name)
		return;
	e.missing = list_create(slurmdb_destroy_wckey_rec);
	rc = find_needed(conn, &e);
	if (!rc && list_count(e.missing))
		rc = add_all(conn, &e);
	if (rc)
		error("accounting_storage/pgsql: the wckey of job %" PRIu32
		      " could not be found or added: %s",
		      change->job_id, slurm_strerror(rc));
	FREE_NULL_LIST(e.missing);
}
