/*
 * add.c - new accounts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

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
		rc = storage_change_in_turn(conn, uid, add_all, &a);
	FREE_NULL_LIST(a.assocs);
	xfree(a.account);
	return rc;
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)

static const struct pg_statement account_missing = {
	"account_missing",
	"SELECT g.name FROM unnest($1::text[]) WITH ORDINALITY AS g (name, n)"
	" WHERE g.name <> '' AND NOT EXISTS (SELECT FROM slurm_data.account o"
	" WHERE o.name = g.name AND NOT o.deleted) ORDER BY g.n"
};

struct request {
	const slurmdb_add_assoc_cond_t *add;
	const slurmdb_account_rec_t *account;
	char *text;
};

/* Without a word of its own an account is described by its name, and belongs
 * to the organization that its parent is named after. */
static slurmdb_account_rec_t *new_account(const char *name,
					  const struct request *r)
{
	slurmdb_account_rec_t *account = xmalloc(sizeof(*account));
	const char *parent = r->add->assoc.parent_acct;

	if (!parent || !strcmp(parent, "root"))
		parent = name;
	account->name = xstrdup(name);
	account->description = wire_text(r->account->description);
	if (!account->description)
		account->description = xstrdup(name);
	account->organization = wire_text(r->account->organization);
	if (!account->organization)
		account->organization = xstrdup(parent);
	return account;
}

static void describe_added(struct request *r, const struct addition *a)
{
	const char *description = r->account->description;
	const char *organization = r->account->organization;

	if (a->n)
		xstrcat(r->text, " Adding Account(s)\n");
	for (int i = 0; i < a->n; i++)
		xstrfmtcat(r->text, "  %s\n", a->account[i]->name);
	if (a->n)
		xstrfmtcat(r->text,
			   " Settings\n  Description     = %s\n  Organization    = %s\n",
			   description ? description : "Account Name",
			   organization ? organization : "Parent/Account Name");
	assoc_describe_added(a->assocs, &r->text);
}

static int find_missing(struct storage_conn *conn, const struct request *r,
			struct addition *a)
{
	slurm_list_t names = NULL;
	const void **name;
	int rc;

	if ((rc = assoc_missing(conn, r->add, NULL, &a->assocs)) ||
	    (rc = assoc_missing_names(conn, &account_missing,
				      r->add->acct_list, &names)))
		return rc;
	a->n = list_count(names);
	a->account = xcalloc(a->n + 1, sizeof(*a->account));
	name = list_to_array(names);
	for (int i = 0; i < a->n; i++)
		a->account[i] = new_account(name[i], r);
	xfree(name);
	FREE_NULL_LIST(names);
	return SLURM_SUCCESS;
}

static int add_cond_work(struct storage_conn *conn, const struct actor *actor,
			 void *arg)
{
	struct request *r = arg;
	struct addition a = { 0 };
	int rc;

	xfree(r->text);
	if (!(rc = find_missing(conn, r, &a))) {
		if (!a.n && !list_count(a.assocs))
			rc = SLURM_NO_CHANGE_IN_DATA;
		else if (!(rc = add_all(conn, actor, &a)))
			describe_added(r, &a);
	}
	for (int i = 0; i < a.n; i++)
		slurmdb_destroy_account_rec(a.account[i]);
	xfree(a.account);
	FREE_NULL_LIST(a.assocs);
	return rc;
}

char *account_add_cond(struct storage_conn *conn, uint32_t uid,
		       const slurmdb_add_assoc_cond_t *add,
		       const slurmdb_account_rec_t *account)
{
	struct request r = { .add = add, .account = account };
	int rc = ESLURM_EMPTY_LIST;

	if (list_asks(add->acct_list))
		rc = storage_change_in_turn(conn, uid, add_cond_work, &r);
	if (rc)
		xfree(r.text);
	errno = rc;
	return r.text;
}

#endif
