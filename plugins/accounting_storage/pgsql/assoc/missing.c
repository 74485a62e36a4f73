/*
 * missing.c - what a condition of Slurm 24.11 adds: accounts by users by
 * partitions by clusters, but for what is there
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../limits/limits.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "assoc.h"

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)

static int copy_text(void *item, void *arg)
{
	list_append(arg, xstrdup(item));
	return 0;
}

static slurmdb_assoc_rec_t *new_assoc(const slurmdb_add_assoc_cond_t *add,
				      const struct pg_result *result, int row)
{
	slurmdb_assoc_rec_t *assoc = xmalloc(sizeof(*assoc));

	slurmdb_init_assoc_rec(assoc, false);
	limits_copy(&assoc_limits, limits_asked(&assoc_limits, &add->assoc),
		    &add->assoc, assoc);
	assoc->cluster = xstrdup(pg_text(result, row, 0));
	assoc->acct = xstrdup(pg_text(result, row, 1));
	if (pg_text(result, row, 2)[0])
		assoc->user = xstrdup(pg_text(result, row, 2));
	else
		assoc->parent_acct = xstrdup(add->assoc.parent_acct);
	if (pg_text(result, row, 3)[0])
		assoc->partition = xstrdup(pg_text(result, row, 3));
	if (add->assoc.qos_list) {
		assoc->qos_list = list_create(xfree_ptr);
		list_for_each(add->assoc.qos_list, copy_text, assoc->qos_list);
	}
	return assoc;
}

int assoc_missing(struct storage_conn *conn,
		  const slurmdb_add_assoc_cond_t *add, slurm_list_t users,
		  slurm_list_t *list_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	*list_r = list_create(slurmdb_destroy_assoc_rec);
	params_add_names(&p, add->cluster_list);
	params_add_names(&p, add->acct_list);
	params_add_names(&p, users);
	params_add_names(&p, users ? add->partition_list : NULL);
	rc = storage_exec(conn, &sql_assoc_missing, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++)
		list_append(*list_r, new_assoc(add, result, i));
	pg_result_free(&result);
	return rc;
}

static int describe_one(void *item, void *arg)
{
	char *line = assoc_line(item, 20);

	xstrfmtcat(*(char **)arg, "  %s\n", line);
	xfree(line);
	return 0;
}

void assoc_describe_added(slurm_list_t assocs, char **text)
{
	if (!list_count(assocs))
		return;
	xstrcat(*text, " Associations =\n");
	list_for_each(assocs, describe_one, text);
}

int assoc_missing_names(struct storage_conn *conn,
			const struct pg_statement *statement,
			slurm_list_t names, slurm_list_t *missing_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	params_add_names(&p, names);
	rc = storage_exec(conn, statement, &p, &result);
	pg_params_free(&p);
	if (!rc)
		*missing_r = list_of_column(result, 0);
	pg_result_free(&result);
	return rc;
}

#endif
