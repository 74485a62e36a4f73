/*
 * decide.c - the comparison of a request with the limits along the chain
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "src/budget/budget.h"

static const char *const words[] = {
	[BUDGET_FITS] = "fits",
	[BUDGET_OVER] = "over budget",
	[BUDGET_NEVER] = "never fits",
	[BUDGET_ENDLESS_JOB] = "no time limit",
	[BUDGET_LOCKED] = "locked",
};

const char *budget_word_name(enum budget_word word)
{
	return words[word];
}

uint64_t budget_add(uint64_t a, uint64_t b)
{
	uint64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? BUDGET_ENDLESS : sum;
}

uint64_t budget_mul(uint64_t a, uint64_t b)
{
	uint64_t product;

	return __builtin_mul_overflow(a, b, &product) ? BUDGET_ENDLESS :
							product;
}

/* slurmctld cuts the factored time limit to whole minutes, then multiplies. */
static uint64_t asked_minutes(const struct budget_request *req, size_t tres)
{
	uint64_t count = budget_mul(req->count[tres], req->tasks);

	if (req->minutes == BUDGET_NO_END)
		return count && req->factor > 0 ? BUDGET_ENDLESS : 0;
	return budget_mul(count, (uint64_t)(req->minutes * req->factor));
}

/* A QOS before this level has a limit of the same kind on this TRES. */
static bool masked(const struct budget_level *levels, size_t level, size_t tres)
{
	for (size_t i = 0; i < level; i++)
		if (levels[i].owner.kind == BUDGET_QOS &&
		    levels[i].kind == levels[level].kind &&
		    levels[i].limit[tres] != BUDGET_NO_LIMIT)
			return true;
	return false;
}

static uint64_t minus(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static uint64_t whole_minutes(uint64_t seconds)
{
	return seconds == BUDGET_ENDLESS ? BUDGET_ENDLESS : seconds / 60;
}

/*
 * What others hold: rounded down once, over the sum, as slurmctld does. An
 * array holds time of its running tasks for those that follow them.
 */
static uint64_t count_committed(const struct budget_request *req,
				const struct budget_use *use,
				struct budget_item *item)
{
	uint64_t running = use->running, queued = minus(use->queued, use->held);

	item->counter = use->counter > use->running;
	if (item->counter)
		running = use->counter;
	if (req->count_queued)
		running = minus(running, minus(use->held, use->queued));
	else
		queued = 0;
	item->running = whole_minutes(running);
	item->queued = whole_minutes(queued);
	item->used = item->level->kind == BUDGET_MINS ? use->used / 60 : 0;
	item->running_jobs = use->running_jobs;
	item->queued_jobs = use->queued_jobs;
	if (use->held && item->queued_jobs)
		item->queued_jobs--;
	if (req->blind)
		return 0;
	return budget_add(whole_minutes(budget_add(running, queued)),
			  item->used);
}

static enum budget_word judge(const struct budget_request *req,
			      const struct budget_use *use,
			      const struct budget_item *item,
			      uint64_t committed)
{
	if (item->asked <= use->held / 60)
		return BUDGET_FITS; /* no more than it holds already */
	if (item->limit == 0)
		return BUDGET_LOCKED;
	if (req->minutes == BUDGET_NO_END)
		return BUDGET_ENDLESS_JOB;
	if (item->asked > item->limit)
		return BUDGET_NEVER;
	if (budget_add(item->asked, committed) > item->limit)
		return BUDGET_OVER;
	return BUDGET_FITS;
}

static void compare(const struct budget_request *req,
		    const struct budget_level *level, size_t tres,
		    struct budget_item *item)
{
	const struct budget_use *use = &level->use[tres];
	uint64_t committed;

	item->level = level;
	item->tres = tres;
	item->limit = level->limit[tres];
	item->asked = asked_minutes(req, tres);
	committed = count_committed(req, use, item);
	item->free = minus(item->limit, committed);
	item->word = judge(req, use, item, committed);
}

bool budget_next(const struct budget_request *req,
		 const struct budget_level *levels, size_t nlevels,
		 struct budget_cursor *at, struct budget_item *item)
{
	for (; at->level < nlevels; at->level++, at->tres = 0) {
		while (at->tres < req->ntres) {
			size_t tres = at->tres++;

			if (levels[at->level].limit[tres] == BUDGET_NO_LIMIT ||
			    asked_minutes(req, tres) == 0 ||
			    masked(levels, at->level, tres))
				continue;
			compare(req, &levels[at->level], tres, item);
			return true;
		}
	}
	return false;
}

/* How much of one unit's time is free: what a shorter --time would have. */
static uint64_t room(const struct budget_request *req,
		     const struct budget_item *item)
{
	return item->free / budget_mul(req->count[item->tres], req->tasks);
}

static bool tighter(const struct budget_request *req,
		    const struct budget_item *a, const struct budget_item *b)
{
	if (a->word != b->word)
		return a->word > b->word;
	return room(req, a) < room(req, b);
}

bool budget_decide(const struct budget_request *req,
		   const struct budget_level *levels, size_t nlevels,
		   struct budget_verdict *verdict)
{
	struct budget_cursor at = { 0 };
	struct budget_item item;
	unsigned broken = 0;

	memset(verdict, 0, sizeof(*verdict));
	verdict->one_tres = true;
	while (budget_next(req, levels, nlevels, &at, &item)) {
		if (item.word == BUDGET_FITS)
			continue;
		if (broken && item.tres != verdict->item.tres)
			verdict->one_tres = false;
		if (!broken++ || tighter(req, &item, &verdict->item))
			verdict->item = item;
	}
	if (!broken)
		return true;
	verdict->word = verdict->item.word;
	verdict->others = broken - 1;
	return false;
}
