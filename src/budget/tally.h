/*
 * tally.h - what jobs hold, summed up by owner
 *
 * A table from an owner's number (association or QOS) to one struct
 * budget_use for each TRES. One thread at a time. Functions that allocate
 * return NULL where memory is short, and the caller lets the job pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_TALLY_H
#define SLURM_PGSQL_TALLY_H

#include "src/budget/budget.h"

struct tally;

extern struct tally *tally_new(size_t ntres);
extern void tally_free(struct tally **tally);

/* The uses of an owner, ntres of them, or NULL if nothing was added. */
extern const struct budget_use *tally_find(const struct tally *tally,
					   uint64_t owner);

/* The same to add to; made on first use. It moves when owners are added. */
extern struct budget_use *tally_at(struct tally *tally, uint64_t owner);

/*
 * Calls fn for each owner. It must not add owners to this tally.
 */
extern void tally_each(const struct tally *tally,
		       void (*fn)(uint64_t owner, const struct budget_use *use,
				  void *arg),
		       void *arg);

/*
 * Adds one job to uses: seconds of each TRES; a TRES of which it holds
 * nothing does not count the job either. jobs: how many jobs that is.
 */
extern void tally_running(struct budget_use *use, size_t ntres,
			  const uint64_t *seconds, uint32_t jobs);
extern void tally_queued(struct budget_use *use, size_t ntres,
			 const uint64_t *seconds, uint32_t jobs);

/*
 * Takes back what one of these two added. A sum that has reached
 * BUDGET_ENDLESS stays there: what it was made of is not known any more.
 */
extern void tally_take(struct budget_use *use, size_t ntres,
		       const uint64_t *seconds, uint32_t jobs, bool queued);

/* Adds running, queued and their job counts of from to use. */
extern void tally_merge(struct budget_use *use, size_t ntres,
			const struct budget_use *from);

#endif
