/*
 * coordinator.c - who coordinates which accounts
 *
 * Whoever coordinates an account coordinates all below it. The caches of
 * slurmdbd and slurmctld hold the whole list of each user, so they are told
 * the whole list when it changes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "user.h"

/* ------------------------------------------------------------------- read */

static int ask(struct storage_conn *conn, slurm_list_t users,
	       slurm_list_t accounts, struct pg_result **result_r)
{
	struct pg_params p = { 0 };
	int rc;

	params_add_names(&p, users);
	params_add_names(&p, accounts);
	rc = storage_exec(conn, &sql_user_coordinated, &p, result_r);
	pg_params_free(&p);
	return rc;
}

static void add_account(slurmdb_user_rec_t *user,
			const struct pg_result *result, int row)
{
	slurmdb_coord_rec_t *coord = xmalloc(sizeof(*coord));

	coord->name = xstrdup(pg_text(result, row, 1));
	coord->direct = pg_bool(result, row, 2);
	list_append(user->coord_accts, coord);
}

int user_read_coordinated(struct storage_conn *conn, slurm_list_t users)
{
	slurmdb_user_rec_t **user =
		(slurmdb_user_rec_t **)list_to_array(users);
	struct pg_result *result = NULL;
	int rc = ask(conn, NULL, NULL, &result);

	/* both are sorted by name */
	for (int i = 0, row = 0; !rc && i < list_count(users); i++) {
		int diff = -1;

		user[i]->coord_accts = list_create(slurmdb_destroy_coord_rec);
		while (row < pg_rows(result) &&
		       (diff = strcmp(pg_text(result, row, 0),
				      user[i]->name)) <= 0) {
			if (!diff)
				add_account(user[i], result, row);
			row++;
		}
	}
	pg_result_free(&result);
	xfree(user);
	return rc;
}

/* ---------------------------------------------------------------- publish */

static slurmdb_user_rec_t *new_user(const char *name)
{
	slurmdb_user_rec_t *user = xmalloc(sizeof(*user));

	user->name = xstrdup(name);
	user->uid = NO_VAL;
	user->coord_accts = list_create(slurmdb_destroy_coord_rec);
	return user;
}

/* All rows of a result, user by user. */
static int publish_rows(struct storage_conn *conn,
			const struct pg_result *result)
{
	int rc = SLURM_SUCCESS;

	for (int row = 0; !rc && row < pg_rows(result);) {
		slurmdb_user_rec_t *user = new_user(pg_text(result, row, 0));

		while (row < pg_rows(result) &&
		       !strcmp(pg_text(result, row, 0), user->name))
			add_account(user, result, row++);
		rc = storage_publish(conn, SLURMDB_ADD_COORD, user);
	}
	return rc;
}

int user_publish_coordinators_of(struct storage_conn *conn,
				 slurm_list_t accounts)
{
	struct pg_result *result = NULL;
	int rc = ask(conn, NULL, accounts, &result);

	if (!rc)
		rc = publish_rows(conn, result);
	pg_result_free(&result);
	return rc;
}

/* These users' lists, which may be empty by now. */
static int publish_users(struct storage_conn *conn, slurm_list_t users,
			 slurmdb_update_type_t type)
{
	slurm_list_t records = list_create(NULL);
	const void **name = list_to_array(users);
	slurmdb_user_rec_t *user;
	int rc;

	for (int i = 0; i < list_count(users); i++)
		list_append(records, new_user(name[i]));
	rc = user_read_coordinated(conn, records);
	while ((user = list_pop(records))) {
		if (!rc)
			rc = storage_publish(conn, type, user);
		else
			slurmdb_destroy_user_rec(user);
	}
	FREE_NULL_LIST(records);
	xfree(name);
	return rc;
}

/* -------------------------------------------------------------------- add */

struct request {
	slurm_list_t users, accounts;
	slurm_list_t lines; /* of a removal */
};

