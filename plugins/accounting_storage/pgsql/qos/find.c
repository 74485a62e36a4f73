/*
 * find.c - reading QOS
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "idlist.h"
#include "qos.h"

enum { QOS_ID, NAME, DESCRIPTION, FLAGS, PREEMPT, GREATEST_ID, FIRST_LIMIT };

static struct pg_statement qos_find_statement;

static void build_statement(void)
{
	qos_find_statement = limits_statement(&sql_qos_find, &qos_limits, 0);
}

/* ---------------------------------------------------------------- records */

static bitstr_t *read_preempt(const struct pg_result *result, int row)
{
	struct idlist ids = { 0 };
	bitstr_t *bits;

	idlist_read(&ids, result, row, PREEMPT);
	bits = bit_alloc(pg_int(result, row, GREATEST_ID, 0) + 1);
	for (int i = 0; i < ids.n; i++)
		if (ids.id[i] < bit_size(bits))
			bit_set(bits, ids.id[i]);
	idlist_free(&ids);
	return bits;
}

static slurmdb_qos_rec_t *read_qos(const struct pg_result *result, int row)
{
	slurmdb_qos_rec_t *qos = xmalloc(sizeof(*qos));

	qos->id = pg_int(result, row, QOS_ID, 0);
	qos->name = xstrdup(pg_text(result, row, NAME));
	if (pg_text(result, row, DESCRIPTION)[0])
		qos->description = xstrdup(pg_text(result, row, DESCRIPTION));
	qos->flags = pg_int(result, row, FLAGS, 0);
	qos->preempt_bitstr = read_preempt(result, row);
	limits_read(&qos_limits, result, row, FIRST_LIMIT, qos);
	return qos;
}

/* -------------------------------------------------------------- questions */

void qos_add_condition(struct pg_params *p, const slurmdb_qos_cond_t *cond)
{
	params_add_names(p, cond->description_list);
	params_add_ids(p, cond->id_list);
	params_add_names(p, cond->name_list);
	if (cond->preempt_mode && cond->preempt_mode != NO_VAL16)
		pg_add_int(p, cond->preempt_mode);
	else
		pg_add_null(p);
	pg_add_bool(p, cond->preempt_mode & PREEMPT_MODE_COND_OFF);
}

static int find(struct storage_conn *conn, struct pg_params *p,
		slurm_list_t *list_r)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	struct pg_result *result = NULL;
	int rc;

	pthread_once(&built, build_statement);
	if ((rc = storage_exec(conn, &qos_find_statement, p, &result)))
		return rc;
	*list_r = list_create(slurmdb_destroy_qos_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_qos(result, i));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

int qos_find(struct storage_conn *conn, const int64_t *ids, int n,
	     slurm_list_t *list_r)
{
	struct pg_params p = { 0 };
	int rc;

	pg_add_bool(&p, false);
	pg_add_null(&p);
	if (ids)
		pg_add_int_array(&p, ids, n);
	else
		pg_add_null(&p);
	pg_add_null(&p);
	pg_add_null(&p);
	pg_add_bool(&p, false);
	rc = find(conn, &p, list_r);
	pg_params_free(&p);
	return rc;
}

slurm_list_t qos_get(struct storage_conn *conn, uid_t uid,
		     slurmdb_qos_cond_t *cond)
{
	static const slurmdb_qos_cond_t all;
	struct pg_params p = { 0 };
	slurm_list_t list = NULL;
	int rc;

	if (!cond)
		cond = (slurmdb_qos_cond_t *)&all;
	pg_add_bool(&p, qos_cond_flags(cond) & QOS_COND_FLAG_WITH_DELETED);
	qos_add_condition(&p, cond);
	if (!(rc = qos_ensure_defaults(conn)) && !(rc = storage_enter(conn))) {
		rc = find(conn, &p, &list);
		storage_leave(conn);
	}
	pg_params_free(&p);
	return list_outcome(list, rc);
}
