/*
 * hold.c - what one job holds of budgets
 *
 * A running job holds its allocation for the time that is left until its
 * end_time; a suspended one (whose end_time stands still) its time limit
 * less the time it ran; a queued one all that it asks for all its time, and so
 * one that is to be queued again, from the moment when it ends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <sys/wait.h>

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

static uint64_t asked_in(const job_record_t *job, const part_record_t *part)
{
	return hold_asked(request_minutes(job->time_limit, part), job->qos_ptr);
}

bool hold_task(const job_record_t *job, struct whole *whole, uint64_t *seconds)
{
	part_record_t *parts[REQUEST_PARTITIONS];
	int n = request_partitions_of_job(job, parts);

	memset(seconds, 0, slurmctld_tres_cnt * sizeof(*seconds));
	for (int i = 0; i < n; i++) {
		uint64_t count[slurmctld_tres_cnt];
		uint64_t each = asked_in(job, parts[i]);

		if (!request_recount(job, parts[i], whole, count))
			return false;
		for (int t = 0; t < slurmctld_tres_cnt; t++)
			seconds[t] =
				MAX(seconds[t], budget_mul(count[t], each));
	}
	return n;
}

uint64_t hold_longest(const job_record_t *job)
{
	part_record_t *parts[REQUEST_PARTITIONS];
	int n = request_partitions_of_job(job, parts);
	uint64_t longest = 0;

	for (int i = 0; i < n; i++)
		longest = MAX(longest, asked_in(job, parts[i]));
	return longest;
}

/* RequeueExit and RequeueExitHold: numbers and ranges, as in "1-5,9". */
static bool lists_code(char *list, int code)
{
	int32_t *range = bitfmt2int(list);
	bool listed = false;

	for (int i = 0; range && range[i] >= 0 && !listed; i += 2)
		listed = code >= range[i] && code <= range[i + 1];
	xfree(range);
	return listed;
}

/* A task of an array that was cancelled as a whole. */
static bool array_cancelled(const job_record_t *job)
{
	const job_record_t *array =
		job->array_job_id ? find_job_record(job->array_job_id) : NULL;

	return array && array->array_recs && IS_JOB_CANCELLED(array);
}

/* The conditions are those of job_hold_requeue() (slurmctld/job_mgr.c). */
bool hold_begins_anew(const job_record_t *job)
{
	int code = WEXITSTATUS(job->exit_code);

	if (!IS_JOB_FINISHED(job) || !IS_JOB_COMPLETING(job) ||
	    IS_JOB_CANCELLED(job) || job->fed_details || array_cancelled(job))
		return false;
	return IS_JOB_REQUEUED(job) || job->bit_flags & CRON_JOB ||
	       lists_code(slurm_conf.requeue_exit, code) ||
	       lists_code(slurm_conf.requeue_exit_hold, code);
}

static bool hold_queued(const job_record_t *job, struct whole *whole,
			uint64_t *seconds)
{
	uint32_t tasks = request_tasks(job);
	bool any = false;

	if (!hold_task(job, whole, seconds))
		return false;
	for (int i = 0; i < slurmctld_tres_cnt; i++) {
		seconds[i] = budget_mul(seconds[i], tasks);
		any |= seconds[i] > 0;
	}
	return any;
}

bool hold_of(const job_record_t *job, struct whole *whole, time_t now,
	     bool *queued, uint64_t *seconds)
{
	uint64_t each;

	if (IS_JOB_REVOKED(job) ||
	    (IS_JOB_FINISHED(job) && !hold_begins_anew(job)))
		return false;
	*queued = !IS_JOB_RUNNING(job) && !IS_JOB_SUSPENDED(job);
	if (*queued)
		return hold_queued(job, whole, seconds);
	if (!job->tres_alloc_cnt)
		return false;
	each = hold_left(job, now);
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		seconds[i] = budget_mul(
			request_consumed(job->tres_alloc_cnt, i), each);
	return each;
}
