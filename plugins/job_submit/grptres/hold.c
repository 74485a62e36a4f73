/*
 * hold.c - what one job holds of budgets
 *
 * A running job holds its allocation for the time that is left until its
 * end_time; a suspended one (whose end_time stands still) its time limit
 * less the time it ran; a queued one all that it asks for all its time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hold.h"

#include "chain.h"

static uint64_t charge(uint64_t seconds, double factor)
{
	if (factor == 1.0 || seconds == BUDGET_ENDLESS)
		return factor > 0 ? seconds : 0;
	return seconds * factor;
}

static uint64_t time_left(const job_record_t *job, time_t now)
{
	uint64_t limit = (uint64_t)job->time_limit * 60;

	if (job->time_limit == INFINITE || job->time_limit == NO_VAL)
		return BUDGET_ENDLESS;
	if (IS_JOB_SUSPENDED(job))
		return limit > (uint64_t)job->pre_sus_time ?
			       limit - (uint64_t)job->pre_sus_time :
			       0;
	return job->end_time > now ? (uint64_t)(job->end_time - now) : 0;
}

uint64_t hold_left(const job_record_t *job, time_t now)
{
	return charge(time_left(job, now), chain_factor(job->qos_ptr));
}

uint64_t hold_asked(uint32_t minutes, const slurmdb_qos_rec_t *qos)
{
	/* what slurmctld charges for it: as itself, or as another's use */
	double factor = MAX(chain_factor(qos), chain_own_factor(qos));

	if (minutes != BUDGET_NO_END)
		return charge((uint64_t)minutes * 60, factor);
	/*
	 * Where slurmctld enforces the limit such a job never starts, so it
	 * must not stand in the way of others; elsewhere it takes all.
	 */
	return chain_enforced() ? 0 : charge(BUDGET_ENDLESS, factor);
}

bool hold_full(void)
{
	return chain_enforced() &&
	       !xstrcmp(slurm_conf.priority_type, "priority/basic");
}

static uint64_t asked_seconds(const job_record_t *job)
{
	uint32_t minutes = request_minutes(job->time_limit, job->part_ptr);

	return budget_mul(request_tasks(job),
			  hold_asked(minutes, job->qos_ptr));
}

bool hold_of(const job_record_t *job, struct whole *whole, time_t now,
	     bool *queued, uint64_t *seconds)
{
	uint64_t each;

	if (IS_JOB_FINISHED(job) || IS_JOB_REVOKED(job))
		return false;
	*queued = IS_JOB_PENDING(job);
	if (*queued) {
		if (!request_recount(job, whole, seconds))
			return false;
		each = asked_seconds(job);
	} else {
		if (!job->tres_alloc_cnt)
			return false;
		for (int i = 0; i < slurmctld_tres_cnt; i++)
			seconds[i] = request_consumed(job->tres_alloc_cnt, i);
		each = hold_left(job, now);
	}
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		seconds[i] = budget_mul(seconds[i], each);
	return each;
}
