/*
 * defaults.c - which wckey is a user's default
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"
#include "defaults.h"

int wckey_publish_default(struct storage_conn *conn, uint32_t id,
			  const char *cluster, bool is_default)
{
	slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

	slurmdb_init_wckey_rec(wckey, false);
	wckey->id = id;
	wckey->cluster = xstrdup(cluster);
	wckey->is_def = is_default;
	return storage_publish(conn, SLURMDB_MODIFY_WCKEY, wckey);
}

static int set_default(struct storage_conn *conn,
		       const struct pg_statement *statement,
		       const int64_t *ids, int n, bool is_default)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_int_array(&p, ids, n);
	rc = storage_exec(conn, statement, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++)
		rc = wckey_publish_default(conn, pg_int(result, i, 0, 0),
					   pg_text(result, i, 1), is_default);
	pg_result_free(&result);
	return rc;
}

int wckey_undefault(struct storage_conn *conn, const int64_t *ids, int n)
{
	return set_default(conn, &sql_wckey_undefault, ids, n, false);
}

int wckey_ensure_default(struct storage_conn *conn, const int64_t *ids, int n)
{
	return set_default(conn, &sql_wckey_ensure_default, ids, n, true);
}
