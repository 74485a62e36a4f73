/*
 * remove.c - clusters: those that are no more
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cluster_internal.h"

#include "../assoc/assoc.h"
#include "../federation/federation.h"
#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../wckey/wckey.h"
#include "plugins/accounting_storage/pgsql/sql.h"

struct removal {
	const slurmdb_cluster_cond_t *cond;
	slurm_list_t lines; /* names, or the jobs that are in the way */
};

static int find_names(struct storage_conn *conn,
		      const slurmdb_cluster_cond_t *cond, slurm_list_t *names_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	cluster_add_cond(&params, cond, false);
	rc = storage_exec(conn, &sql_cluster_get, &params, &result);
	pg_params_free(&params);
	if (!rc)
		*names_r = list_of_column(result, 0);
	pg_result_free(&result);
	return rc;
}

/* Fails where jobs are waiting or running, which lines then names. */
static int remove_assocs(struct storage_conn *conn, slurm_list_t names,
			 slurm_list_t lines)
{
	slurmdb_assoc_cond_t cond = { .cluster_list = names };
	const struct assoc_question question = { .cond = &cond };
	slurm_list_t assocs = NULL;
	int rc;

	if (!(rc = assoc_find(conn, &question, &assocs)))
		rc = assoc_remove_within(conn, assocs, lines);
	FREE_NULL_LIST(assocs);
	return rc;
}

static int remove_wckeys(struct storage_conn *conn, const struct actor *actor,
			 slurm_list_t names)
{
	slurmdb_wckey_cond_t cond = { .cluster_list = names };
	slurm_list_t lines = list_create(xfree_ptr);
	int rc = wckey_remove_within(conn, actor, &cond, lines);

	FREE_NULL_LIST(lines);
	return rc == SLURM_NO_CHANGE_IN_DATA ? SLURM_SUCCESS : rc;
}

static int remove_rows(struct storage_conn *conn, slurm_list_t names,
		       const struct actor *actor)
{
	struct pg_params params = { 0 };
	int rc;

	params_add_names(&params, names);
	pg_add_int(&params, DBD_REMOVE_CLUSTERS);
	pg_add_text(&params, actor->name);
	rc = storage_exec(conn, &sql_cluster_remove, &params, NULL);
	pg_params_free(&params);
	return rc;
}

static const struct pg_statement cluster_any_federated = {
	"cluster_any_federated",
	"SELECT FROM slurm_data.cluster WHERE name = ANY ($1::text[])"
	" AND federation IS NOT NULL LIMIT 1"
};

static int tell_siblings(struct storage_conn *conn, slurm_list_t names)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	bool federated;
	int rc;

	params_add_names(&params, names);
	rc = storage_exec(conn, &cluster_any_federated, &params, &result);
	pg_params_free(&params);
	federated = !rc && pg_rows(result);
	pg_result_free(&result);
	return federated ? federation_publish(conn) : rc;
}

static int remove_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct removal *removal = arg;
	slurm_list_t names = NULL;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if ((rc = find_names(conn, removal->cond, &names)))
		return rc;
	if (!list_count(names)) {
		FREE_NULL_LIST(names);
		return SLURM_NO_CHANGE_IN_DATA;
	}
	list_flush(removal->lines); /* of a try before */
	if (!(rc = remove_assocs(conn, names, removal->lines)) &&
	    !(rc = remove_wckeys(conn, actor, names)) &&
	    !(rc = remove_rows(conn, names, actor)) &&
	    !(rc = tell_siblings(conn, names)))
		list_transfer(removal->lines, names);
	FREE_NULL_LIST(names);
	return rc;
}

extern slurm_list_t cluster_remove(struct storage_conn *conn, uid_t uid,
				   slurmdb_cluster_cond_t *cond)
{
	struct removal removal = { .cond = cond };

	if (!cond)
		return list_outcome(NULL, SLURM_ERROR);
	removal.lines = list_create(xfree_ptr);
	return list_outcome(
		removal.lines,
		storage_change_as(conn, uid, remove_work, &removal));
}
