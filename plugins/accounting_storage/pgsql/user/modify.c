/*
 * modify.c - changing users
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../wckey/wckey.h"
#include "user.h"

struct change {
	const slurmdb_user_cond_t *cond;
	const slurmdb_user_rec_t *asked;
	slurm_list_t names;
};

static slurm_list_t clusters_of(const struct change *c)
{
	return c->cond->assoc_cond ? c->cond->assoc_cond->cluster_list : NULL;
}

static bool changes_row(const struct change *c)
{
	return c->asked->name ||
	       c->asked->admin_level != SLURMDB_ADMIN_NOTSET;
}

/* slurmdbd asks for this before it calls; a level is given by Administrators,
 * their own defaults are chosen by all. */
static int check(const struct change *c, const struct actor *actor)
{
	slurm_list_t users = c->cond->assoc_cond ?
				     c->cond->assoc_cond->user_list : NULL;

	if (c->asked->admin_level != SLURMDB_ADMIN_NOTSET &&
	    !actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if (actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	if (changes_row(c) || !users || list_count(users) != 1 ||
	    xstrcmp(list_peek(users), actor->name))
		return ESLURM_ACCESS_DENIED;
	return SLURM_SUCCESS;
}

/* ------------------------------------------------------------- the user */

static int update_rows(struct storage_conn *conn, const struct change *c)
{
	struct pg_params p = { 0 };
	int rc;

	params_add_names(&p, c->names);
	pg_add_text(&p, c->asked->admin_level == SLURMDB_ADMIN_NOTSET ?
				NULL :
				slurmdb_admin_level_str(c->asked->admin_level));
	pg_add_text(&p, c->asked->name);
	rc = storage_exec(conn, &sql_user_modify, &p, NULL);
	pg_params_free(&p);
	return rc;
}

static int log_change(struct storage_conn *conn, const struct change *c,
		      const struct actor *actor)
{
	char *names = txn_names("name", c->names), *info = NULL;
	char *where = xstrdup_printf("(%s)", names);
	int rc;

	if (c->asked->name)
		xstrfmtcat(info, ", name='%s'", c->asked->name);
	if (c->asked->admin_level != SLURMDB_ADMIN_NOTSET)
		xstrfmtcat(info, ", admin_level=%u", c->asked->admin_level);
	rc = txn_write(conn, &(struct txn){ DBD_MODIFY_USERS, actor->name,
					    NULL, where, info + 2 });
	xfree(names);
	xfree(where);
	xfree(info);
	return rc;
}

struct telling {
	struct storage_conn *conn;
	const struct change *c;
	int rc;
};

static int tell_one(void *item, void *arg)
{
	struct telling *t = arg;
	const slurmdb_user_rec_t *asked = t->c->asked;
	slurmdb_user_rec_t *told = xmalloc(sizeof(*told));

	told->admin_level = asked->admin_level;
	if (asked->name) {
		told->name = xstrdup(asked->name);
		told->old_name = xstrdup(item);
	} else {
		told->name = xstrdup(item);
	}
	t->rc = storage_publish(t->conn, SLURMDB_MODIFY_USER, told);
	return t->rc ? -1 : 0;
}

static const struct pg_statement user_exists = {
	"user_exists",
	"SELECT EXISTS (SELECT FROM slurm_data.slurm_user WHERE name = $1)"
};

/* A new name is for one user, and nobody's; not that of a removed one. */
static int check_name(struct storage_conn *conn, const struct change *c)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!c->asked->name)
		return SLURM_SUCCESS;
	if (list_count(c->names) != 1)
		return ESLURM_ONE_CHANGE;
	pg_add_text(&p, c->asked->name);
	rc = storage_exec(conn, &user_exists, &p, &result);
	pg_params_free(&p);
	if (!rc && pg_bool(result, 0, 0)) {
		error("accounting_storage/pgsql: there is a user %s already",
		      c->asked->name);
		rc = ESLURM_BAD_NAME;
	}
	pg_result_free(&result);
	return rc;
}

