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
	uint64_t sum; /* what was committed when it was looked at last */
	char *name;   /* whose limit of what, as it is told */
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

static char *name_limit(const struct budget_level *level, int tres)
{
	const struct budget_owner *owner = &level->owner;
	char *name = xstrdup(level->kind == BUDGET_MINS ? "GrpTRESMins" :
							  "GrpTRESRunMins");

	if (owner->kind == BUDGET_QOS)
		xstrfmtcat(name, " qos=%s", owner->qos);
	if (owner->user)
		xstrfmtcat(name, " user=%s", owner->user);
	if (owner->account)
		xstrfmtcat(name, " account=%s", owner->account);
	if (owner->partition)
		xstrfmtcat(name, " partition=%s", owner->partition);
	xstrfmtcat(name, " %s", assoc_mgr_tres_name_array[tres]);
	return name;
}

static void tell(const char *name, uint64_t limit, const struct budget_use *use)
{
	uint64_t running = MAX(use->running, use->counter);

	info("%s: over-committed: %s=%" PRIu64 " running=%" PRIu64
	     "(%u jobs) queued=%" PRIu64 "(%u jobs) used=%" PRIu64,
	     GRPTRES, name, limit, running / 60, use->running_jobs,
	     use->queued / 60, use->queued_jobs, use->used / 60);
}

/* All that counts against the limit, in minutes. */
static uint64_t committed(const struct budget_use *use)
{
	uint64_t sum = budget_add(MAX(use->running, use->counter), use->queued);

	return budget_add(sum / 60, use->used / 60);
}

static struct excess *begin(uint64_t owner, const struct budget_level *level,
			    int tres)
{
	struct excess *excess;

	xrecalloc(known, nknown + 1, sizeof(*known));
	excess = &known[nknown++];
	*excess = (struct excess){
		.owner = owner,
		.kind = level->kind,
		.tres = tres,
		.name = name_limit(level, tres),
	};
	return excess;
}

/* Told when it begins, and when something new adds to it. */
static void look_at(uint64_t owner, const struct budget_level *level)
{
	for (int t = 0; t < slurmctld_tres_cnt; t++) {
		uint64_t sum = committed(&level->use[t]);
		struct excess *excess;

		if (level->limit[t] == BUDGET_NO_LIMIT ||
		    sum <= level->limit[t])
			continue;
		excess = find(owner, level->kind, t);
		if (!excess)
			excess = begin(owner, level, t);
		if (sum > excess->sum)
			tell(excess->name, level->limit[t], &level->use[t]);
		excess->sum = sum;
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

/* Forgets those that are over, and tells them. */
static void drop_ended(void)
{
	size_t n = 0;

	for (size_t i = 0; i < nknown; i++) {
		if (known[i].still) {
			known[n++] = known[i];
			continue;
		}
		info("%s: no longer over-committed: %s", GRPTRES,
		     known[i].name);
		xfree(known[i].name);
	}
	nknown = n;
}

void watch_sums(const struct tally *sums, const struct settings *settings)
{
	struct look look = { .sums = sums, .kinds = settings->kinds };

	/* queued jobs may go over together where nobody keeps them from it */
	if (settings->enforce == ENFORCE_OFF || !settings->count_queued)
		return;
	for (size_t i = 0; i < nknown; i++)
		known[i].still = false;
	tally_each(sums, look_at_owner, &look);
	drop_ended();
}

void watch_fini(void)
{
	for (size_t i = 0; i < nknown; i++)
		xfree(known[i].name);
	xfree(known);
	nknown = 0;
}
