/*
 * count.c - where one job counts, and with how much
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "count.h"

#include "hold.h"

/* Amounts above it are left out of sums that are to be taken back exactly. */
#define LARGEST_AMOUNT ((uint64_t)1 << 58)

bool count_throttled(const job_record_t *job)
{
	return IS_JOB_PENDING(job) && job->array_recs &&
	       job->array_recs->task_cnt && job->array_recs->max_run_tasks;
}

static size_t add_owner(uint64_t *owners, size_t n,
			const slurmdb_qos_rec_t *qos)
{
	uint64_t owner;

	if (!qos || n == COUNT_OWNERS)
		return n;
	owner = CHAIN_QOS(qos->id);
	for (size_t i = 0; i < n; i++)
		if (owners[i] == owner)
			return n;
	owners[n] = owner;
	return n + 1;
}

size_t count_owners(const job_record_t *job, const struct belongs *belongs,
		    bool queued, uint64_t owners[COUNT_OWNERS])
{
	part_record_t *parts[REQUEST_PARTITIONS];
	size_t n = 1;

	owners[0] = CHAIN_ASSOC(belongs->assoc->id);
	n = add_owner(owners, n, belongs->first);
	n = add_owner(owners, n, belongs->second);
	/* a queued job may start in any partition that it names */
	if (queued && job->part_ptr_list) {
		int nparts = request_partitions_of_job(job, parts);

		for (int i = 0; i < nparts; i++)
			n = add_owner(owners, n, parts[i]->qos_ptr);
	}
	return n;
}

static void set(struct count *count, enum count_kind kind,
		const uint64_t *owners, size_t n, const uint64_t *amounts)
{
	for (int t = 0; t < slurmctld_tres_cnt; t++)
		if (amounts[t] > LARGEST_AMOUNT)
			return;
	count->kind = kind;
	count->nowners = n;
	count->owners = xcalloc(n + slurmctld_tres_cnt, sizeof(*owners));
	memcpy(count->owners, owners, n * sizeof(*owners));
	memcpy(count_amounts(count), amounts,
	       slurmctld_tres_cnt * sizeof(*amounts));
}

/*
 * What is charged for it goes down by as much each second: not where the QOS'
 * factor is no whole number, because each job is cut to whole seconds.
 */
static bool goes_down(const job_record_t *job, double factor)
{
	return IS_JOB_RUNNING(job) && job->tres_alloc_cnt &&
	       job->time_limit != INFINITE && job->time_limit != NO_VAL &&
	       factor >= 0 && factor <= 1000 && factor == (uint32_t)factor;
}

static void count_running(const job_record_t *job,
			  const struct belongs *belongs, time_t now,
			  struct count *count)
{
	uint64_t owners[COUNT_OWNERS], rates[slurmctld_tres_cnt];
	double factor = chain_factor(job->qos_ptr);

	if (!goes_down(job, factor))
		return;
	count->factor = factor;
	if (!count->factor || job->end_time <= now) {
		count->kind = COUNT_NOTHING;
		return;
	}
	count->array = job->array_job_id;
	for (int t = 0; t < slurmctld_tres_cnt; t++)
		rates[t] = budget_mul(request_consumed(job->tres_alloc_cnt, t),
				      count->factor);
	set(count, COUNT_RUNS, owners,
	    count_owners(job, belongs, false, owners), rates);
}

void count_job(const job_record_t *job, struct whole *whole, time_t now,
	       struct count *count)
{
	uint64_t owners[COUNT_OWNERS], seconds[slurmctld_tres_cnt];
	struct belongs belongs;
	bool queued;

	*count = (struct count){ .kind = COUNT_LOOSE };
	if (IS_JOB_REVOKED(job) ||
	    (IS_JOB_FINISHED(job) && !hold_begins_anew(job)))
		count->kind = COUNT_NOTHING;
	else if (IS_JOB_FINISHED(job) || count_throttled(job) ||
		 !chain_of_job(job, &belongs))
		return; /* its array may be cancelled, an association known */
	else if (IS_JOB_RUNNING(job) || IS_JOB_SUSPENDED(job))
		count_running(job, &belongs, now, count);
	else if (!hold_of(job, whole, now, &queued, seconds))
		count->kind = COUNT_NOTHING;
	else
		set(count, COUNT_FIXED, owners,
		    count_owners(job, &belongs, true, owners), seconds);
}

void count_free(struct count *count)
{
	xfree(count->owners);
	count->nowners = 0;
	count->kind = COUNT_NOTHING;
}
