/*
 * add.c - new QOS
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../storage/wire.h"
#include "idlist.h"
#include "qos.h"

struct addition {
	const slurmdb_qos_rec_t **qos;
	int n;
};

static struct pg_statement statement;

static void build_statement(void)
{
	statement = limits_statement(&sql_qos_add, &qos_limits, 5);
}

static uint32_t flags_of(const slurmdb_qos_rec_t *qos)
{
	if (qos->flags & (QOS_FLAG_NOTSET | QOS_FLAG_REMOVE))
		return 0;
	return qos->flags & QOS_FLAG_BASE;
}

static char *preempt_of(const slurmdb_qos_rec_t *qos)
{
	struct idlist ids = { 0 };
	char *array;

	idlist_change(&ids, qos->preempt_list);
	array = idlist_array(&ids);
	idlist_free(&ids);
	return array;
}

static void add_params(struct pg_params *p, const struct addition *a)
{
	const char **name = xcalloc(a->n, sizeof(*name));
	const char **description = xcalloc(a->n, sizeof(*description));
	int64_t *flags = xcalloc(a->n, sizeof(*flags));
	char **preempt = xcalloc(a->n, sizeof(*preempt));

	for (int i = 0; i < a->n; i++) {
		name[i] = a->qos[i]->name;
		description[i] = a->qos[i]->description ?
					 a->qos[i]->description : "";
		flags[i] = flags_of(a->qos[i]);
		preempt[i] = preempt_of(a->qos[i]);
	}
	pg_add_text_array(p, name, a->n);
	pg_add_text_array(p, description, a->n);
	pg_add_int_array(p, flags, a->n);
	pg_add_text_array(p, (const char *const *)preempt, a->n);
	limits_add_params(p, &qos_limits, (const void *const *)a->qos, a->n,
			  true);
	for (int i = 0; i < a->n; i++)
		xfree(preempt[i]);
	xfree(preempt);
	xfree(flags);
	xfree(description);
	xfree(name);
}

static int insert_qos(struct storage_conn *conn, const struct addition *a,
		      int64_t *ids)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pthread_once(&built, build_statement);
	add_params(&p, a);
	rc = storage_exec(conn, &statement, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++)
		ids[i] = pg_int(result, i, 0, 0);
	pg_result_free(&result);
	return rc;
}

static char *describe(const slurmdb_qos_rec_t *qos)
{
	char *limits = limits_text(&qos_limits, qos, true);
	char *preempt = idlist_text("preempt", qos->preempt_list);
	char *text = xstrdup_printf("mod_time=%ld, description='%s', flags=%u%s%s%s",
				    (long)time(NULL),
				    qos->description ? qos->description : "",
				    flags_of(qos), limits ? limits : "",
				    preempt ? ", " : "",
				    preempt ? preempt : "");

	xfree(limits);
	xfree(preempt);
	return text;
}

static int log_all(struct storage_conn *conn, const struct actor *actor,
		   const struct addition *a)
{
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < a->n; i++) {
		char *info = describe(a->qos[i]);

		rc = txn_write(conn, &(struct txn){ DBD_ADD_QOS, actor->name,
						    NULL, a->qos[i]->name,
						    info });
		xfree(info);
	}
	return rc;
}

static int publish_all(struct storage_conn *conn, const int64_t *ids, int n)
{
	slurm_list_t added = NULL;
	slurmdb_qos_rec_t *qos;
	int rc = qos_find(conn, ids, n, &added);

	while (!rc && (qos = list_pop(added)))
		rc = storage_publish(conn, SLURMDB_ADD_QOS, qos);
	FREE_NULL_LIST(added);
	return rc;
}

static int add_all(struct storage_conn *conn, const struct actor *actor,
		   void *arg)
{
	const struct addition *a = arg;
	int64_t *ids;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	ids = xcalloc(a->n, sizeof(*ids));
	if (!(rc = insert_qos(conn, a, ids)) && !(rc = log_all(conn, actor, a)))
		rc = publish_all(conn, ids, a->n);
	xfree(ids);
	return rc;
}

int qos_add(struct storage_conn *conn, uint32_t uid, slurm_list_t qos)
{
	struct addition a = { 0 };
	int rc = SLURM_SUCCESS, given = qos ? list_count(qos) : 0;

	a.qos = (const slurmdb_qos_rec_t **)list_to_array(qos);
	for (int i = 0; i < given; i++) {
		wire_restore(a.qos[i]->description);
		if (a.qos[i]->name && a.qos[i]->name[0]) {
			a.qos[a.n++] = a.qos[i];
			continue;
		}
		error("accounting_storage/pgsql: a QOS to add has no name");
		rc = SLURM_ERROR;
	}
	if (a.n) {
		int rc2 = storage_change_in_turn(conn, uid, add_all, &a);

		rc = rc2 ? rc2 : rc;
	}
	xfree(a.qos);
	return rc;
}
