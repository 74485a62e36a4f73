/*
 * drains.c - the running jobs that are in the way of another, and until when
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <math.h>

#include "hold.h"
#include "walk.h"

struct drain_walk {
	uint64_t owner;
	size_t tres;
	time_t now;
	bool full;
	struct budget_drain *drains;
	size_t n, size;
};

static bool owns(uint64_t owner, const struct belongs *belongs)
{
	slurmdb_assoc_rec_t *assoc = belongs->assoc;

	if ((belongs->first && CHAIN_QOS(belongs->first->id) == owner) ||
	    (belongs->second && CHAIN_QOS(belongs->second->id) == owner))
		return true;
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr)
		if (CHAIN_ASSOC(assoc->id) == owner)
			return true;
	return false;
}

static void fill(const struct drain_walk *walk, const job_record_t *job,
		 uint64_t count, struct budget_drain *drain)
{
	double factor = chain_factor(job->qos_ptr);

	drain->end = IS_JOB_SUSPENDED(job) ? BUDGET_NO_DRAIN : job->end_time;
	if (walk->full)
		drain->full = ceil(count * factor * job->time_limit * 60);
	else if (IS_JOB_SUSPENDED(job) || job->time_limit == INFINITE)
		drain->full = budget_mul(count, hold_left(job, walk->now));
	else
		drain->rate = ceil(count * factor);
}

static int add_drain(void *item, void *arg)
{
	job_record_t *job = item;
	struct drain_walk *walk = arg;
	struct belongs belongs;

	if (!(IS_JOB_RUNNING(job) || IS_JOB_SUSPENDED(job)) ||
	    !job->tres_alloc_cnt || !chain_of_job(job, &belongs) ||
	    !owns(walk->owner, &belongs))
		return 0;
	if (walk->n == walk->size) {
		walk->size = walk->size ? 2 * walk->size : 64;
		xrecalloc(walk->drains, walk->size, sizeof(*walk->drains));
	}
	fill(walk, job, request_consumed(job->tres_alloc_cnt, walk->tres),
	     &walk->drains[walk->n++]);
	return 0;
}

size_t walk_drains(uint64_t owner, size_t tres, time_t now,
		   struct budget_drain **drains)
{
	struct drain_walk walk = {
		.owner = owner,
		.tres = tres,
		.now = now,
		.full = hold_full(),
	};

	list_for_each_ro(job_list, add_drain, &walk);
	*drains = walk.drains;
	return walk.n;
}
