/*
 * inherit.c - which associations a change to their parent reaches
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../limits/limits.h"
#include "../storage/lists.h"
#include "inherit.h"

/* Deeper hierarchies than this are not walked to their end. */
#define DEEPEST 256

struct level {
	uint32_t rgt; /* where the account's subtree ends */
	struct reach reach;
};

struct walk {
	const slurmdb_assoc_rec_t *top;
	struct level level[DEEPEST];
	int depth;
	inherit_fn fn;
	void *arg;
};

static bool is_below(const slurmdb_assoc_rec_t *assoc,
		     const slurmdb_assoc_rec_t *top)
{
	return assoc->lft > top->lft && assoc->lft < top->rgt &&
	       !xstrcmp(assoc->cluster, top->cluster);
}

/* QOS of its own; deltas alone go by the parent's list. */
static bool has_own_qos(const slurmdb_assoc_rec_t *assoc)
{
	const char *first = assoc->qos_list ? list_peek(assoc->qos_list) : NULL;

	return first && first[0] != '+' && first[0] != '-';
}

static struct reach reach_of(const slurmdb_assoc_rec_t *assoc,
			     const struct reach *from)
{
	struct reach reach = { 0 };

	reach.limits = from->limits & limits_inheriting(&assoc_limits, assoc);
	reach.qos = from->qos && !has_own_qos(assoc);
	return reach;
}

static int visit(void *item, void *arg)
{
	const slurmdb_assoc_rec_t *assoc = item;
	struct walk *walk = arg;
	struct reach reach;

	if (!is_below(assoc, walk->top))
		return 0;
	while (assoc->lft > walk->level[walk->depth].rgt)
		walk->depth--;
	reach = reach_of(assoc, &walk->level[walk->depth].reach);
	if (assoc->user) {
		if (reach.limits || reach.qos)
			walk->fn(assoc, &reach, walk->arg);
	} else if (walk->depth + 1 < DEEPEST) {
		walk->level[++walk->depth] =
			(struct level){ assoc->rgt, reach };
	}
	return 0;
}

void inherit_walk(const slurmdb_assoc_rec_t *top, struct reach change,
		  slurm_list_t assocs, inherit_fn fn, void *arg)
{
	struct walk walk = { .top = top, .fn = fn, .arg = arg };

	walk.level[0] = (struct level){ top->rgt, change };
	list_for_each(assocs, visit, &walk);
}
