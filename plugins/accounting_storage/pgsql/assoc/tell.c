/*
 * tell.c - what a change to associations is told as
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../limits/limits.h"
#include "../storage/lists.h"
#include "assoc.h"
#include "inherit.h"
#include "tell.h"

/* Associations by their ids, and what of each the change concerns. */
struct by_id {
	slurmdb_assoc_rec_t **assoc;
	struct reach *reach;
	int n;
};

struct telling {
	const struct assoc_change *change;
	slurm_list_t lines;
	struct by_id below; /* change->below */
	struct by_id now; /* targets after the change, without inheritance;
			   * empty if no list of TRES is concerned */
	struct by_id effective; /* what a slurmctld shall have; empty after a
				 * move, which is told otherwise */
};

/* ------------------------------------------------------------------ by id */

static int compare_ids(const void *x, const void *y)
{
	const slurmdb_assoc_rec_t *a = *(slurmdb_assoc_rec_t *const *)x;
	const slurmdb_assoc_rec_t *b = *(slurmdb_assoc_rec_t *const *)y;

	return (a->id > b->id) - (a->id < b->id);
}

/* The records stay with their list. */
static void sort_by_id(struct by_id *by_id, slurm_list_t list)
{
	by_id->n = list_count(list);
	by_id->assoc = (slurmdb_assoc_rec_t **)list_to_array(list);
	by_id->reach = xcalloc(by_id->n + 1, sizeof(*by_id->reach));
	qsort(by_id->assoc, by_id->n, sizeof(*by_id->assoc), compare_ids);
}

static void free_by_id(struct by_id *by_id)
{
	xfree(by_id->assoc);
	xfree(by_id->reach);
}

/* -1 if it is not there. */
static int place_of(const struct by_id *by_id, uint32_t id)
{
	slurmdb_assoc_rec_t key = { .id = id }, *sought = &key, **found;

	if (!by_id->n)
		return -1;
	found = bsearch(&sought, by_id->assoc, by_id->n,
			sizeof(*by_id->assoc), compare_ids);
	return found ? found - by_id->assoc : -1;
}

/* ------------------------------------------------------------ to a person */

static void concern(struct telling *t, uint32_t id, const struct reach *reach)
{
	int place = place_of(&t->effective, id);

	if (place < 0)
		return;
	t->effective.reach[place].limits |= reach->limits;
	t->effective.reach[place].qos |= reach->qos;
}

static void tell_inheritor(const slurmdb_assoc_rec_t *assoc,
			   const struct reach *reach, void *arg)
{
	struct telling *t = arg;

	list_append(t->lines, assoc_line(assoc, 20));
	concern(t, assoc->id, reach);
}

static bool is_tres(int i)
{
	return assoc_limits.limit[i].kind == LIMIT_TRES;
}

/* What a target hands down: all that was asked, but lists of TRES that came
 * out as they were. */
static struct reach handed_down(const struct telling *t,
				const slurmdb_assoc_rec_t *before)
{
	struct reach reach = { .limits = t->change->limits,
			       .qos = inherit_all_words(t->change->qos) };
	int place = place_of(&t->now, before->id);
	uint64_t differing;

	if (place < 0)
		return reach;
	differing = limits_differing(&assoc_limits, before,
				     t->now.assoc[place]);
	for (int i = 0; i < assoc_limits.n; i++)
		if (is_tres(i) && !(differing & (UINT64_C(1) << i)))
			reach.limits &= ~(UINT64_C(1) << i);
	return reach;
}

static int tell_target(void *item, void *arg)
{
	const slurmdb_assoc_rec_t *assoc = item;
	struct telling *t = arg;
	struct reach reach = handed_down(t, assoc);
	/* a move has given it another place since */
	int place = place_of(&t->below, assoc->id);

	list_append(t->lines, assoc_line(assoc, 20));
	concern(t, assoc->id, &reach);
	if (!assoc->user && place >= 0)
		inherit_walk(t->below.assoc[place], reach, t->change->qos,
			     t->change->below, tell_inheritor, t);
	return 0;
}

/* ---------------------------------------------------------- to slurmctlds */

