/*
 * count.h - where one job counts, and with how much
 *
 * What hold_of() says of a job, in a form that stays true while time goes by:
 * a queued job holds the same until it changes, a running one so much less
 * each second. Of the rest, which are few, it is to be asked again each time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_COUNT_H
#define GRPTRES_COUNT_H

#include "chain.h"
#include "request.h"

enum count_kind {
	COUNT_NOTHING,
	COUNT_FIXED, /* queued: amounts are TRES-seconds */
	COUNT_RUNS,  /* until its end_time: amounts are TRES-seconds a second */
	COUNT_LOOSE, /* ask hold_of(), or it is an array with a throttle */
};

struct count {
	enum count_kind kind;
	uint32_t array;  /* COUNT_RUNS: array_job_id of a task, or 0 */
	uint32_t factor; /* COUNT_RUNS: seconds charged for each second */
	uint32_t nowners;
	uint64_t *owners; /* its association, its QOS; then the amounts */
};

/* The amounts, slurmctld_tres_cnt of them, behind the owners. */
static inline uint64_t *count_amounts(const struct count *count)
{
	return count->owners + count->nowners;
}

/*
 * Free with count_free(). Needs slurmctld's job, node and part read locks and
 * assoc_mgr's read locks on assoc, qos and tres.
 */
extern void count_job(const job_record_t *job, struct whole *whole, time_t now,
		      struct count *count_r);
extern void count_free(struct count *count);

/*
 * The owners where a job counts itself, those above its association left out:
 * association, QOS, and of a queued job those of all its partitions.
 */
#define COUNT_OWNERS (3 + REQUEST_PARTITIONS)
extern size_t count_owners(const job_record_t *job,
			   const struct belongs *belongs, bool queued,
			   uint64_t owners_r[COUNT_OWNERS]);

/* Is it an array of which only some tasks may run at once? */
extern bool count_throttled(const job_record_t *job);

#endif
