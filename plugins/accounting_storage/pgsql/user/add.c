/*
 * add.c - new users
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../wckey/wckey.h"
#include "user.h"

struct addition {
	slurmdb_user_rec_t **user;
	int n;
	/* theirs, owned by the users' records */
	slurm_list_t assocs, wckeys;
};

/* ------------------------------------------------------------ collection */

static int collect_assoc(void *item, void *arg)
{
	struct addition *a = arg;

	list_append(a->assocs, item);
	return 0;
}

static int collect_wckey(void *item, void *arg)
{
	struct addition *a = arg;

	list_append(a->wckeys, item);
	return 0;
}

/* The record names the default account once; its associations say it for
 * each cluster. */
static int mark_default_assoc(void *item, void *arg)
{
	slurmdb_assoc_rec_t *assoc = item;

	if (!xstrcmp(assoc->acct, arg))
		assoc->is_def = 1;
	return 0;
}

static int mark_default_wckey(void *item, void *arg)
{
	slurmdb_wckey_rec_t *wckey = item;

	if (!xstrcmp(wckey->name, arg))
		wckey->is_def = 1;
	return 0;
}

static void collect(struct addition *a)
{
	for (int i = 0; i < a->n; i++) {
		slurmdb_user_rec_t *user = a->user[i];

		if (user->assoc_list) {
			if (user->default_acct)
				list_for_each(user->assoc_list,
					      mark_default_assoc,
					      user->default_acct);
			list_for_each(user->assoc_list, collect_assoc, a);
		}
		if (user->wckey_list) {
			if (user->default_wckey)
				list_for_each(user->wckey_list,
					      mark_default_wckey,
					      user->default_wckey);
			list_for_each(user->wckey_list, collect_wckey, a);
		}
	}
}

/* ---------------------------------------------------------------- users */

static slurmdb_admin_level_t level_of(const slurmdb_user_rec_t *user)
{
	return user->admin_level == SLURMDB_ADMIN_NOTSET ? SLURMDB_ADMIN_NONE :
							   user->admin_level;
}