static int check_accounts(const struct actor *actor, slurm_list_t accounts)
{
	const void **account;
	int rc = SLURM_SUCCESS;

	if (actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	account = list_to_array(accounts);
	for (int i = 0; i < list_count(accounts); i++)
		if (!actor_coordinates(actor, account[i]))
			rc = ESLURM_ACCESS_DENIED;
	xfree(account);
	return rc;
}

static int insert_all(struct storage_conn *conn, const struct request *r)
{
	struct pg_params p = { 0 };
	int rc;

	params_add_names(&p, r->users);
	params_add_names(&p, r->accounts);
	rc = storage_exec(conn, &sql_user_coordinator_add, &p, NULL);
	pg_params_free(&p);
	return rc;
}

/* One row for each user and account. */
static int log_added(struct storage_conn *conn, const struct actor *actor,
		     const struct request *r)
{
	int users = list_count(r->users), accounts = list_count(r->accounts);
	const void **user = list_to_array(r->users);
	const void **account = list_to_array(r->accounts);
	const char **name = xcalloc(users * accounts + 1, sizeof(*name));
	const char **info = xcalloc(users * accounts + 1, sizeof(*info));
	const char **cluster = xcalloc(users * accounts + 1, sizeof(*cluster));
	int rc, n = 0;

	for (int i = 0; i < users; i++)
		for (int j = 0; j < accounts; j++, n++) {
			name[n] = user[i];
			info[n] = account[j];
		}
	rc = txn_write_many(conn, DBD_ADD_ACCOUNT_COORDS, actor->name, cluster,
			    name, info, n);
	xfree(cluster);
	xfree(info);
	xfree(name);
	xfree(account);
	xfree(user);
	return rc;
}

static int compare_texts(void *x, void *y)
{
	return strcmp(*(char **)x, *(char **)y);
}

static int add_all(struct storage_conn *conn, const struct actor *actor,
		   void *arg)
{
	struct request *r = arg;
	int rc;

	if ((rc = check_accounts(actor, r->accounts)) ||
	    (rc = insert_all(conn, r)) || (rc = log_added(conn, actor, r)))
		return rc;
	list_sort(r->users, compare_texts);
	return publish_users(conn, r->users, SLURMDB_ADD_COORD);
}

static slurm_list_t users_of(const slurmdb_user_cond_t *cond)
{
	return cond && cond->assoc_cond ? cond->assoc_cond->user_list : NULL;
}

int user_add_coordinators(struct storage_conn *conn, uint32_t uid,
			  slurm_list_t accounts, slurmdb_user_cond_t *cond)
{
	struct request r = { .users = users_of(cond),
			     .accounts = accounts };

	if (!list_asks(r.users) || !list_asks(r.accounts)) {
		error("accounting_storage/pgsql: no user or account to coordinate was given");
		return SLURM_ERROR;
	}
	return storage_change_in_turn(conn, uid, add_all, &r);
}

/* ----------------------------------------------------------------- remove */

static int find_rows(struct storage_conn *conn, const struct pg_params *p,
		     const struct actor *actor, slurm_list_t lines,
		     slurm_list_t users)
{
	struct pg_result *result = NULL;
	int rc = storage_exec(conn, &sql_user_coordinator_find, p, &result);
	bool operator = actor_is(actor, SLURMDB_ADMIN_OPERATOR);
	const char *last = NULL;

	for (int i = 0; !rc && i < pg_rows(result); i++) {
		const char *user = pg_text(result, i, 0);
		const char *account = pg_text(result, i, 1);

		if (!operator && !actor_coordinates(actor, account))
			rc = ESLURM_ACCESS_DENIED;
		if (xstrcmp(last, user))
			list_append(users, xstrdup(user));
		last = user;
		if (lines)
			list_append(lines,
				    xstrdup_printf("U = %-9s A = %-10s", user,
						   account));
	}
	pg_result_free(&result);
	return rc;
}

static int log_removal(struct storage_conn *conn, const struct actor *actor,
		       slurm_list_t users, slurm_list_t accounts)
{
	char *by_user = list_asks(users) ? txn_names("user", users) : NULL;
	char *by_account = list_asks(accounts) ? txn_names("acct", accounts) :
						 NULL;
	char *where = NULL;
	int rc;

	if (by_user)
		xstrfmtcat(where, "(%s)", by_user);
	if (by_account)
		xstrfmtcat(where, "%s(%s)", where ? " && " : "", by_account);
	rc = txn_write(conn, &(struct txn){ DBD_REMOVE_ACCOUNT_COORDS,
					    actor->name, NULL, where, NULL });
	xfree(where);
	xfree(by_user);
	xfree(by_account);
	return rc;
}

int user_remove_coordinators_within(struct storage_conn *conn,
				    const struct actor *actor,
				    slurm_list_t users, slurm_list_t accounts,
				    slurm_list_t lines)
{
	slurm_list_t concerned = list_create(xfree_ptr);
	struct pg_params p = { 0 };
	int rc;

	params_add_names(&p, users);
	params_add_names(&p, accounts);
	if (!(rc = find_rows(conn, &p, actor, lines, concerned)) &&
	    !(rc = storage_exec(conn, &sql_user_coordinator_delete, &p,
				NULL)) &&
	    !(rc = log_removal(conn, actor, users, accounts)))
		rc = publish_users(conn, concerned, SLURMDB_REMOVE_COORD);
	pg_params_free(&p);
	FREE_NULL_LIST(concerned);
	return rc;
}

static int remove_all(struct storage_conn *conn, const struct actor *actor,
		      void *arg)
{
	struct request *r = arg;

	list_flush(r->lines);
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR) &&
	    !actor_coordinates_any(actor))
		return ESLURM_ACCESS_DENIED;
	return user_remove_coordinators_within(conn, actor, r->users,
					       r->accounts, r->lines);
}

slurm_list_t user_remove_coordinators(struct storage_conn *conn, uint32_t uid,
				      slurm_list_t accounts,
				      slurmdb_user_cond_t *cond)
{
	struct request r = { .users = users_of(cond),
			     .accounts = accounts };

	if (!list_asks(r.users) && !list_asks(r.accounts))
		return list_outcome(NULL, SLURM_ERROR);
	r.lines = list_create(xfree_ptr);
	return list_outcome(r.lines,
			    storage_change_in_turn(conn, uid, remove_all, &r));
}
