/*
 * watch.c - tells when more is committed than a limit allows
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <inttypes.h>

#include "watch.h"

#define GRPTRES "job_submit/grptres"

/* One limit that is over-committed, and was told to be. */
struct excess {
	uint64_t owner;
	enum budget_kind kind;
	int tres;
	bool still;
};

static struct excess *known;
static size_t nknown;

static struct excess *find(uint64_t owner, enum budget_kind kind, int tres)
{
	for (size_t i = 0; i < nknown; i++)
		if (known[i].owner == owner && known[i].kind == kind &&
		    known[i].tres == tres)
			return &known[i];
	return NULL;
}

static void tell(const struct budget_level *level, int tres,
		 const struct budget_use *use)
{
	const struct budget_owner *owner = &level->owner;
	uint64_t running = MAX(use->running, use->counter);

	info("%s: over-committed: %s%s%s%s%s%s%s%s %s=%" PRIu64 " running=%" PRIu64 "(%u jobs) queued=%" PRIu64 "(%u jobs) used=%" PRIu64,
	     GRPTRES,
	     level->kind == BUDGET_MINS ? "GrpTRESMins" : "GrpTRESRunMins",
	     owner->kind == BUDGET_QOS ? " qos=" : "",
	     owner->kind == BUDGET_QOS ? owner->qos : "",
	     owner->user ? " user=" : "", owner->user ? owner->user : "",
	     owner->account ? " account=" : "",
	     owner->account ? owner->account : "",
	     owner->partition ? " with partition" : "",
	     assoc_mgr_tres_name_array[tres], level->limit[tres],
	     running / 60, use->running_jobs, use->queued / 60,
	     use->queued_jobs, use->used / 60);
}

static bool is_over(const struct budget_level *level, int tres)
{
	const struct budget_use *use = &level->use[tres];
	uint64_t sum = budget_add(MAX(use->running, use->counter),
				  use->queued);

	return level->limit[tres] != BUDGET_NO_LIMIT &&
	       budget_add(sum / 60, use->used / 60) > level->limit[tres];
}

static void look_at(uint64_t owner, const struct budget_level *level)
{
	for (int t = 0; t < slurmctld_tres_cnt; t++) {
		struct excess *excess = find(owner, level->kind, t);

		if (!is_over(level, t))
			continue;
		if (!excess) {
			xrecalloc(known, nknown + 1, sizeof(*known));
			excess = &known[nknown++];
			excess->owner = owner;
			excess->kind = level->kind;
			excess->tres = t;
			tell(level, t, &level->use[t]);
		}
		excess->still = true;
	}
}

struct look {
	const struct tally *sums;
	unsigned kinds;
};

static void look_at_owner(uint64_t owner, const struct budget_use *use,
			  void *arg)
{
	const struct look *look = arg;
	struct chain chain;

	if (!chain_of_owner(owner, look->kinds, look->sums, &chain))
		return;
	for (size_t i = 0; i < chain.nlevels; i++)
		look_at(owner, &chain.levels[i]);
	chain_free(&chain);
}

void watch_sums(const struct tally *sums, const struct settings *settings)
{
	struct look look = { .sums = sums, .kinds = settings->kinds };
	size_t n = 0;

	/* queued jobs may go over together where nobody keeps them from it */
	if (settings->enforce == ENFORCE_OFF || !settings->count_queued)
		return;
	for (size_t i = 0; i < nknown; i++)
		known[i].still = false;
	tally_each(sums, look_at_owner, &look);
	for (size_t i = 0; i < nknown; i++)
		if (known[i].still)
			known[n++] = known[i];
	if (n < nknown)
		info("%s: no longer over-committed: %zu of %zu limits",
		     GRPTRES, nknown - n, nknown);
	nknown = n;
}

void watch_fini(void)
{
	xfree(known);
	nknown = 0;
}
