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
#define LAST_WORD 63

struct level {
	uint32_t rgt; /* where the account's subtree ends */
	struct reach reach;
};

struct walk {
	const slurmdb_assoc_rec_t *top;
	const char **word;
	int words;
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

static int is_opposite(void *item, void *arg)
{
	const char *own = item, *word = arg;

	return own[0] != word[0] && !xstrcmp(own + 1, word + 1);
}

/* The association's own delta says "-" where the change says "+", or else. */
static bool is_opposed(const slurmdb_assoc_rec_t *assoc, const char *word)
{
	if (!assoc->qos_list || (word[0] != '+' && word[0] != '-'))
		return false;
	return list_find_first(assoc->qos_list, is_opposite, (void *)word);
}

static uint64_t words_reaching(const slurmdb_assoc_rec_t *assoc,
			       uint64_t from, const struct walk *walk)
{
	if (has_own_qos(assoc))
		return 0;
	for (int i = 0; i < walk->words && i < LAST_WORD; i++)
		if (is_opposed(assoc, walk->word[i]))
			from &= ~(UINT64_C(1) << i);
	return from;
}

static struct reach reach_of(const slurmdb_assoc_rec_t *assoc,
			     const struct walk *walk)
{
	const struct reach *from = &walk->level[walk->depth].reach;
	struct reach reach = { 0 };

	reach.limits = from->limits & limits_inheriting(&assoc_limits, assoc);
	if (from->qos)
		reach.qos = words_reaching(assoc, from->qos, walk);
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
	reach = reach_of(assoc, walk);
	if (assoc->user) {
		if (reach.limits || reach.qos)
			walk->fn(assoc, &reach, walk->arg);
	} else if (walk->depth + 1 < DEEPEST) {
		walk->level[++walk->depth] =
			(struct level){ assoc->rgt, reach };
	}
	return 0;
}

uint64_t inherit_all_words(slurm_list_t words)
{
	int n = list_asks(words) ? list_count(words) : 0;

	return n > LAST_WORD ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
}

void inherit_walk(const slurmdb_assoc_rec_t *top, struct reach change,
		  slurm_list_t words, slurm_list_t assocs, inherit_fn fn,
		  void *arg)
{
	struct walk walk = { .top = top, .fn = fn, .arg = arg };

	walk.words = words ? list_count(words) : 0;
	walk.word = (const char **)list_to_array(words);
	walk.level[0] = (struct level){ top->rgt, change };
	list_for_each(assocs, visit, &walk);
	xfree(walk.word);
}
