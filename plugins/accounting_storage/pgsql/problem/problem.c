/*
 * problem.c - what is incomplete among accounts and users
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "problem.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/common/uid.h"

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	return pg_is_null(result, row, column) ?
		       NULL :
		       xstrdup(pg_text(result, row, column));
}

/* NULL where there is none after all. */
static slurmdb_assoc_rec_t *read_problem(const struct pg_result *r, int row)
{
	uint32_t problem = pg_int(r, row, 0, 0);
	slurmdb_assoc_rec_t *assoc;
	uid_t uid;

	if (!pg_is_null(r, row, 3)) {
		bool unknown = uid_from_string((char *)pg_text(r, row, 3),
					       &uid) < 0;

		if (unknown)
			problem = SLURMDB_PROBLEM_USER_NO_UID;
		else if (problem == SLURMDB_PROBLEM_USER_NO_UID)
			return NULL;
	}
	assoc = xmalloc(sizeof(*assoc));
	assoc->id = problem;
	assoc->cluster = text_or_null(r, row, 1);
	assoc->acct = text_or_null(r, row, 2);
	assoc->user = text_or_null(r, row, 3);
	assoc->parent_acct = text_or_null(r, row, 4);
	assoc->partition = text_or_null(r, row, 5);
	return assoc;
}

static int find(struct storage_conn *conn, const struct actor *viewer,
		const void *cond, slurm_list_t *list_r)
{
	static const slurmdb_assoc_cond_t all;
	const slurmdb_assoc_cond_t *c = cond ? cond : &all;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!actor_is(viewer, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	params_add_sent_names(&params, c->cluster_list);
	params_add_sent_names(&params, c->acct_list);
	params_add_sent_names(&params, c->user_list);
	params_add_sent_names(&params, c->partition_list);
	rc = storage_exec(conn, &sql_problem_get, &params, &result);
	pg_params_free(&params);
	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_assoc_rec);
	for (int i = 0; i < pg_rows(result); i++) {
		slurmdb_assoc_rec_t *problem = read_problem(result, i);

		if (problem)
			list_append(*list_r, problem);
	}
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

extern slurm_list_t problem_get(struct storage_conn *conn, uid_t uid,
				slurmdb_assoc_cond_t *cond)
{
	return storage_list_as(conn, uid, find, cond);
}
