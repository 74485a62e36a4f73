/*
 * difference.c - what has to change in slurmctld's cache of associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "difference.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* ----------------------------------------------------------- the updates */

/* QOS and users are there before associations refer to them, and go after
 * those (an association points to its user's record). */
static const struct {
	slurmdb_update_type_t type;
	void (*destroy)(void *record);
} order[] = {
	{ SLURMDB_ADD_QOS, slurmdb_destroy_qos_rec },
	{ SLURMDB_MODIFY_QOS, slurmdb_destroy_qos_rec },
	{ SLURMDB_ADD_USER, slurmdb_destroy_user_rec },
	{ SLURMDB_MODIFY_USER, slurmdb_destroy_user_rec },
	{ SLURMDB_ADD_COORD, slurmdb_destroy_user_rec },
	{ SLURMDB_ADD_ASSOC, slurmdb_destroy_assoc_rec },
	{ SLURMDB_MODIFY_ASSOC, slurmdb_destroy_assoc_rec },
	{ SLURMDB_REMOVE_ASSOC, slurmdb_destroy_assoc_rec },
	{ SLURMDB_REMOVE_USER, slurmdb_destroy_user_rec },
	{ SLURMDB_REMOVE_QOS, slurmdb_destroy_qos_rec },
};

slurm_list_t difference_new(void)
{
	slurm_list_t updates = list_create(slurmdb_destroy_update_object);

	for (int i = 0; i < COUNT(order); i++) {
		slurmdb_update_object_t *update = xmalloc(sizeof(*update));

		update->type = order[i].type;
		update->objects = list_create(order[i].destroy);
		list_append(updates, update);
	}
	return updates;
}

static int is_of_type(void *x, void *key)
{
	slurmdb_update_object_t *update = x;

	return update->type == *(slurmdb_update_type_t *)key;
}

static void add_update(slurm_list_t updates, slurmdb_update_type_t type,
		       void *object)
{
	slurmdb_update_object_t *update =
		list_find_first(updates, is_of_type, &type);

	list_append(update->objects, object);
}

static int add_count(void *x, void *total)
{
	slurmdb_update_object_t *update = x;

	*(int *)total += list_count(update->objects);
	return 0;
}

int difference_count(slurm_list_t updates)
{
	int total = 0;

	list_for_each(updates, add_count, &total);
	return total;
}

/* ------------------------------------------------------- pairing of records */

/* What the kinds of records differ in. */
struct kind {
	int (*compare)(const void *a, const void *b); /* of void ** */
	void (*destroy)(void *record);
	slurmdb_update_type_t add;
	/* fresh is consumed by added(), the others look */
	void (*modified)(slurm_list_t updates, void *cached, void *fresh);
	void (*removed)(slurm_list_t updates, void *cached);
	void (*prepare)(void *fresh); /* for add; may be NULL */
};

struct array {
	void **v;
	int n;
};

static int append_to_array(void *x, void *arg)
{
	struct array *array = arg;

	array->v[array->n++] = x;
	return 0;
}

static struct array array_of(slurm_list_t list, const struct kind *kind)
{
	struct array array = { .n = 0 };

	array.v = xcalloc((list ? list_count(list) : 0) + 1, sizeof(*array.v));
	if (list)
		list_for_each(list, append_to_array, &array);
	qsort(array.v, array.n, sizeof(*array.v), kind->compare);
	return array;
}

static void pair(slurm_list_t updates, const struct kind *kind,
		 struct array *cached, struct array *fresh)
{
	int c = 0, f = 0;

	while (c < cached->n || f < fresh->n) {
		int order = c == cached->n  ? 1
			    : f == fresh->n ? -1
					    : kind->compare(&cached->v[c],
							    &fresh->v[f]);

		if (order < 0) {
			kind->removed(updates, cached->v[c++]);
		} else if (order > 0) {
			if (kind->prepare)
				kind->prepare(fresh->v[f]);
			add_update(updates, kind->add, fresh->v[f++]);
		} else {
			kind->modified(updates, cached->v[c++], fresh->v[f]);
			kind->destroy(fresh->v[f++]);
		}
	}
}

