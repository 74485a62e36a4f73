/*
 * modify.c - changing and removing accounts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../user/user.h"
#include "../storage/wire.h"
#include "account.h"

struct request {
	const slurmdb_account_cond_t *cond;
	const slurmdb_account_rec_t *asked; /* NULL: remove */
	slurm_list_t names; /* or the lines of what is in the way */
};

static int lock_accounts(struct storage_conn *conn, struct request *r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	FREE_NULL_LIST(r->names);
	pg_add_bool(&p, false);
	account_add_condition(&p, r->cond, NULL);
	rc = storage_exec(conn, &sql_account_lock, &p, &result);
	pg_params_free(&p);
	if (!rc) {
		r->names = list_of_column(result, 0);
		if (!pg_rows(result))
			rc = SLURM_NO_CHANGE_IN_DATA;
	}
	pg_result_free(&result);
	return rc;
}

static int log_request(struct storage_conn *conn, const struct actor *actor,
		       int action, const char *where, const char *info)
{
	return txn_write(conn, &(struct txn){ action, actor->name, NULL, where,
					      info });
}

/* ----------------------------------------------------------------- modify */

static int log_change(struct storage_conn *conn, const struct actor *actor,
		      const struct request *r)
{
	char *names = txn_names("name", r->names), *info = NULL;
	char *where = xstrdup_printf("(%s)", names);
	int rc;

	if (r->asked->description)
		xstrfmtcat(info, ", description='%s'", r->asked->description);
	if (r->asked->organization)
		xstrfmtcat(info, ", organization='%s'",
			   r->asked->organization);
	rc = log_request(conn, actor, DBD_MODIFY_ACCOUNTS, where, info + 2);
	xfree(names);
	xfree(where);
	xfree(info);
	return rc;
}

static int modify_all(struct storage_conn *conn, const struct actor *actor,
		      struct request *r)
{
	struct pg_params p = { 0 };
	int rc;

	if ((rc = lock_accounts(conn, r)))
		return rc;
	params_add_names(&p, r->names);
	pg_add_text(&p, r->asked->description);
	pg_add_text(&p, r->asked->organization);
	rc = storage_exec(conn, &sql_account_modify, &p, NULL);
	pg_params_free(&p);
	return rc ? rc : log_change(conn, actor, r);
}

/* ----------------------------------------------------------------- remove */

static int copy_name(void *item, void *arg)
{
	list_append(arg, xstrdup(item));
	return 0;
}

static int find_assocs(struct storage_conn *conn, slurm_list_t accounts,
		       slurm_list_t *assocs_r)
{
	slurmdb_assoc_cond_t cond = { .acct_list = accounts };
	struct assoc_question question = { .cond = &cond, .below = true };

	return assoc_find(conn, &question, assocs_r);
}

static int log_removal(struct storage_conn *conn, const struct actor *actor,
		       slurm_list_t accounts)
{
	char *where = txn_names("name", accounts);
	int rc = log_request(conn, actor, DBD_REMOVE_ACCOUNTS, where, NULL);

	xfree(where);
	return rc;
}

static int delete_rows(struct storage_conn *conn, slurm_list_t accounts)
{
	struct pg_params p = { 0 };
	int rc;

	params_add_names(&p, accounts);
	rc = storage_exec(conn, &sql_account_delete, &p, NULL);
	pg_params_free(&p);
	return rc;
}

/* lines hold the names, and what is in the way if something is. */
static int remove_found(struct storage_conn *conn, const struct actor *actor,
			slurm_list_t accounts, slurm_list_t lines)
{
	slurm_list_t assocs = NULL;
	int rc;

	if (!(rc = user_remove_coordinators_within(conn, actor, NULL, accounts,
						   NULL)) &&
	    !(rc = find_assocs(conn, accounts, &assocs)) &&
	    !(rc = assoc_check_defaults(assocs, accounts, lines)) &&
	    !(rc = assoc_remove_within(conn, assocs, lines)) &&
	    !(rc = log_removal(conn, actor, accounts)))
		rc = delete_rows(conn, accounts);
	FREE_NULL_LIST(assocs);
	return rc;
}

static int remove_all(struct storage_conn *conn, const struct actor *actor,
		      struct request *r)
{
	slurm_list_t accounts;
	int rc;

	if ((rc = lock_accounts(conn, r)))
		return rc;
	accounts = list_create(xfree_ptr);
	list_for_each(r->names, copy_name, accounts);
	rc = remove_found(conn, actor, accounts, r->names);
	FREE_NULL_LIST(accounts);
	return rc;
}

/* ------------------------------------------------------------------ verbs */

static int request_work(struct storage_conn *conn, const struct actor *actor,
			void *arg)
{
	struct request *r = arg;

	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	return r->asked ? modify_all(conn, actor, r) :
			  remove_all(conn, actor, r);
}

slurm_list_t account_modify(struct storage_conn *conn, uint32_t uid,
			    slurmdb_account_cond_t *cond,
			    slurmdb_account_rec_t *account)
{
	struct request r = { .cond = cond, .asked = account };
	int rc;

	if (!cond || !account)
		return list_outcome(NULL, SLURM_ERROR);
	if (!account->description && !account->organization)
		return list_outcome(NULL, SLURM_NO_CHANGE_IN_DATA);
	wire_restore(account->description);
	wire_restore(account->organization);
	rc = storage_change_in_turn(conn, uid, request_work, &r);
	return list_outcome(r.names, rc);
}

/* A condition that asks for nothing would ask for all. */
static bool asks(const slurmdb_account_cond_t *cond)
{
	return cond && ((cond->assoc_cond &&
			 list_asks(cond->assoc_cond->acct_list)) ||
			list_asks(cond->description_list) ||
			list_asks(cond->organization_list));
}

slurm_list_t account_remove(struct storage_conn *conn, uint32_t uid,
			    slurmdb_account_cond_t *cond)
{
	struct request r = { .cond = cond };
	int rc;

	if (!asks(cond))
		return list_outcome(NULL, SLURM_ERROR);
	rc = storage_change_in_turn(conn, uid, request_work, &r);
	return list_outcome(r.names, rc);
}