static int check(const struct addition *a, const struct actor *actor)
{
	if (actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	if (!actor_coordinates_any(actor)) {
		error("accounting_storage/pgsql: %s(%u) is no operator or coordinator and may not add users",
		      actor->name, (unsigned)actor->uid);
		return ESLURM_ACCESS_DENIED;
	}
	for (int i = 0; i < a->n; i++)
		if (a->user[i]->admin_level != SLURMDB_ADMIN_NOTSET) {
			error("accounting_storage/pgsql: coordinator %s(%u) may not give levels",
			      actor->name, (unsigned)actor->uid);
			return ESLURM_ACCESS_DENIED;
		}
	return SLURM_SUCCESS;
}

static int insert_users(struct storage_conn *conn, const struct addition *a)
{
	const char **name = xcalloc(a->n, sizeof(*name));
	const char **level = xcalloc(a->n, sizeof(*level));
	struct pg_params p = { 0 };
	int rc;

	for (int i = 0; i < a->n; i++) {
		name[i] = a->user[i]->name;
		level[i] = slurmdb_admin_level_str(level_of(a->user[i]));
	}
	pg_add_text_array(&p, name, a->n);
	pg_add_text_array(&p, level, a->n);
	rc = storage_exec(conn, &sql_user_add, &p, NULL);
	pg_params_free(&p);
	xfree(name);
	xfree(level);
	return rc;
}

static void describe(const void *thing, const char **name, char **info)
{
	const slurmdb_user_rec_t *user = thing;

	*name = user->name;
	*info = xstrdup_printf("admin_level=%u", level_of(user));
}

static int publish_user(struct storage_conn *conn,
			const slurmdb_user_rec_t *user)
{
	slurmdb_user_rec_t *told = xmalloc(sizeof(*told));

	told->name = xstrdup(user->name);
	told->admin_level = level_of(user);
	told->default_acct = xstrdup(user->default_acct);
	told->default_wckey = xstrdup(user->default_wckey);
	told->uid = NO_VAL;
	return storage_publish(conn, SLURMDB_ADD_USER, told);
}

static int add_all(struct storage_conn *conn, const struct actor *actor,
		   void *arg)
{
	const struct addition *a = arg;
	int rc;

	if ((rc = check(a, actor)) || (rc = insert_users(conn, a)) ||
	    (rc = txn_write_each(conn, DBD_ADD_USERS, actor->name,
				 (const void *const *)a->user, a->n,
				 describe)))
		return rc;
	for (int i = 0; !rc && i < a->n; i++)
		rc = publish_user(conn, a->user[i]);
	if (!rc && !(rc = assoc_add_within(conn, actor, a->assocs)))
		rc = wckey_add_within(conn, actor, a->wckeys);
	return rc;
}

int user_add(struct storage_conn *conn, uint32_t uid, slurm_list_t users)
{
	struct addition a = { 0 };
	int rc = SLURM_SUCCESS, given = users ? list_count(users) : 0;

	a.user = (slurmdb_user_rec_t **)list_to_array(users);
	for (int i = 0; i < given; i++) {
		if (a.user[i]->name && a.user[i]->name[0]) {
			a.user[a.n++] = a.user[i];
			continue;
		}
		error("accounting_storage/pgsql: a user to add has no name");
		rc = SLURM_ERROR;
	}
	a.assocs = list_create(NULL);
	a.wckeys = list_create(NULL);
	collect(&a);
	if (a.n && !rc)
		rc = storage_change_in_turn(conn, uid, add_all, &a);
	FREE_NULL_LIST(a.assocs);
	FREE_NULL_LIST(a.wckeys);
	xfree(a.user);
	return rc;
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)

static const struct pg_statement user_missing = {
	"user_missing",
	"SELECT g.name FROM unnest($1::text[]) WITH ORDINALITY AS g (name, n)"
	" WHERE g.name <> '' AND NOT EXISTS (SELECT FROM slurm_data.slurm_user u"
	" WHERE u.name = g.name AND NOT u.deleted) ORDER BY g.n"
};

struct request {
	const slurmdb_add_assoc_cond_t *add;
	const slurmdb_user_rec_t *user;
	char *text;
};

static void describe_added(struct request *r, const struct addition *a)
{
	if (a->n)
		xstrcat(r->text, " Adding User(s)\n");
	for (int i = 0; i < a->n; i++)
		xstrfmtcat(r->text, "  %s\n", a->user[i]->name);
	if (a->n) {
		xstrcat(r->text, " Settings\n");
		if (r->user->default_acct)
			xstrfmtcat(r->text, "  Default Account = %s\n",
				   r->user->default_acct);
		if (r->user->default_wckey)
			xstrfmtcat(r->text, "  Default WCKey   = %s\n",
				   r->user->default_wckey);
		if (r->user->admin_level != SLURMDB_ADMIN_NOTSET)
			xstrfmtcat(r->text, "  Admin Level     = %s\n",
				   slurmdb_admin_level_str(
					   r->user->admin_level));
	}
	assoc_describe_added(a->assocs, &r->text);
	wckey_describe_added(a->wckeys, &r->text);
}

static slurmdb_user_rec_t *new_user(const char *name,
				    const slurmdb_user_rec_t *like)
{
	slurmdb_user_rec_t *user = xmalloc(sizeof(*user));

	user->name = xstrdup(name);
	user->admin_level = like->admin_level;
	user->default_acct = xstrdup(like->default_acct);
	user->default_wckey = xstrdup(like->default_wckey);
	return user;
}

static int find_missing(struct storage_conn *conn, const struct request *r,
			struct addition *a)
{
	slurm_list_t names = NULL;
	const void **name;
	int rc;

	if ((rc = assoc_missing_names(conn, &user_missing, r->add->user_list,
				      &names)) ||
	    (rc = assoc_missing(conn, r->add, r->add->user_list,
				&a->assocs)) ||
	    (rc = wckey_missing(conn, r->add, r->user->default_wckey,
				&a->wckeys))) {
		FREE_NULL_LIST(names);
		return rc;
	}
	a->n = list_count(names);
	a->user = xcalloc(a->n + 1, sizeof(*a->user));
	name = list_to_array(names);
	for (int i = 0; i < a->n; i++)
		a->user[i] = new_user(name[i], r->user);
	if (r->user->default_acct)
		list_for_each(a->assocs, mark_default_assoc,
			      r->user->default_acct);
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
		if (!a.n && !list_count(a.assocs) && !list_count(a.wckeys))
			rc = SLURM_NO_CHANGE_IN_DATA;
		else if (!(rc = add_all(conn, actor, &a)))
			describe_added(r, &a);
	}
	for (int i = 0; i < a.n; i++)
		slurmdb_destroy_user_rec(a.user[i]);
	xfree(a.user);
	FREE_NULL_LIST(a.assocs);
	FREE_NULL_LIST(a.wckeys);
	return rc;
}

char *user_add_cond(struct storage_conn *conn, uint32_t uid,
		    const slurmdb_add_assoc_cond_t *add,
		    const slurmdb_user_rec_t *user)
{
	struct request r = { .add = add, .user = user };
	int rc = ESLURM_EMPTY_LIST;

	if (list_asks(add->user_list))
		rc = storage_change_in_turn(conn, uid, add_cond_work, &r);
	if (rc)
		xfree(r.text);
	errno = rc;
	return r.text;
}

#endif
