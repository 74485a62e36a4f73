/*
 * add.c - new accounts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../storage/wire.h"
#include "account.h"

struct addition {
	slurmdb_account_rec_t **account;
	int n;
	slurm_list_t assocs; /* theirs, owned by the records */
};

static bool is_complete(const slurmdb_account_rec_t *account)
{
	if (account->name && account->name[0] && account->description &&
	    account->description[0] && account->organization &&
	    account->organization[0])
		return true;
	error("accounting_storage/pgsql: an account to add has no name, description or organization");
	return false;
}

static int collect_assoc(void *item, void *arg)
{
	list_append(arg, item);
	return 0;
}

static int insert_all(struct storage_conn *conn, const struct addition *a)
{
	const char **name = xcalloc(a->n, sizeof(*name));
	const char **description = xcalloc(a->n, sizeof(*description));
	const char **organization = xcalloc(a->n, sizeof(*organization));
	struct pg_params p = { 0 };
	int rc;

	for (int i = 0; i < a->n; i++) {
		name[i] = a->account[i]->name;
		description[i] = a->account[i]->description;
		organization[i] = a->account[i]->organization;
	}
	pg_add_text_array(&p, name, a->n);
	pg_add_text_array(&p, description, a->n);
	pg_add_text_array(&p, organization, a->n);
	rc = storage_exec(conn, &sql_account_add, &p, NULL);
	pg_params_free(&p);
	xfree(name);
	xfree(description);
	xfree(organization);
	return rc;
}

static void describe(const void *thing, const char **name, char **info)
{
	const slurmdb_account_rec_t *account = thing;

	*name = account->name;
	*info = xstrdup_printf("description='%s', organization='%s'",
			       account->description, account->organization);
}

/* A coordinator may add accounts, and associations with them below their own:
 * assoc_add_within() sees to that. */
static int add_all(struct storage_conn *conn, const struct actor *actor,
		   void *arg)
{
	const struct addition *a = arg;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR) &&
	    !actor_coordinates_any(actor)) {
		error("accounting_storage/pgsql: %s(%u) is no operator or coordinator and may not add accounts",
		      actor->name, (unsigned)actor->uid);
		return ESLURM_ACCESS_DENIED;
	}
	rc = insert_all(conn, a);
	if (!rc)
		rc = txn_write_each(conn, DBD_ADD_ACCOUNTS, actor->name,
				    (const void *const *)a->account, a->n,
				    describe);
	return rc ? rc : assoc_add_within(conn, actor, a->assocs);
}

int account_add(struct storage_conn *conn, uint32_t uid,
		slurm_list_t accounts)
{
	struct addition a = { 0 };
	int rc = SLURM_SUCCESS, given = accounts ? list_count(accounts) : 0;

	a.account = (slurmdb_account_rec_t **)list_to_array(accounts);
	a.assocs = list_create(NULL);
	for (int i = 0; i < given; i++) {
		if (!is_complete(a.account[i])) {
			rc = SLURM_ERROR;
			continue;
		}
		wire_restore(a.account[i]->description);
		wire_restore(a.account[i]->organization);
		if (a.account[i]->assoc_list)
			list_for_each(a.account[i]->assoc_list, collect_assoc,
				      a.assocs);
		a.account[a.n++] = a.account[i];
	}
	if (a.n && !rc)
		rc = storage_change_as(conn, uid, add_all, &a);
	FREE_NULL_LIST(a.assocs);
	xfree(a.account);
	return rc;
}
