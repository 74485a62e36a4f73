/*
 * find.c - reading wckeys
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "../usage/usage.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "wckey.h"

static slurmdb_wckey_rec_t *read_wckey(const struct pg_result *result, int row)
{
	slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

	wckey->id = pg_int(result, row, 0, 0);
	wckey->cluster = xstrdup(pg_text(result, row, 1));
	wckey->name = xstrdup(pg_text(result, row, 2));
	wckey->user = xstrdup(pg_text(result, row, 3));
	wckey->is_def = pg_bool(result, row, 4);
	if (pg_bool(result, row, 5))
		wckey->flags |= SLURMDB_WCKEY_FLAG_DELETED;
	return wckey;
}

int wckey_find(struct storage_conn *conn, const slurmdb_wckey_cond_t *cond,
	       const struct actor *viewer, slurm_list_t *list_r)
{
	static const slurmdb_wckey_cond_t all;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!cond)
		cond = &all;
	params_add_names(&p, cond->cluster_list);
	pg_add_bool(&p, cond->with_deleted);
	pg_add_bool(&p, cond->only_defs);
	params_add_names(&p, cond->name_list);
	params_add_ids(&p, cond->id_list);
	params_add_names(&p, cond->user_list);
	pg_add_text(&p, viewer && actor_is_limited(viewer, PRIVATE_DATA_USERS) ?
				viewer->name : NULL);
	rc = storage_exec(conn, &sql_wckey_find, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_wckey_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_wckey(result, i));
	pg_result_free(&result);
	if (!cond->with_usage)
		return SLURM_SUCCESS;
	return usage_add_to_wckeys(conn, *list_r, cond->usage_start,
				   cond->usage_end);
}

static int get(struct storage_conn *conn, const struct actor *viewer,
	       const void *cond, slurm_list_t *list_r)
{
	return wckey_find(conn, cond, viewer, list_r);
}

slurm_list_t wckey_get(struct storage_conn *conn, uid_t uid,
		       slurmdb_wckey_cond_t *cond)
{
	return storage_list_as(conn, uid, get, cond);
}