static int prefix_one(void *item, void *arg)
{
	const char *id = item;

	if (id[0] == '+' || id[0] == '-')
		list_append(arg, xstrdup(id));
	else if (id[0])
		list_append(arg, xstrdup_printf("=%s", id));
	return 0;
}

/*
 * A slurmctld replaces its list by the one that it is told; an empty one
 * means "the parent's", so where nothing is left it is told the change.
 */
static slurm_list_t qos_news(slurmdb_assoc_rec_t *effective, slurm_list_t asked)
{
	slurm_list_t list = effective->qos_list;

	if (list_asks(list)) {
		effective->qos_list = NULL;
		return list;
	}
	list = list_create(xfree_ptr);
	list_for_each(asked, prefix_one, list);
	return list;
}

static int publish_concerned(struct storage_conn *conn,
			     const struct telling *t)
{
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < t->effective.n; i++) {
		const struct reach *reach = &t->effective.reach[i];
		slurmdb_assoc_rec_t *assoc = t->effective.assoc[i], *news;

		if (!reach->limits && !reach->qos)
			continue;
		news = assoc_news(assoc->id, assoc->cluster);
		limits_copy(&assoc_limits, reach->limits, assoc, news);
		if (reach->qos)
			news->qos_list = qos_news(assoc, t->change->qos);
		rc = storage_publish(conn, SLURMDB_MODIFY_ASSOC, news);
	}
	return rc;
}

/* After a move nearly everything may be new: lft, parents, what is
 * inherited. So all of the cluster is told, with all of its limits. */
static int publish_clusters(struct storage_conn *conn,
			    const struct assoc_change *change)
{
	slurmdb_assoc_cond_t cond = { .cluster_list = list_create(NULL) };
	struct assoc_question question = { .cond = &cond };
	const void **target = list_to_array(change->targets);
	slurm_list_t all = NULL;
	slurmdb_assoc_rec_t *assoc;
	int rc;

	for (int i = 0; i < list_count(change->targets); i++)
		list_append(cond.cluster_list,
			    ((slurmdb_assoc_rec_t *)target[i])->cluster);
	rc = assoc_find(conn, &question, &all);
	while (!rc && (assoc = list_pop(all))) {
		/* "" is a list of TRES without a limit, NULL is no change */
		limits_copy(&assoc_limits, ~UINT64_C(0), assoc, assoc);
		rc = storage_publish(conn, SLURMDB_MODIFY_ASSOC, assoc);
	}
	FREE_NULL_LIST(all);
	FREE_NULL_LIST(cond.cluster_list);
	xfree(target);
	return rc;
}

/* ------------------------------------------------------------------ tell */

static bool concerns_tres(const struct assoc_change *change)
{
	for (int i = 0; i < assoc_limits.n; i++)
		if (is_tres(i) && (change->limits & (UINT64_C(1) << i)))
			return true;
	return false;
}

static int read_now(struct storage_conn *conn, struct telling *t,
		    slurm_list_t *now, slurm_list_t *effective)
{
	struct assoc_question question = { 0 };
	int64_t *ids = assoc_ids(t->change->targets);
	int rc = SLURM_SUCCESS;

	question.ids = ids;
	question.n = list_count(t->change->targets);
	question.own = true;
	if (concerns_tres(t->change) &&
	    !(rc = assoc_find(conn, &question, now)))
		sort_by_id(&t->now, *now);
	question.own = false;
	question.below = true;
	if (!rc && !t->change->moved &&
	    !(rc = assoc_find(conn, &question, effective)))
		sort_by_id(&t->effective, *effective);
	xfree(ids);
	return rc;
}

int assoc_tell(struct storage_conn *conn, const struct assoc_change *change,
	       slurm_list_t lines)
{
	struct telling t = { .change = change, .lines = lines };
	slurm_list_t now = NULL, effective = NULL;
	int rc = read_now(conn, &t, &now, &effective);

	if (!rc) {
		if (change->below)
			sort_by_id(&t.below, change->below);
		list_for_each(change->targets, tell_target, &t);
		rc = change->moved ? publish_clusters(conn, change) :
				     publish_concerned(conn, &t);
	}
	free_by_id(&t.below);
	free_by_id(&t.now);
	free_by_id(&t.effective);
	FREE_NULL_LIST(now);
	FREE_NULL_LIST(effective);
	return rc;
}
