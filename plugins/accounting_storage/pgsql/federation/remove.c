/*
 * remove.c - federations that are no more
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federation.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static const struct pg_statement federation_dissolve = {
	"federation_dissolve",
	"UPDATE slurm_data.cluster SET federation = NULL, fed_id = 0,"
	" fed_state = 0, modified_at = now()"
	" WHERE federation = ANY ($1::text[]) AND NOT deleted"
};

struct removal {
	const slurmdb_federation_cond_t *cond;
	slurm_list_t names;
};

static int remove_rows(struct storage_conn *conn, const struct removal *r,
		       const struct actor *actor)
{
	struct pg_params params = { 0 };
	int rc;

	params_add_names(&params, r->names);
	rc = storage_exec(conn, &federation_dissolve, &params, NULL);
	pg_add_int(&params, DBD_REMOVE_FEDERATIONS);
	pg_add_text(&params, actor->name);
	if (!rc)
		rc = storage_exec(conn, &sql_federation_remove, &params, NULL);
	pg_params_free(&params);
	return rc;
}

static int remove_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct removal *r = arg;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if ((rc = federation_lock_matching(conn, r->cond, &r->names)))
		return rc;
	if (!list_count(r->names))
		return SLURM_NO_CHANGE_IN_DATA;
	if ((rc = remove_rows(conn, r, actor)))
		return rc;
	return federation_publish(conn);
}

extern slurm_list_t federation_remove(struct storage_conn *conn, uid_t uid,
				      slurmdb_federation_cond_t *cond)
{
	struct removal r = { .cond = cond };
	int rc;

	if (!cond)
		return list_outcome(NULL, SLURM_ERROR);
	rc = storage_change_as(conn, uid, remove_work, &r);
	return list_outcome(r.names, rc);
}
