/*
 * find.c - reading accounts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../storage/visibility.h"
#include "account.h"

/* Accounts sorted by name, as the statement returns them. */
struct accounts {
	slurmdb_account_rec_t **account;
	int n;
	slurm_list_t names; /* the same names */
};

static int compare_names(const void *x, const void *y)
{
	const slurmdb_account_rec_t *a = *(slurmdb_account_rec_t *const *)x;
	const slurmdb_account_rec_t *b = *(slurmdb_account_rec_t *const *)y;

	return strcmp(a->name, b->name);
}

static slurmdb_account_rec_t *find_account(const struct accounts *accounts,
					   const char *name)
{
	slurmdb_account_rec_t key = { .name = (char *)name }, *sought = &key;
	slurmdb_account_rec_t **found;

	found = bsearch(&sought, accounts->account, accounts->n,
			sizeof(*accounts->account), compare_names);
	return found ? *found : NULL;
}

/* ------------------------------------------------------------ accounts */

void account_add_condition(struct pg_params *p,
			   const slurmdb_account_cond_t *cond,
			   slurm_list_t only)
{
	params_add_names(p,
			 cond->assoc_cond ? cond->assoc_cond->acct_list : NULL);
	params_add_names(p, cond->description_list);
	params_add_names(p, cond->organization_list);
	params_add_names(p, only);
}

static slurmdb_account_rec_t *read_account(const struct pg_result *result,
					   int row)
{
	slurmdb_account_rec_t *account = xmalloc(sizeof(*account));

	account->name = xstrdup(pg_text(result, row, 0));
	account->description = xstrdup(pg_text(result, row, 1));
	account->organization = xstrdup(pg_text(result, row, 2));
	if (pg_bool(result, row, 3))
		account->flags |= SLURMDB_ACCT_FLAG_DELETED;
	return account;
}

static int find(struct storage_conn *conn, const slurmdb_account_cond_t *cond,
		slurm_list_t only, slurm_list_t *list_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_bool(&p, account_cond_flags(cond) & SLURMDB_ACCT_FLAG_DELETED);
	account_add_condition(&p, cond, only);
	rc = storage_exec(conn, &sql_account_find, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_account_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_account(result, i));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

/* ------------------------------------------------------ what is theirs */

static int read_coordinators(struct storage_conn *conn,
			     const struct accounts *accounts)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	for (int i = 0; i < accounts->n; i++)
		accounts->account[i]->coordinators =
			list_create(slurmdb_destroy_coord_rec);
	params_add_names(&p, accounts->names);
	rc = storage_exec(conn, &sql_account_coordinators, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++) {
		slurmdb_account_rec_t *account =
			find_account(accounts, pg_text(result, i, 0));
		slurmdb_coord_rec_t *coord;

		if (!account)
			continue;
		coord = xmalloc(sizeof(*coord));
		coord->name = xstrdup(pg_text(result, i, 1));
		coord->direct = pg_bool(result, i, 2);
		list_append(account->coordinators, coord);
	}
	pg_result_free(&result);
	return rc;
}

static int read_assocs(struct storage_conn *conn,
		       const slurmdb_account_cond_t *cond,
		       const struct actor *viewer,
		       const struct accounts *accounts)
{
	slurmdb_assoc_cond_t of = *cond->assoc_cond;
	struct assoc_question question = { .cond = &of, .viewer = viewer };
	slurm_list_t assocs = NULL;
	slurmdb_assoc_rec_t *assoc;
	uint32_t flags;
	int rc;

	of.acct_list = accounts->names;
	flags = assoc_cond_flags(&of) & ~ASSOC_COND_FLAG_WITH_DELETED;
	if (account_cond_flags(cond) & SLURMDB_ACCT_FLAG_DELETED)
		flags |= ASSOC_COND_FLAG_WITH_DELETED;
	assoc_cond_set_flags(&of, flags);
	if ((rc = assoc_find(conn, &question, &assocs)))
		return rc;
	while ((assoc = list_pop(assocs))) {
		slurmdb_account_rec_t *account =
			find_account(accounts, assoc->acct);

		if (!account) {
			slurmdb_destroy_assoc_rec(assoc);
			continue;
		}
		if (!account->assoc_list)
			account->assoc_list =
				list_create(slurmdb_destroy_assoc_rec);
		list_append(account->assoc_list, assoc);
	}
	FREE_NULL_LIST(assocs);
	return SLURM_SUCCESS;
}

static int read_all(struct storage_conn *conn,
		    const slurmdb_account_cond_t *cond,
		    const struct actor *viewer, slurm_list_t list)
{
	struct accounts accounts = { .n = list_count(list) };
	int rc = SLURM_SUCCESS;

	if (!accounts.n)
		return SLURM_SUCCESS;
	accounts.account = (slurmdb_account_rec_t **)list_to_array(list);
	accounts.names = list_create(NULL);
	for (int i = 0; i < accounts.n; i++)
		list_append(accounts.names, accounts.account[i]->name);
	if (account_cond_flags(cond) & SLURMDB_ACCT_FLAG_WCOORD)
		rc = read_coordinators(conn, &accounts);
	if (!rc && (account_cond_flags(cond) & SLURMDB_ACCT_FLAG_WASSOC) &&
	    cond->assoc_cond)
		rc = read_assocs(conn, cond, viewer, &accounts);
	FREE_NULL_LIST(accounts.names);
	xfree(accounts.account);
	return rc;
}

/* With PrivateData=accounts coordinators see theirs, and others none. */
static int get(struct storage_conn *conn, const struct actor *viewer,
	       const void *asked, slurm_list_t *list_r)
{
	static const slurmdb_account_cond_t all;
	const slurmdb_account_cond_t *cond = asked ? asked : &all;
	bool limited = actor_is_limited(viewer, PRIVATE_DATA_ACCOUNTS);
	int rc;

	if (limited && !actor_coordinates_any(viewer)) {
		error("accounting_storage/pgsql: %s(%u) is no operator or coordinator and may not see accounts",
		      viewer->name, (unsigned)viewer->uid);
		return ESLURM_ACCESS_DENIED;
	}
	if ((rc = find(conn, cond, limited ? viewer->accounts : NULL, list_r)))
		return rc;
	return read_all(conn, cond, viewer, *list_r);
}

slurm_list_t account_get(struct storage_conn *conn, uid_t uid,
			 slurmdb_account_cond_t *cond)
{
	return storage_list_as(conn, uid, get, cond);
}
