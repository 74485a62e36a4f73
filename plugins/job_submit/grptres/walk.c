/*
 * walk.c - a walk over slurmctld's jobs that sums up what they hold
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "walk.h"

#include "hold.h"

static void add(struct walk *walk, struct tally *tally, uint64_t owner,
		bool queued, uint32_t jobs, const uint64_t *seconds)
{
	struct budget_use *use = tally_at(tally, owner);

	if (!use)
		walk->failed = true;
	else if (queued)
		tally_queued(use, slurmctld_tres_cnt, seconds, jobs);
	else
		tally_running(use, slurmctld_tres_cnt, seconds, jobs);
}

struct part_walk {
	struct walk *walk;
	const struct belongs *belongs;
	const uint64_t *seconds;
	slurmdb_qos_rec_t *seen[REQUEST_PARTITIONS];
	int n;
};

static int add_partition(void *item, void *arg)
{
	part_record_t *part = item;
	struct part_walk *at = arg;
	slurmdb_qos_rec_t *qos = part->qos_ptr;

	if (!qos || qos == at->belongs->first || qos == at->belongs->second ||
	    at->n == REQUEST_PARTITIONS)
		return 0;
	for (int i = 0; i < at->n; i++)
		if (at->seen[i] == qos)
			return 0;
	at->seen[at->n++] = qos;
	add(at->walk, at->walk->sums, CHAIN_QOS(qos->id), true, 1, at->seconds);
	return 0;
}

/* A queued job may start in any partition that it names. */
static void add_partition_qos(struct walk *walk, const job_record_t *job,
			      const struct belongs *belongs,
			      const uint64_t *seconds)
{
	struct part_walk at = {
		.walk = walk,
		.belongs = belongs,
		.seconds = seconds,
	};

	list_for_each_ro(job->part_ptr_list, add_partition, &at);
}

static void add_hold(struct walk *walk, const struct belongs *belongs,
		     bool queued, uint32_t jobs, const uint64_t *seconds)
{
	add(walk, walk->own, CHAIN_ASSOC(belongs->assoc->id), queued, jobs,
	    seconds);
	if (belongs->first)
		add(walk, walk->sums, CHAIN_QOS(belongs->first->id), queued,
		    jobs, seconds);
	if (belongs->second)
		add(walk, walk->sums, CHAIN_QOS(belongs->second->id), queued,
		    jobs, seconds);
}

static void note(const job_record_t ***jobs, size_t *n, const job_record_t *job)
{
	if (!(*n & (*n - 1))) /* 0 and powers of two: full */
		xrecalloc(*jobs, *n ? 2 * *n : 1, sizeof(**jobs));
	(*jobs)[(*n)++] = job;
}

static bool is_throttled(const job_record_t *job)
{
	return IS_JOB_PENDING(job) && job->array_recs &&
	       job->array_recs->task_cnt && job->array_recs->max_run_tasks;
}

/* What a running task has left, for those that follow it. */
static void add_task(struct walk *walk, const job_record_t *job)
{
	struct budget_use *use = tally_at(walk->arrays, job->array_job_id);
	uint64_t left = hold_left(job, walk->now);

	if (use)
		tally_running(use, 1, &left, 1);
	else
		walk->failed = true;
}

static int add_job(void *item, void *arg)
{
	job_record_t *job = item;
	struct walk *walk = arg;
	uint64_t seconds[slurmctld_tres_cnt];
	struct belongs belongs;
	bool queued;

	if (job->job_id >= walk->least_new)
		note(&walk->fresh, &walk->nfresh, job);
	if (is_throttled(job)) {
		note(&walk->throttled, &walk->nthrottled, job);
		return 0;
	}
	if (!hold_of(job, &walk->whole, walk->now, &queued, seconds) ||
	    !chain_of_job(job, &belongs))
		return 0;
	if (!queued && job->array_job_id)
		add_task(walk, job);
	add_hold(walk, &belongs, queued, 1, seconds);
	if (queued && job->part_ptr_list)
		add_partition_qos(walk, job, &belongs, seconds);
	return 0;
}

/*
 * Of an array with a throttle at most that many tasks run at once, those
 * that run now among them. A task that waits for one of these to end takes
 * over what that one has left and needs the rest of a full time limit: that
 * rest counts as running, where slurmctld's own count may cover it.
 */
static void add_throttled(struct walk *walk, const job_record_t *job)
{
	const struct budget_use *use =
		tally_find(walk->arrays, job->array_job_id);
	uint32_t running = use ? use->running_jobs : 0;
	struct array_tasks tasks =
		request_array_tasks(job->array_recs->max_run_tasks, running,
				    job->array_recs->task_cnt);
	uint64_t task[slurmctld_tres_cnt], seconds[slurmctld_tres_cnt];
	uint64_t each = hold_longest(job), rest = budget_mul(each, running);
	struct belongs belongs;

	if (!hold_task(job, &walk->whole, task) || !chain_of_job(job, &belongs))
		return;
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		seconds[i] = budget_mul(task[i], tasks.more);
	add_hold(walk, &belongs, true, 1, seconds);
	if (job->part_ptr_list)
		add_partition_qos(walk, job, &belongs, seconds);
	if (!use || use->running >= rest || !each)
		return;
	rest = MIN(rest - use->running, budget_mul(each, tasks.follow));
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		seconds[i] = budget_mul(task[i] / each, rest);
	add_hold(walk, &belongs, false, 0, seconds);
}

struct task_count {
	uint32_t array_job_id, n;
};

static int count_task(void *item, void *arg)
{
	const job_record_t *job = item;
	struct task_count *count = arg;

	if (job->array_job_id == count->array_job_id && !IS_JOB_PENDING(job) &&
	    !IS_JOB_FINISHED(job))
		count->n++;
	return 0;
}

uint32_t walk_running_tasks(const job_record_t *job)
{
	struct task_count count = { .array_job_id = job->array_job_id };

	if (job->array_job_id)
		list_for_each_ro(job_list, count_task, &count);
	return count.n;
}

/* An association's own jobs count there and at all its parents. */
static void add_up(uint64_t owner, const struct budget_use *use, void *arg)
{
	struct walk *walk = arg;
	slurmdb_assoc_rec_t key = { .id = owner }, *assoc = NULL;

	assoc_mgr_fill_in_assoc(acct_db_conn, &key, 0, &assoc, true);
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr) {
		struct budget_use *sum =
			tally_at(walk->sums, CHAIN_ASSOC(assoc->id));

		if (!sum)
			walk->failed = true;
		else
			tally_merge(sum, slurmctld_tres_cnt, use);
	}
}

void walk_jobs(struct walk *walk)
{
	walk->own = tally_new(slurmctld_tres_cnt);
	walk->sums = tally_new(slurmctld_tres_cnt);
	walk->arrays = tally_new(1);
	if (walk->own && walk->sums && walk->arrays) {
		list_for_each_ro(job_list, add_job, walk);
		for (size_t i = 0; i < walk->nthrottled; i++)
			add_throttled(walk, walk->throttled[i]);
		tally_each(walk->own, add_up, walk);
	} else {
		walk->failed = true;
	}
	tally_free(&walk->own);
	tally_free(&walk->arrays);
	xfree(walk->throttled);
	whole_free(&walk->whole);
	if (walk->failed)
		tally_free(&walk->sums);
}

void walk_clear(struct walk *walk)
{
	tally_free(&walk->sums);
	xfree(walk->fresh);
}
