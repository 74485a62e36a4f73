/*
 * remove.c - removing associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "assoc.h"

static struct pg_statement statement;

static void build_statement(void)
{
	statement = limits_statement(&sql_assoc_remove, &assoc_limits, 0);
}

/* ------------------------------------------------------- what is in the way */

static int check_running(struct storage_conn *conn, const int64_t *ids, int n,
			 slurm_list_t lines)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_int_array(&p, ids, n);
	rc = storage_exec(conn, &sql_assoc_running, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	if (pg_rows(result)) {
		rc = ESLURM_JOBS_RUNNING_ON_ASSOC;
		list_flush(lines);
	}
	for (int i = 0; i < pg_rows(result); i++) {
		const char *partition = pg_text(result, i, 4);

		list_append(lines,
			    xstrdup_printf("JobID = %-10s C = %-10s A = %-10s U = %-9s%s%s",
					   pg_text(result, i, 0),
					   pg_text(result, i, 1),
					   pg_text(result, i, 2),
					   pg_text(result, i, 3),
					   partition[0] ? " P = " : "",
					   partition));
	}
	pg_result_free(&result);
	return rc;
}

/* ----------------------------------------------------------------- remove */

/* *moved_r: rows are gone, so that others are numbered anew. */
static int remove_rows(struct storage_conn *conn, const int64_t *ids, int n,
		       bool *moved_r)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pthread_once(&built, build_statement);
	pg_add_int_array(&p, ids, n);
	rc = storage_exec(conn, &statement, &p, &result);
	pg_params_free(&p);
	*moved_r = !rc && pg_int(result, 0, 0, 0) > 0;
	pg_result_free(&result);
	return rc;
}

struct telling {
	struct storage_conn *conn;
	bool moved;
	const char *cluster; /* of the one before */
	uint32_t least;	     /* lft of its first */
	int rc;
};

static void end_cluster(struct telling *t)
{
	if (t->cluster && t->moved && !t->rc)
		t->rc = assoc_publish_lft(t->conn, t->cluster, t->least - 1);
}

static int tell_one(void *item, void *arg)
{
	const slurmdb_assoc_rec_t *assoc = item;
	struct telling *t = arg;
	slurmdb_assoc_rec_t *told = assoc_news(assoc->id, assoc->cluster);

	told->flags |= ASSOC_FLAG_DELETED;
	if (xstrcmp(t->cluster, assoc->cluster)) {
		end_cluster(t);
		t->cluster = assoc->cluster;
		t->least = assoc->lft;
	}
	if (t->rc) {
		slurmdb_destroy_assoc_rec(told);
		return -1;
	}
	t->rc = storage_publish(t->conn, SLURMDB_REMOVE_ASSOC, told);
	return t->rc ? -1 : 0;
}

int assoc_remove_within(struct storage_conn *conn, slurm_list_t assocs,
			slurm_list_t lines)
{
	struct telling telling = { .conn = conn };
	int64_t *ids;
	int rc, n = list_count(assocs);

	if (!n)
		return SLURM_SUCCESS;
	ids = assoc_ids(assocs);
	if (!(rc = check_running(conn, ids, n, lines)) &&
	    !(rc = remove_rows(conn, ids, n, &telling.moved))) {
		list_for_each(assocs, tell_one, &telling);
		end_cluster(&telling);
		rc = telling.rc;
	}
	xfree(ids);
	return rc;
}

/* ------------------------------------------------------------------- verb */

struct removal {
	const slurmdb_assoc_cond_t *cond;
	slurm_list_t lines;
};

static int check_rights(const struct actor *actor, slurm_list_t assocs)
{
	const void **item;
	int rc = SLURM_SUCCESS;

	if (actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	item = list_to_array(assocs);
	for (int i = 0; !rc && i < list_count(assocs); i++) {
		const slurmdb_assoc_rec_t *assoc = item[i];

		if (actor_coordinates(actor, assoc->acct))
			continue;
		error("accounting_storage/pgsql: %s(%u) does not coordinate account %s and may not remove from it",
		      actor->name, (unsigned)actor->uid, assoc->acct);
		rc = ESLURM_ACCESS_DENIED;
	}
	xfree(item);
	return rc;
}

static int add_line(void *item, void *arg)
{
	list_append(arg, assoc_line(item, 10));
	return 0;
}

/* The log names the associations, cluster by cluster. */
static int log_removal(struct storage_conn *conn, const struct actor *actor,
		       slurm_list_t assocs)
{
	slurmdb_assoc_rec_t **assoc =
		(slurmdb_assoc_rec_t **)list_to_array(assocs);
	int64_t *ids = assoc_ids(assocs);
	int rc = SLURM_SUCCESS, n = list_count(assocs);

	for (int start = 0, end; !rc && start < n; start = end) {
		const char *cluster = assoc[start]->cluster;
		char *where;

		for (end = start + 1; end < n; end++)
			if (xstrcmp(assoc[end]->cluster, cluster))
				break;
		where = txn_ids("id_assoc", ids + start, end - start);
		rc = txn_write(conn,
			       &(struct txn){ DBD_REMOVE_ASSOCS, actor->name,
					      cluster, where, NULL });
		xfree(where);
	}
	xfree(ids);
	xfree(assoc);
	return rc;
}

static int remove_all(struct storage_conn *conn, const struct actor *actor,
		      void *arg)
{
	struct removal *r = arg;
	struct assoc_question question = { .cond = r->cond, .below = true };
	slurm_list_t assocs = NULL;
	int rc;

	list_flush(r->lines);
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR) &&
	    !actor_coordinates_any(actor))
		return ESLURM_ACCESS_DENIED;
	if ((rc = assoc_find(conn, &question, &assocs)))
		return rc;
	if (!list_count(assocs))
		rc = SLURM_NO_CHANGE_IN_DATA;
	else if (!(rc = check_rights(actor, assocs))) {
		list_for_each(assocs, add_line, r->lines);
		if (!(rc = assoc_check_defaults(assocs, NULL, r->lines)) &&
		    !(rc = assoc_remove_within(conn, assocs, r->lines)))
			rc = log_removal(conn, actor, assocs);
	}
	FREE_NULL_LIST(assocs);
	return rc;
}

slurm_list_t assoc_remove(struct storage_conn *conn, uint32_t uid,
			  slurmdb_assoc_cond_t *cond)
{
	struct removal r = { .cond = cond };

	if (!cond)
		return list_outcome(NULL, SLURM_ERROR);
	r.lines = list_create(xfree_ptr);
	return list_outcome(r.lines,
			    storage_change_in_turn(conn, uid, remove_all, &r));
}
