/*
 * member.c - clusters join federations and leave them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federation.h"

#include "../storage/lists.h"
#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static const struct pg_statement federation_lock_statement = {
	"federation_lock",
	"SELECT name FROM slurm_data.federation WHERE name = $1 AND NOT deleted"
	" FOR UPDATE"
};

extern int federation_lock(struct storage_conn *conn, const char *federation)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&params, federation);
	rc = storage_exec(conn, &federation_lock_statement, &params, &result);
	pg_params_free(&params);
	if (!rc && !pg_rows(result)) {
		error("accounting_storage/pgsql: there is no federation %s",
		      federation);
		rc = SLURM_ERROR;
	}
	pg_result_free(&result);
	return rc;
}

extern int federation_join(struct storage_conn *conn, const char *federation,
			   slurm_list_t clusters, uint32_t state)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&params, federation);
	params_add_names(&params, clusters);
	if (state == NO_VAL)
		pg_add_null(&params);
	else
		pg_add_int(&params, state);
	pg_add_int(&params, MAX_FED_CLUSTERS);
	rc = storage_exec(conn, &sql_federation_join, &params, &result);
	pg_params_free(&params);
	if (!rc && (pg_int(result, 0, 0, 0) < list_count(clusters))) {
		error("accounting_storage/pgsql: a cluster that is to join federation %s is not known",
		      federation);
		rc = SLURM_ERROR;
	} else if (!rc && !pg_bool(result, 0, 1)) {
		error("accounting_storage/pgsql: federation %s has %d clusters, it cannot have more",
		      federation, MAX_FED_CLUSTERS);
		rc = ESLURM_FED_CLUSTER_MAX_CNT;
	}
	pg_result_free(&result);
	return rc;
}

extern int federation_leave(struct storage_conn *conn, const char *federation,
			    slurm_list_t clusters, slurm_list_t but)
{
	struct pg_params params = { 0 };
	int rc;

	pg_add_text(&params, federation);
	params_add_names(&params, clusters);
	params_add_names(&params, but);
	rc = storage_exec(conn, &sql_federation_leave, &params, NULL);
	pg_params_free(&params);
	return rc;
}

/* ----------------------------------------------------- as a change says it */

struct assignment {
	slurm_list_t joining, leaving; /* char * */
	bool alone;                    /* who is not named leaves */
};

static int sort_out(void *item, void *arg)
{
	const slurmdb_cluster_rec_t *cluster = item;
	struct assignment *a = arg;
	char *name = wire_text(cluster->name);

	if (!name)
		return 0;
	if (name[0] == '-') {
		list_append(a->leaving, xstrdup(name + 1));
	} else if (name[0] == '+') {
		list_append(a->joining, xstrdup(name + 1));
	} else {
		list_append(a->joining, xstrdup(name));
		a->alone = true;
	}
	xfree(name);
	return 0;
}

extern int federation_assign(struct storage_conn *conn, const char *federation,
			     slurm_list_t clusters)
{
	struct assignment a = { .joining = list_create(xfree_ptr),
				.leaving = list_create(xfree_ptr) };
	int rc = SLURM_SUCCESS;

	list_for_each(clusters, sort_out, &a);
	if (a.alone)
		rc = federation_leave(conn, federation, NULL, a.joining);
	else if (list_count(a.leaving))
		rc = federation_leave(conn, federation, a.leaving, NULL);
	if (!rc && list_count(a.joining))
		rc = federation_join(conn, federation, a.joining, NO_VAL);
	FREE_NULL_LIST(a.joining);
	FREE_NULL_LIST(a.leaving);
	return rc;
}
