/*
 * find.c - reading users
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../wckey/wckey.h"
#include "user.h"

/* -------------------------------------------------------------- questions */

static int ask(struct storage_conn *conn, const slurmdb_user_cond_t *cond,
	       const struct actor *viewer, struct pg_result **result_r)
{
	static const slurmdb_user_cond_t all;
	const slurmdb_assoc_cond_t *of;
	struct pg_params p = { 0 };
	int rc;

	if (!cond)
		cond = &all;
	of = cond->assoc_cond;
	pg_add_bool(&p, cond->with_deleted);
	params_add_names(&p, of ? of->user_list : NULL);
	pg_add_text(&p, cond->admin_level == SLURMDB_ADMIN_NOTSET ?
				NULL : slurmdb_admin_level_str(cond->admin_level));
	params_add_names(&p, cond->def_acct_list);
	params_add_names(&p, cond->def_wckey_list);
	params_add_names(&p, of ? of->cluster_list : NULL);
	pg_add_text(&p, viewer && actor_is_limited(viewer, PRIVATE_DATA_USERS) ?
				viewer->name : NULL);
	rc = storage_exec(conn, &sql_user_find, &p, result_r);
	pg_params_free(&p);
	return rc;
}

int user_find_names(struct storage_conn *conn, const slurmdb_user_cond_t *cond,
		    slurm_list_t *names_r)
{
	const slurmdb_assoc_cond_t *of = cond->assoc_cond;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	params_add_names(&p, of ? of->user_list : NULL);
	pg_add_text(&p, cond->admin_level == SLURMDB_ADMIN_NOTSET ?
				NULL : slurmdb_admin_level_str(cond->admin_level));
	params_add_names(&p, cond->def_acct_list);
	params_add_names(&p, cond->def_wckey_list);
	params_add_names(&p, of ? of->cluster_list : NULL);
	rc = storage_exec(conn, &sql_user_named, &p, &result);
	pg_params_free(&p);
	if (!rc)
		*names_r = list_of_column(result, 0);
	pg_result_free(&result);
	return rc;
}

static slurmdb_user_rec_t *read_user(const struct pg_result *result, int row)
{
	slurmdb_user_rec_t *user = xmalloc(sizeof(*user));

	user->name = xstrdup(pg_text(result, row, 0));
	user->admin_level =
		str_2_slurmdb_admin_level((char *)pg_text(result, row, 1));
	if (pg_bool(result, row, 2))
		user->flags |= SLURMDB_USER_FLAG_DELETED;
	return user;
}

/* ------------------------------------------------------- what is theirs */

/* Users sorted by name, as the statement returns them. */
struct users {
	slurmdb_user_rec_t **user;
	int n;
};

static int compare_names(const void *x, const void *y)
{
	const slurmdb_user_rec_t *a = *(slurmdb_user_rec_t *const *)x;
	const slurmdb_user_rec_t *b = *(slurmdb_user_rec_t *const *)y;

	return strcmp(a->name, b->name);
}

static slurmdb_user_rec_t *find_user(const struct users *users, char *name)
{
	slurmdb_user_rec_t key = { .name = name }, *sought = &key, **found;

	if (!name)
		return NULL;
	found = bsearch(&sought, users->user, users->n, sizeof(*users->user),
			compare_names);
	return found ? *found : NULL;
}

static void give_assocs(const struct users *users, slurm_list_t assocs,
			bool with_assocs)
{
	slurmdb_assoc_rec_t *assoc;

	while ((assoc = list_pop(assocs))) {
		slurmdb_user_rec_t *user = find_user(users, assoc->user);

		if (user && !user->default_acct && assoc->is_def == 1)
			user->default_acct = xstrdup(assoc->acct);
		if (!user || !with_assocs) {
			slurmdb_destroy_assoc_rec(assoc);
			continue;
		}
		if (!user->assoc_list)
			user->assoc_list =
				list_create(slurmdb_destroy_assoc_rec);
		list_append(user->assoc_list, assoc);
	}
}

