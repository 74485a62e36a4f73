/*
 * book.h - what each of slurmctld's jobs was counted with, kept
 *
 * A refusal has to be true at this very moment, and so no job may have been
 * counted that has ended since. To count 120,000 jobs anew takes 50 ms; to
 * see of each whether it is as it was takes a tenth of that. So sums are kept
 * together with what each job brought to them: a look at all jobs takes back
 * what the changed ones brought, and counts these alone.
 *
 * What is compared of each job is what slurmctld changes by itself: id, state,
 * end, time limit (of a queued job too: when limits of its QOS or association
 * change, and at a requeue), QOS, association, size of an allocation, tasks of
 * an array. All else that
 * matters changes by job_modify() (book_mark()) or with partitions,
 * configuration, TRES or QOS, for which the book is made anew; and so it is
 * each minute whatever happens.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_BOOK_H
#define GRPTRES_BOOK_H

#include "count.h"

/* Set now and least_new to begin, the rest 0. */
struct book_look {
	time_t now;
	uint32_t least_new; /* jobs from this id on may be just listed */
	/*
	 * Outcome. The caller frees own (NULL where memory was short), fresh
	 * and loose.
	 */
	struct tally *own; /* by association, without those below it, and QOS */
	const job_record_t **fresh; /* the jobs from least_new on */
	size_t nfresh;
	const job_record_t **loose; /* those to be counted by themselves */
	size_t nloose;
};

/*
 * All functions need slurmctld's job, node and part read locks, assoc_mgr's
 * read locks on assoc, qos and tres, and book_lock(), but for those that say
 * so. No other lock is taken while it is held.
 */
extern void book_lock(void);
extern void book_unlock(void);

/* Looks at all jobs, and adds up what they hold now. */
extern void book_look(struct book_look *look);

/*
 * Of an array's running tasks that are not loose, at the last look: how many,
 * and the seconds that they have left, added to use.
 */
extern void book_tasks(uint32_t array_job_id, time_t now,
		       struct budget_use *use);

/* One job that runs, for those who want to know until when. */
struct book_running {
	const struct count *count;
	time_t end;
	uint32_t job_id, time_limit;
};

/* Calls fn for each that ran at the last look: COUNT_RUNS or COUNT_LOOSE. */
extern void book_each_running(void (*fn)(const struct book_running *running,
					 void *arg),
			      void *arg);

/*
 * The job is about to be changed. Needs slurmctld's job write lock and no
 * other.
 */
extern void book_mark(uint32_t job_id);

/* Ends it. Needs no lock. */
extern void book_fini(void);

#endif
