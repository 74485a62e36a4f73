/*
 * drains.c - the running jobs that are in the way of another, and until when
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <math.h>

#include "book.h"
#include "hold.h"
#include "walk.h"

struct drain_walk {
	uint64_t owner;
	size_t tres;
	time_t now;
	bool full;
	struct tally *below; /* by association: is it? 1 yes, 2 no */
	struct budget_drain *drains;
	size_t n, size;
};

/* Is the owner one of those of an association, or above it? */
static bool is_below(uint64_t owner, uint64_t assoc_id)
{
	slurmdb_assoc_rec_t key = { .id = assoc_id }, *assoc = NULL;

	assoc_mgr_fill_in_assoc(acct_db_conn, &key, 0, &assoc, true);
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr)
		if (CHAIN_ASSOC(assoc->id) == owner)
			return true;
	return false;
}

/* The same of a job; that of an association is looked for only once. */
static bool owns(struct drain_walk *walk, const uint64_t *owners, size_t n)
{
	struct budget_use *known;

	for (size_t i = 0; i < n; i++)
		if (owners[i] == walk->owner)
			return true;
	known = walk->below ? tally_at(walk->below, owners[0]) : NULL;
	if (!known)
		return is_below(walk->owner, owners[0]);
	if (!known->running)
		known->running = is_below(walk->owner, owners[0]) ? 1 : 2;
	return known->running == 1;
}

static struct budget_drain *next_drain(struct drain_walk *walk)
{
	if (walk->n == walk->size) {
		walk->size = walk->size ? 2 * walk->size : 64;
		xrecalloc(walk->drains, walk->size, sizeof(*walk->drains));
	}
	return &walk->drains[walk->n++];
}

static void add_running(struct drain_walk *walk,
			const struct book_running *running)
{
	uint64_t rate = count_amounts(running->count)[walk->tres];
	struct budget_drain *drain = next_drain(walk);

	drain->end = running->end;
	if (walk->full)
		drain->full =
			budget_mul(rate, (uint64_t)running->time_limit * 60);
	else
		drain->rate = rate;
}

/* One that does not go down by a whole number, or not at all. */
static void fill_loose(const struct drain_walk *walk, const job_record_t *job,
		       struct budget_drain *drain)
{
	uint64_t count = request_consumed(job->tres_alloc_cnt, walk->tres);
	double factor = chain_factor(job->qos_ptr);

	drain->end = IS_JOB_SUSPENDED(job) ? BUDGET_NO_DRAIN : job->end_time;
	if (walk->full)
		drain->full = ceil(count * factor * job->time_limit * 60);
	else if (IS_JOB_SUSPENDED(job) || job->time_limit == INFINITE)
		drain->full = budget_mul(count, hold_left(job, walk->now));
	else
		drain->rate = ceil(count * factor);
}

static void add_loose(struct drain_walk *walk, const job_record_t *job)
{
	uint64_t owners[COUNT_OWNERS];
	struct belongs belongs;

	if (!job || !(IS_JOB_RUNNING(job) || IS_JOB_SUSPENDED(job)) ||
	    !job->tres_alloc_cnt || !chain_of_job(job, &belongs) ||
	    !owns(walk, owners, count_owners(job, &belongs, false, owners)))
		return;
	fill_loose(walk, job, next_drain(walk));
}

static void add_drain(const struct book_running *running, void *arg)
{
	struct drain_walk *walk = arg;

	if (running->count->kind == COUNT_LOOSE)
		add_loose(walk, find_job_record(running->job_id));
	else if (owns(walk, running->count->owners, running->count->nowners))
		add_running(walk, running);
}

size_t walk_drains(uint64_t owner, size_t tres, time_t now,
		   struct budget_drain **drains)
{
	struct drain_walk walk = {
		.owner = owner,
		.tres = tres,
		.now = now,
		.full = hold_full(),
		.below = tally_new(1),
	};

	book_lock();
	book_each_running(add_drain, &walk);
	book_unlock();
	tally_free(&walk.below);
	*drains = walk.drains;
	return walk.n;
}
