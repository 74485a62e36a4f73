/*
 * walk.h - a walk over slurmctld's jobs that sums up what they hold
 *
 * A job counts at its association and all parents, at its QOS and at those
 * of its partitions, whatever limits mask each other for it, because
 * slurmctld counts it there when it runs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_WALK_H
#define GRPTRES_WALK_H

#include "chain.h"
#include "whole.h"

/* Set now and least_new to begin, the rest 0. */
struct walk {
	time_t now;
	uint32_t least_new; /* jobs from this id on may be just listed */
	/* outcome; NULL where memory was short */
	struct tally *sums;         /* by CHAIN_ASSOC and CHAIN_QOS numbers */
	const job_record_t **fresh; /* the jobs from least_new on */
	size_t nfresh;
	/* under way */
	struct tally *own; /* by QOS, and by association without those below */
	struct tally
		*tasks; /* seconds left of tasks not in the book, by array */
	struct whole whole;
	bool failed;
};

/*
 * Needs slurmctld's job, node and part read locks, and assoc_mgr's read locks
 * on assoc, qos and tres. The caller takes sums, and clears the rest.
 */
extern void walk_jobs(struct walk *walk);
extern void walk_clear(struct walk *walk);

/* Tasks of the job's array that run or are suspended. */
extern uint32_t walk_running_tasks(const job_record_t *job);

/*
 * The running jobs that hold a TRES at a level (owner: its number), for
 * budget_when(), as of the last walk. The caller frees drains_r (xfree). The
 * same locks.
 */
extern size_t walk_drains(uint64_t owner, size_t tres, time_t now,
			  struct budget_drain **drains_r);

#endif