static bool only_defaults(const slurmdb_user_cond_t *cond)
{
	return cond->assoc_cond && (assoc_cond_flags(cond->assoc_cond) &
				    ASSOC_COND_FLAG_ONLY_DEFS);
}

static int read_assocs(struct storage_conn *conn,
		       const slurmdb_user_cond_t *cond,
		       const struct actor *viewer, const struct users *users)
{
	slurmdb_assoc_cond_t of = { 0 };
	struct assoc_question question = { .cond = &of, .viewer = viewer,
					   .kind = ASSOC_OF_USERS };
	slurm_list_t assocs = NULL;
	uint32_t flags;
	int rc;

	if (cond->assoc_cond)
		of = *cond->assoc_cond;
	flags = assoc_cond_flags(&of) & ~ASSOC_COND_FLAG_WITH_DELETED;
	if (cond->with_deleted)
		flags |= ASSOC_COND_FLAG_WITH_DELETED;
	assoc_cond_set_flags(&of, flags);
	if (!(rc = assoc_find(conn, &question, &assocs)))
		give_assocs(users, assocs, cond->with_assocs);
	FREE_NULL_LIST(assocs);
	return rc;
}

static void give_wckeys(const struct users *users, slurm_list_t wckeys,
			bool with_wckeys)
{
	slurmdb_wckey_rec_t *wckey;

	while ((wckey = list_pop(wckeys))) {
		slurmdb_user_rec_t *user = find_user(users, wckey->user);

		if (user && !user->default_wckey && wckey->is_def == 1)
			user->default_wckey = xstrdup(wckey->name);
		if (!user || !with_wckeys) {
			slurmdb_destroy_wckey_rec(wckey);
			continue;
		}
		if (!user->wckey_list)
			user->wckey_list =
				list_create(slurmdb_destroy_wckey_rec);
		list_append(user->wckey_list, wckey);
	}
	for (int i = 0; i < users->n; i++)
		if (!users->user[i]->default_wckey)
			users->user[i]->default_wckey = xstrdup("");
}

static int read_wckeys(struct storage_conn *conn,
		       const slurmdb_user_cond_t *cond,
		       const struct actor *viewer, const struct users *users)
{
	slurmdb_wckey_cond_t of = { 0 };
	slurm_list_t wckeys = NULL;
	int rc;

	if (cond->assoc_cond) {
		of.user_list = cond->assoc_cond->user_list;
		of.cluster_list = cond->assoc_cond->cluster_list;
		of.only_defs = only_defaults(cond);
	}
	if (!(rc = wckey_find(conn, &of, viewer, &wckeys)))
		give_wckeys(users, wckeys, cond->with_wckeys);
	FREE_NULL_LIST(wckeys);
	return rc;
}

static int read_all(struct storage_conn *conn, const slurmdb_user_cond_t *cond,
		    const struct actor *viewer, slurm_list_t list)
{
	bool defaults = only_defaults(cond);
	struct users users = { .n = list_count(list) };
	int rc = SLURM_SUCCESS;

	users.user = (slurmdb_user_rec_t **)list_to_array(list);
	if (cond->with_coords)
		rc = user_read_coordinated(conn, list);
	if (!rc && (cond->with_assocs || defaults))
		rc = read_assocs(conn, cond, viewer, &users);
	if (!rc && (cond->with_wckeys || defaults))
		rc = read_wckeys(conn, cond, viewer, &users);
	xfree(users.user);
	return rc;
}

static int get(struct storage_conn *conn, const struct actor *viewer,
	       const void *cond, slurm_list_t *list_r)
{
	struct pg_result *result = NULL;
	int rc;

	if ((rc = ask(conn, cond, viewer, &result)))
		return rc;
	*list_r = list_create(slurmdb_destroy_user_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_user(result, i));
	pg_result_free(&result);
	return cond ? read_all(conn, cond, viewer, *list_r) : SLURM_SUCCESS;
}

slurm_list_t user_get(struct storage_conn *conn, uid_t uid,
		      slurmdb_user_cond_t *cond)
{
	return storage_list_as(conn, uid, get, cond);
}
