/*
 * difference.c - updates, and the pairing of cached and fresh records
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "kind.h"

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

void difference_add(slurm_list_t updates, slurmdb_update_type_t type,
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

/* ---------------------------------------------------- pairing of records */

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

static struct array array_of(slurm_list_t list,
			     const struct difference_kind *kind)
{
	struct array array = { .n = 0 };

	array.v = xcalloc((list ? list_count(list) : 0) + 1, sizeof(*array.v));
	if (list)
		list_for_each(list, append_to_array, &array);
	qsort(array.v, array.n, sizeof(*array.v), kind->compare);
	return array;
}

/* Which comes first; what one of them does not hold any more comes last. */
static int order_of(const struct difference_kind *kind,
		    const struct array *cached, int c,
		    const struct array *fresh, int f)
{
	if (c == cached->n)
		return 1;
	if (f == fresh->n)
		return -1;
	return kind->compare(&cached->v[c], &fresh->v[f]);
}

static void pair(slurm_list_t updates, const struct difference_kind *kind,
		 struct array *cached, struct array *fresh)
{
	int c = 0, f = 0;

	while (c < cached->n || f < fresh->n) {
		int order = order_of(kind, cached, c, fresh, f);

		if (order < 0) {
			kind->removed(updates, cached->v[c++]);
		} else if (order > 0) {
			if (kind->prepare)
				kind->prepare(fresh->v[f]);
			difference_add(updates, kind->add, fresh->v[f++]);
		} else {
			kind->modified(updates, cached->v[c++], fresh->v[f]);
			kind->destroy(fresh->v[f++]);
		}
	}
}

void difference_pair(slurm_list_t updates, const struct difference_kind *kind,
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
