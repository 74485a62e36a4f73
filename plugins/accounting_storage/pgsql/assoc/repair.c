/*
 * repair.c - the hierarchy made whole again (slurmdbd -R)
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "assoc.h"

#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static void tell(const struct pg_result *r)
{
	for (int i = 0; i < pg_rows(r); i++)
		info("accounting_storage/pgsql: cluster %s: account %s%s%s had no place in the hierarchy, it is below %s now",
		     pg_text(r, i, 0), pg_text(r, i, 1),
		     pg_text(r, i, 2)[0] ? ", user " : "", pg_text(r, i, 2),
		     pg_text(r, i, 3));
	info("accounting_storage/pgsql: the hierarchy of associations was looked through: %d mended",
	     pg_rows(r));
}

static int repair_work(struct storage_conn *conn, const struct actor *actor,
		       void *clusters)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	params_add_names(&params, clusters);
	rc = storage_exec(conn, &sql_assoc_repair, &params, &result);
	pg_params_free(&params);
	if (!rc)
		tell(result);
	pg_result_free(&result);
	return rc;
}

int assoc_repair(struct storage_conn *conn, uid_t uid, slurm_list_t clusters)
{
	return storage_change_as(conn, uid, repair_work, clusters);
}