static int change_rows(struct storage_conn *conn, const struct change *c,
		       const struct actor *actor)
{
	struct telling telling = { .conn = conn, .c = c };
	int rc;

	if (!changes_row(c))
		return SLURM_SUCCESS;
	if ((rc = check_name(conn, c)) || (rc = update_rows(conn, c)) || (rc = log_change(conn, c, actor)))
		return rc;
	list_for_each(c->names, tell_one, &telling);
	return telling.rc;
}

/* --------------------------------------------------------- the defaults */

/* Slurm names the users that were asked for, whether or not they have an
 * association with that account. */
static int unless_unchanged(int rc)
{
	return rc == SLURM_NO_CHANGE_IN_DATA ? SLURM_SUCCESS : rc;
}

static int change_default_account(struct storage_conn *conn,
				  const struct change *c,
				  const struct actor *actor)
{
	slurmdb_assoc_cond_t cond = { .cluster_list = clusters_of(c),
				      .user_list = c->names };
	slurmdb_assoc_rec_t assoc;
	slurm_list_t lines;
	int rc;

	if (!c->asked->default_acct)
		return SLURM_SUCCESS;
	if (!c->asked->default_acct[0])
		return assoc_no_default(conn, c->names, clusters_of(c));
	slurmdb_init_assoc_rec(&assoc, false);
	assoc.is_def = 1;
	cond.acct_list = list_create(NULL);
	list_append(cond.acct_list, c->asked->default_acct);
	lines = list_create(xfree_ptr);
	rc = assoc_modify_within(conn, actor, &cond, &assoc, lines);
	FREE_NULL_LIST(lines);
	FREE_NULL_LIST(cond.acct_list);
	return unless_unchanged(rc);
}

static int change_default_wckey(struct storage_conn *conn,
				const struct change *c,
				const struct actor *actor)
{
	slurmdb_wckey_cond_t cond = { .cluster_list = clusters_of(c),
				      .user_list = c->names };
	slurmdb_wckey_rec_t wckey;
	slurm_list_t lines;
	int rc;

	if (!c->asked->default_wckey)
		return SLURM_SUCCESS;
	slurmdb_init_wckey_rec(&wckey, false);
	wckey.is_def = 1;
	cond.name_list = list_create(NULL);
	list_append(cond.name_list, c->asked->default_wckey);
	lines = list_create(xfree_ptr);
	rc = wckey_modify_within(conn, actor, &cond, &wckey, lines);
	FREE_NULL_LIST(lines);
	FREE_NULL_LIST(cond.name_list);
	return unless_unchanged(rc);
}

/* ------------------------------------------------------------------ verb */

static int change_all(struct storage_conn *conn, const struct actor *actor,
		      void *arg)
{
	struct change *c = arg;
	int rc;

	if ((rc = check(c, actor)))
		return rc;
	FREE_NULL_LIST(c->names);
	if ((rc = user_find_names(conn, c->cond, &c->names)))
		return rc;
	if (!list_count(c->names))
		return SLURM_NO_CHANGE_IN_DATA;
	/* defaults first: associations are still found by the old name */
	if (!(rc = change_default_account(conn, c, actor)) &&
	    !(rc = change_default_wckey(conn, c, actor)))
		rc = change_rows(conn, c, actor);
	return rc;
}

slurm_list_t user_modify(struct storage_conn *conn, uint32_t uid,
			 slurmdb_user_cond_t *cond, slurmdb_user_rec_t *user)
{
	struct change c = { .cond = cond, .asked = user };
	int rc;

	if (!cond || !user)
		return list_outcome(NULL, SLURM_ERROR);
	if (!changes_row(&c) && !user->default_acct && !user->default_wckey)
		return list_outcome(NULL, SLURM_NO_CHANGE_IN_DATA);
	rc = storage_change_in_turn(conn, uid, change_all, &c);
	/* only a removal lists what is in the way */
	if (rc == ESLURM_NO_REMOVE_DEFAULT_ACCOUNT)
		FREE_NULL_LIST(c.names);
	return list_outcome(c.names, rc);
}
