/*
 * txn.c - the transaction log
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "txn.h"

/* ------------------------------------------------------------------ write */

int txn_write_many(struct storage_conn *conn, int action, const char *actor,
		   const char *const *cluster, const char *const *name,
		   const char *const *info, int n)
{
	struct pg_params p = { 0 };
	int rc;

	pg_add_int(&p, action);
	pg_add_text(&p, actor);
	pg_add_text_array(&p, cluster, n);
	pg_add_text_array(&p, name, n);
	pg_add_text_array(&p, info, n);
	rc = storage_exec(conn, &sql_txn_write, &p, NULL);
	pg_params_free(&p);
	return rc;
}

int txn_write(struct storage_conn *conn, const struct txn *txn)
{
	return txn_write_many(conn, txn->action, txn->actor, &txn->cluster,
			      &txn->name, &txn->info, 1);
}

int txn_write_each(struct storage_conn *conn, int action, const char *actor,
		   const void *const *things, int n, txn_describe_fn describe)
{
	const char **cluster = xcalloc(n, sizeof(*cluster));
	const char **name = xcalloc(n, sizeof(*name));
	char **info = xcalloc(n, sizeof(*info));
	int rc;

	for (int i = 0; i < n; i++)
		describe(things[i], &name[i], &info[i]);
	rc = txn_write_many(conn, action, actor, cluster, name,
			    (const char *const *)info, n);
	for (int i = 0; i < n; i++)
		xfree(info[i]);
	xfree(cluster);
	xfree(name);
	xfree(info);
	return rc;
}

char *txn_ids(const char *column, const int64_t *id, int n)
{
	char *text = NULL;

	for (int i = 0; i < n; i++)
		xstrfmtcat(text, "%s%s=%" PRId64, i ? " || " : "", column,
			   id[i]);
	return text;
}

char *txn_names(const char *column, slurm_list_t names)
{
	const void **name = list_to_array(names);
	char *text = NULL;

	for (int i = 0; i < list_count(names); i++)
		xstrfmtcat(text, "%s%s='%s'", i ? " || " : "", column,
			   (const char *)name[i]);
	xfree(name);
	return text;
}

/* ------------------------------------------------------------------- read */

static void add_condition(struct pg_params *p, const slurmdb_txn_cond_t *cond)
{
	static const slurmdb_txn_cond_t all;

	if (!cond)
		cond = &all;
	params_add_names(p, cond->acct_list);
	params_add_names(p, cond->cluster_list);
	params_add_names(p, cond->user_list);
	params_add_ids(p, cond->action_list);
	params_add_names(p, cond->actor_list);
	params_add_ids(p, cond->id_list);
	params_add_names(p, cond->info_list);
	params_add_names(p, cond->name_list);
	pg_add_time(p, cond->time_start);
	pg_add_time(p, cond->time_end);
	pg_add_bool(p, cond->with_assoc_info);
}

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	return pg_is_null(result, row, column) ?
		       NULL : xstrdup(pg_text(result, row, column));
}

static slurmdb_txn_rec_t *read_txn(const struct pg_result *result, int row)
{
	slurmdb_txn_rec_t *txn = xmalloc(sizeof(*txn));

	txn->id = pg_int(result, row, 0, 0);
	txn->timestamp = pg_time(result, row, 1);
	txn->action = pg_int(result, row, 2, 0);
	txn->where_query = xstrdup(pg_text(result, row, 3));
	txn->actor_name = xstrdup(pg_text(result, row, 4));
	txn->set_info = text_or_null(result, row, 5);
	txn->clusters = xstrdup(pg_text(result, row, 6));
	txn->users = text_or_null(result, row, 7);
	txn->accts = text_or_null(result, row, 8);
	return txn;
}

slurm_list_t txn_get(struct storage_conn *conn, uid_t uid,
		     slurmdb_txn_cond_t *cond)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	slurm_list_t list = NULL;
	int rc;

	add_condition(&p, cond);
	rc = storage_query(conn, &sql_txn_get, &p, &result);
	pg_params_free(&p);
	if (!rc) {
		list = list_create(slurmdb_destroy_txn_rec);
		for (int i = 0; i < pg_rows(result); i++)
			list_append(list, read_txn(result, i));
	}
	pg_result_free(&result);
	return list_outcome(list, rc);
}