static void difference(slurm_list_t updates, const struct kind *kind,
		       slurm_list_t cached, slurm_list_t fresh)
{
	struct array c = array_of(cached, kind), f = array_of(fresh, kind);

	while (fresh && list_pop(fresh))
		; /* its records are in f now */
	FREE_NULL_LIST(fresh);
	pair(updates, kind, &c, &f);
	xfree(c.v);
	xfree(f.v);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

/* -------------------------------------------------------------------- QOS */

#define QOS(type, name) MEMBER(slurmdb_qos_rec_t, type, name)
static const struct member qos_members[] = {
	QOS(U32, grace_time),
	QOS(U32, grp_jobs),
	QOS(U32, grp_jobs_accrue),
	QOS(U32, grp_submit_jobs),
	QOS(TEXT, grp_tres),
	QOS(TEXT, grp_tres_mins),
	QOS(TEXT, grp_tres_run_mins),
	QOS(U32, grp_wall),
	QOS(DOUBLE, limit_factor),
	QOS(U32, max_jobs_accrue_pa),
	QOS(U32, max_jobs_accrue_pu),
	QOS(U32, max_jobs_pa),
	QOS(U32, max_jobs_pu),
	QOS(U32, max_submit_jobs_pa),
	QOS(U32, max_submit_jobs_pu),
	QOS(TEXT, max_tres_mins_pj),
	QOS(TEXT, max_tres_pa),
	QOS(TEXT, max_tres_pj),
	QOS(TEXT, max_tres_pn),
	QOS(TEXT, max_tres_pu),
	QOS(TEXT, max_tres_run_mins_pa),
	QOS(TEXT, max_tres_run_mins_pu),
	QOS(U32, max_wall_pj),
	QOS(U32, min_prio_thresh),
	QOS(TEXT, min_tres_pj),
	QOS(U32, preempt_exempt_time),
	QOS(U16, preempt_mode),
	QOS(U32, priority),
	QOS(DOUBLE, usage_factor),
	QOS(DOUBLE, usage_thres),
};

const struct member *difference_qos_members(int *n_r)
{
	*n_r = COUNT(qos_members);
	return qos_members;
}

static int qos_compare(const void *a, const void *b)
{
	const slurmdb_qos_rec_t *const *x = a, *const *y = b;

	return compare_numbers((*x)->id, (*y)->id);
}

static slurmdb_qos_rec_t *qos_update(const slurmdb_qos_rec_t *cached)
{
	slurmdb_qos_rec_t *update = xmalloc(sizeof(*update));

	slurmdb_init_qos_rec(update, false, NO_VAL);
	update->id = cached->id;
	update->name = xstrdup(cached->name);
	return update;
}

/* Room for every QOS that slurmctld knows: it tests bits by their id. */
static bitstr_t *copy_bits(bitstr_t *bits)
{
	bitoff_t n = bits ? bit_size(bits) : 0;
	bitstr_t *copy = bit_alloc(n > g_qos_count ? n : g_qos_count + 1);

	for (bitoff_t i = 0; i < n; i++)
		if (bit_test(bits, i))
			bit_set(copy, i);
	return copy;
}

static void qos_modified(slurm_list_t updates, void *cached, void *fresh)
{
	slurmdb_qos_rec_t *c = cached, *f = fresh;
	slurmdb_qos_rec_t *update = qos_update(c);
	int n = member_differences(qos_members, COUNT(qos_members), c, f,
				   update);

	if (!(f->flags & QOS_FLAG_NOTSET) && f->flags != c->flags) {
		update->flags = f->flags;
		n++;
	}
	if (!member_same_bits(c->preempt_bitstr, f->preempt_bitstr)) {
		update->preempt_bitstr = copy_bits(f->preempt_bitstr);
		n++;
	}
	if (n)
		add_update(updates, SLURMDB_MODIFY_QOS, update);
	else
		slurmdb_destroy_qos_rec(update);
}

static void qos_removed(slurm_list_t updates, void *cached)
{
	add_update(updates, SLURMDB_REMOVE_QOS, qos_update(cached));
}

void difference_qos(slurm_list_t updates, slurm_list_t cached,
		    slurm_list_t fresh)
{
	static const struct kind kind = {
		.compare = qos_compare,
		.destroy = slurmdb_destroy_qos_rec,
		.add = SLURMDB_ADD_QOS,
		.modified = qos_modified,
		.removed = qos_removed,
	};

	difference(updates, &kind, cached, fresh);
}

/* ------------------------------------------------------------------ users */

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
		add_update(updates, SLURMDB_MODIFY_USER, update);
	else
		slurmdb_destroy_user_rec(update);
	if (same_coords(c->coord_accts, f->coord_accts))
		return;
	update = user_update(c); /* it always carries the complete list */
	update->coord_accts = f->coord_accts;
	f->coord_accts = NULL;
	add_update(updates, SLURMDB_ADD_COORD, update);
}

static void user_removed(slurm_list_t updates, void *cached)
{
	add_update(updates, SLURMDB_REMOVE_USER, user_update(cached));
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
	static const struct kind kind = {
		.compare = user_compare,
		.destroy = slurmdb_destroy_user_rec,
		.add = SLURMDB_ADD_USER,
		.modified = user_modified,
		.removed = user_removed,
		.prepare = user_prepare,
	};

	difference(updates, &kind, cached, fresh);
}

