/*
 * defaults.c - which account is a user's default one
 *
 * A user has one default account on a cluster, all partitions of it. It moves
 * when another is made the default, and a user who is added without one gets
 * the newest, unless slurmdbd.conf has AllowNoDefAcct.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/slurm/compat.h"
#include "src/slurmdbd/read_config.h"

#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "assoc.h"

/* In libslurmfull; set in slurmdbd alone. */
extern slurmdbd_conf_t *slurmdbd_conf __attribute__((weak));

static bool may_be_without(void)
{
	return &slurmdbd_conf && slurmdbd_conf &&
	       (slurmdbd_conf->flags & DBD_CONF_FLAG_ALLOW_NO_DEF_ACCT);
}

/* Run a statement that changes defaults and returns ids with their clusters,
 * and tell of them. */
static int set_default(struct storage_conn *conn,
		       const struct pg_statement *statement,
		       const struct pg_params *p, bool is_default)
{
	struct pg_result *result = NULL;
	int rc = storage_exec(conn, statement, p, &result);

	for (int i = 0; !rc && i < pg_rows(result); i++) {
		slurmdb_assoc_rec_t *news =
			assoc_news(pg_int(result, i, 0, 0),
				   pg_text(result, i, 1));

		news->is_def = is_default;
		rc = storage_publish(conn, SLURMDB_MODIFY_ASSOC, news);
	}
	pg_result_free(&result);
	return rc;
}

int assoc_undefault(struct storage_conn *conn, const int64_t *ids, int n)
{
	struct pg_params p = { 0 };
	int rc;

	pg_add_int_array(&p, ids, n);
	rc = set_default(conn, &sql_assoc_undefault, &p, false);
	pg_params_free(&p);
	return rc;
}

int assoc_ensure_default(struct storage_conn *conn, const int64_t *ids, int n)
{
	struct pg_params p = { 0 };
	int rc;

	if (may_be_without())
		return SLURM_SUCCESS;
	pg_add_int_array(&p, ids, n);
	rc = set_default(conn, &sql_assoc_ensure_default, &p, true);
	pg_params_free(&p);
	return rc;
}

int assoc_no_default(struct storage_conn *conn, slurm_list_t users,
		     slurm_list_t clusters)
{
	struct pg_params p = { 0 };
	int rc;

	if (!may_be_without())
		return ESLURM_NO_REMOVE_DEFAULT_ACCOUNT;
	params_add_names(&p, users);
	params_add_names(&p, clusters);
	rc = set_default(conn, &sql_assoc_no_default, &p, false);
	pg_params_free(&p);
	return rc;
}
