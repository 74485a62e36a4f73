/*
 * user.c - differences of users and of what they coordinate
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kind.h"

/* default_acct is not here: it follows the associations' is_def. */
static const struct member user_members[] = {
	MEMBER(slurmdb_user_rec_t, U16, admin_level),
	MEMBER(slurmdb_user_rec_t, TEXT, default_wckey),
};

static int user_compare(const void *a, const void *b)
{
	const slurmdb_user_rec_t *const *x = a, *const *y = b;

	return xstrcmp((*x)->name, (*y)->name);
}

static slurmdb_user_rec_t *user_update(const slurmdb_user_rec_t *cached)
{
	slurmdb_user_rec_t *update = xmalloc(sizeof(*update));

	update->name = xstrdup(cached->name);
	update->uid = NO_VAL;
	update->admin_level = SLURMDB_ADMIN_NOTSET;
	return update;
}

static int coord_is(void *x, void *key)
{
	slurmdb_coord_rec_t *a = x, *b = key;

	return a->direct == b->direct && !xstrcmp(a->name, b->name);
}

static int coord_is_not_in(void *x, void *list)
{
	return !list_find_first(list, coord_is, x);
}

static bool same_coords(slurm_list_t a, slurm_list_t b)
{
	int n = a ? list_count(a) : 0;

	if (n != (b ? list_count(b) : 0))
		return false;
	return !n || !list_find_first(a, coord_is_not_in, b);
}

static void user_modified(slurm_list_t updates, void *cached, void *fresh)
{
	slurmdb_user_rec_t *c = cached, *f = fresh;
	slurmdb_user_rec_t *update = user_update(c);

	if (member_differences(user_members, COUNT(user_members), c, f, update))
		difference_add(updates, SLURMDB_MODIFY_USER, update);
	else
		slurmdb_destroy_user_rec(update);
	if (same_coords(c->coord_accts, f->coord_accts))
		return;
	update = user_update(c); /* it always carries the complete list */
	update->coord_accts = f->coord_accts;
	f->coord_accts = NULL;
	difference_add(updates, SLURMDB_ADD_COORD, update);
}

static void user_removed(slurm_list_t updates, void *cached)
{
	difference_add(updates, SLURMDB_REMOVE_USER, user_update(cached));
}

/* As slurmctld does with the users that it loads at its start. */
static void user_prepare(void *fresh)
{
	slurmdb_user_rec_t *user = fresh;

	if (!user->default_wckey)
		user->default_wckey = xstrdup("");
}

void difference_users(slurm_list_t updates, slurm_list_t cached,
		      slurm_list_t fresh)
{
	static const struct difference_kind kind = {
		.compare = user_compare,
		.destroy = slurmdb_destroy_user_rec,
		.add = SLURMDB_ADD_USER,
		.modified = user_modified,
		.removed = user_removed,
		.prepare = user_prepare,
	};

	difference_pair(updates, &kind, cached, fresh);
}
