/*
 * remove.c - removing QOS
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "qos.h"

struct removal {
	const slurmdb_qos_cond_t *cond;
	slurm_list_t names;
};

static struct pg_statement statement;

static void build_statement(void)
{
	statement = limits_statement(&sql_qos_remove, &qos_limits, 0);
}

static int lock_targets(struct storage_conn *conn, struct removal *r,
			int64_t **ids_r, int *n_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_bool(&p, false);
	qos_add_condition(&p, r->cond);
	rc = storage_exec(conn, &sql_qos_lock, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	*n_r = pg_rows(result);
	*ids_r = xcalloc(*n_r + 1, sizeof(**ids_r));
	for (int i = 0; i < *n_r; i++) {
		(*ids_r)[i] = pg_int(result, i, 0, 0);
		list_append(r->names, xstrdup(pg_text(result, i, 1)));
	}
	pg_result_free(&result);
	return *n_r ? SLURM_SUCCESS : SLURM_NO_CHANGE_IN_DATA;
}

static int remove_rows(struct storage_conn *conn, const int64_t *ids, int n)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	struct pg_params p = { 0 };
	int rc;

	pthread_once(&built, build_statement);
	pg_add_int_array(&p, ids, n);
	if (!(rc = storage_exec(conn, &sql_qos_release, &p, NULL)))
		rc = storage_exec(conn, &statement, &p, NULL);
	pg_params_free(&p);
	return rc;
}

/* The assoc_mgr of each slurmctld takes it from its associations itself. */
static int publish_removal(struct storage_conn *conn, const int64_t *ids, int n)
{
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < n; i++) {
		slurmdb_qos_rec_t *qos = xmalloc(sizeof(*qos));

		qos->id = ids[i];
		rc = storage_publish(conn, SLURMDB_REMOVE_QOS, qos);
	}
	return rc;
}

static int log_removal(struct storage_conn *conn, const struct actor *actor,
		       const int64_t *ids, int n)
{
	char *where = NULL;
	int rc;

	for (int i = 0; i < n; i++)
		xstrfmtcat(where, "%sid='%" PRId64 "'", i ? " || " : "",
			   ids[i]);
	rc = txn_write(conn, &(struct txn){ DBD_REMOVE_QOS, actor->name, NULL,
					    where, NULL });
	xfree(where);
	return rc;
}

static int remove_all(struct storage_conn *conn, const struct actor *actor,
		      void *arg)
{
	struct removal *r = arg;
	int64_t *ids = NULL;
	int rc, n = 0;

	list_flush(r->names);
	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if (!(rc = lock_targets(conn, r, &ids, &n)) &&
	    !(rc = remove_rows(conn, ids, n)) &&
	    !(rc = log_removal(conn, actor, ids, n)))
		rc = publish_removal(conn, ids, n);
	xfree(ids);
	return rc;
}

slurm_list_t qos_remove(struct storage_conn *conn, uint32_t uid,
			slurmdb_qos_cond_t *cond)
{
	struct removal r = { .cond = cond };

	if (!cond)
		return list_outcome(NULL, SLURM_ERROR);
	r.names = list_create(xfree_ptr);
	return list_outcome(r.names,
			    storage_change_in_turn(conn, uid, remove_all, &r));
}