/* ----------------------------------------------------------- associations */

#define ASSOC(type, name) MEMBER(slurmdb_assoc_rec_t, type, name)
static const struct member assoc_members[] = {
	ASSOC(U32, grp_jobs),
	ASSOC(U32, grp_jobs_accrue),
	ASSOC(U32, grp_submit_jobs),
	ASSOC(TEXT, grp_tres),
	ASSOC(TEXT, grp_tres_mins),
	ASSOC(TEXT, grp_tres_run_mins),
	ASSOC(U32, grp_wall),
	ASSOC(U16, is_def),
#if SLURM_VERSION_NUMBER < SLURM_VERSION_NUM(24, 11, 0)
	ASSOC(U32, lft),
#else
	ASSOC(TEXT, lineage),
#endif
	ASSOC(U32, max_jobs),
	ASSOC(U32, max_jobs_accrue),
	ASSOC(U32, max_submit_jobs),
	ASSOC(TEXT, max_tres_mins_pj),
	ASSOC(TEXT, max_tres_pj),
	ASSOC(TEXT, max_tres_pn),
	ASSOC(TEXT, max_tres_run_mins),
	ASSOC(U32, max_wall_pj),
	ASSOC(U32, min_prio_thresh),
	ASSOC(U32, shares_raw),
};

const struct member *difference_assoc_members(int *n_r)
{
	*n_r = COUNT(assoc_members);
	return assoc_members;
}

static int assoc_compare(const void *a, const void *b)
{
	const slurmdb_assoc_rec_t *const *x = a, *const *y = b;

	return compare_numbers((*x)->id, (*y)->id);
}

static slurmdb_assoc_rec_t *assoc_update(const slurmdb_assoc_rec_t *cached)
{
	slurmdb_assoc_rec_t *update = xmalloc(sizeof(*update));

	slurmdb_init_assoc_rec(update, false);
	update->id = cached->id;
	update->cluster = xstrdup(slurm_conf.cluster_name);
	update->acct = xstrdup(cached->acct);
	update->user = xstrdup(cached->user);
	update->partition = xstrdup(cached->partition);
	return update;
}

/* "None" of a default QOS and of a priority is 0, NO_VAL or INFINITE (Slurm
 * itself makes 0 of it); as an update it is 0. */
static uint32_t zero_is_none(uint32_t value)
{
	return value == NO_VAL || value == INFINITE ? 0 : value;
}

static int differs_from_none(uint32_t cached, uint32_t fresh, uint32_t *update)
{
	if (zero_is_none(cached) == zero_is_none(fresh))
		return 0;
	*update = zero_is_none(fresh);
	return 1;
}

static int assoc_differences(slurmdb_assoc_rec_t *c, slurmdb_assoc_rec_t *f,
			     slurmdb_assoc_rec_t *update)
{
	int n = member_differences(assoc_members, COUNT(assoc_members), c, f,
				   update);

	n += differs_from_none(c->def_qos_id, f->def_qos_id,
			       &update->def_qos_id);
	n += differs_from_none(c->priority, f->priority, &update->priority);
	if (f->parent_id != c->parent_id) {
		update->parent_id = f->parent_id;
		update->parent_acct = xstrdup(f->parent_acct);
		n++;
	}
	if (!member_same_texts(c->qos_list, f->qos_list)) {
		/* an empty list means "as the parent" */
		update->qos_list =
			f->qos_list ? f->qos_list : list_create(xfree_ptr);
		f->qos_list = NULL;
		n++;
	}
	return n;
}

static void assoc_modified(slurm_list_t updates, void *cached, void *fresh)
{
	slurmdb_assoc_rec_t *update = assoc_update(cached);

	if (assoc_differences(cached, fresh, update))
		add_update(updates, SLURMDB_MODIFY_ASSOC, update);
	else
		slurmdb_destroy_assoc_rec(update);
}

static void assoc_removed(slurm_list_t updates, void *cached)
{
	add_update(updates, SLURMDB_REMOVE_ASSOC, assoc_update(cached));
}

void difference_assocs(slurm_list_t updates, slurm_list_t cached,
		       slurm_list_t fresh)
{
	static const struct kind kind = {
		.compare = assoc_compare,
		.destroy = slurmdb_destroy_assoc_rec,
		.add = SLURMDB_ADD_ASSOC,
		.modified = assoc_modified,
		.removed = assoc_removed,
	};

	difference(updates, &kind, cached, fresh);
}
