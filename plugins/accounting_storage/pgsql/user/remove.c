/*
 * remove.c - removing users, with all that is theirs
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../wckey/wckey.h"
#include "user.h"

struct removal {
	const slurmdb_user_cond_t *cond;
	slurm_list_t names; /* or the lines of what is in the way */
};

static int find_assocs(struct storage_conn *conn, slurm_list_t users,
		       slurm_list_t *assocs_r)
{
	slurmdb_assoc_cond_t cond = { .user_list = users };
	struct assoc_question question = { .cond = &cond,
					   .kind = ASSOC_OF_USERS };

	return assoc_find(conn, &question, assocs_r);
}

/* A coordinator may remove users who have nothing but their accounts. */
static int check(const struct actor *actor, slurm_list_t assocs)
{
	const void **assoc;
	int rc = SLURM_SUCCESS;

	if (actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	assoc = list_to_array(assocs);
	for (int i = 0; i < list_count(assocs); i++)
		if (!actor_coordinates(
			    actor, ((const slurmdb_assoc_rec_t *)assoc[i])->acct))
			rc = ESLURM_ACCESS_DENIED;
	xfree(assoc);
	return rc;
}

static int remove_wckeys(struct storage_conn *conn, const struct actor *actor,
			 slurm_list_t users)
{
	slurmdb_wckey_cond_t cond = { .user_list = users };
	slurm_list_t lines;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	lines = list_create(xfree_ptr);
	rc = wckey_remove_within(conn, actor, &cond, lines);
	FREE_NULL_LIST(lines);
	return rc == SLURM_NO_CHANGE_IN_DATA ? SLURM_SUCCESS : rc;
}

static int remove_rows(struct storage_conn *conn, slurm_list_t users)
{
	struct pg_params p = { 0 };
	int rc;

	params_add_names(&p, users);
	rc = storage_exec(conn, &sql_user_delete, &p, NULL);
	pg_params_free(&p);
	return rc;
}

static int log_removal(struct storage_conn *conn, const struct actor *actor,
		       slurm_list_t users)
{
	char *where = txn_names("name", users);
	int rc = txn_write(conn, &(struct txn){ DBD_REMOVE_USERS, actor->name,
						NULL, where, NULL });

	xfree(where);
	return rc;
}

struct telling {
	struct storage_conn *conn;
	int rc;
};

static int copy_name(void *item, void *arg)
{
	list_append(arg, xstrdup(item));
	return 0;
}

static int tell_one(void *item, void *arg)
{
	struct telling *t = arg;
	slurmdb_user_rec_t *user = xmalloc(sizeof(*user));

	user->name = xstrdup(item);
	t->rc = storage_publish(t->conn, SLURMDB_REMOVE_USER, user);
	return t->rc ? -1 : 0;
}

/*
 * Associations go before the users: whether a user's row is still needed is
 * seen by what is left of them. Where jobs are in the way these are in names
 * then.
 */
static int remove_all(struct storage_conn *conn, const struct actor *actor,
		      slurm_list_t names, slurm_list_t assocs)
{
	struct telling telling = { .conn = conn };
	slurm_list_t users = list_create(xfree_ptr);
	int rc;

	list_for_each(names, copy_name, users);
	list_for_each(users, tell_one, &telling);
	if ((rc = telling.rc) || (rc = check(actor, assocs)) ||
	    (rc = user_remove_coordinators_within(conn, actor, users, NULL,
						  NULL)) ||
	    (rc = remove_wckeys(conn, actor, users)) ||
	    (rc = log_removal(conn, actor, users)) ||
	    (rc = assoc_remove_within(conn, assocs, names)))
		;
	else
		rc = remove_rows(conn, users);
	FREE_NULL_LIST(users);
	return rc;
}

static int remove_found(struct storage_conn *conn, const struct actor *actor,
			void *arg)
{
	struct removal *r = arg;
	slurm_list_t assocs = NULL;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR) &&
	    !actor_coordinates_any(actor))
		return ESLURM_ACCESS_DENIED;
	FREE_NULL_LIST(r->names);
	if ((rc = user_find_names(conn, r->cond, &r->names)))
		return rc;
	if (!list_count(r->names))
		return SLURM_NO_CHANGE_IN_DATA;
	if (!(rc = find_assocs(conn, r->names, &assocs)))
		rc = remove_all(conn, actor, r->names, assocs);
	FREE_NULL_LIST(assocs);
	return rc;
}

/* A condition that asks for nothing would ask for all. */
static bool asks(const slurmdb_user_cond_t *cond)
{
	return cond && ((cond->assoc_cond &&
			 list_asks(cond->assoc_cond->user_list)) ||
			cond->admin_level != SLURMDB_ADMIN_NOTSET ||
			list_asks(cond->def_acct_list) ||
			list_asks(cond->def_wckey_list));
}

slurm_list_t user_remove(struct storage_conn *conn, uint32_t uid,
			 slurmdb_user_cond_t *cond)
{
	struct removal r = { .cond = cond };
	int rc;

	if (!asks(cond))
		return list_outcome(NULL, SLURM_ERROR);
	rc = storage_change_in_turn(conn, uid, remove_found, &r);
	return list_outcome(r.names, rc);
}
