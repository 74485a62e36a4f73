/*
 * walk.c - a walk over slurmctld's jobs that sums up what they hold
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "walk.h"

#include "book.h"
#include "hold.h"

/* Adds what a job holds to all owners where it counts itself. */
static void add(struct walk *walk, const job_record_t *job,
		const struct belongs *belongs, bool queued, uint32_t jobs,
		const uint64_t *seconds)
{
	uint64_t owners[COUNT_OWNERS];
	size_t n = count_owners(job, belongs, queued, owners);

	for (size_t i = 0; i < n; i++) {
		struct budget_use *use = tally_at(walk->own, owners[i]);

		if (!use)
			walk->failed = true;
		else if (queued)
			tally_queued(use, slurmctld_tres_cnt, seconds, jobs);
		else
			tally_running(use, slurmctld_tres_cnt, seconds, jobs);
	}
}

/* What a running task has left, for those that follow it. */
static void add_task(struct walk *walk, const job_record_t *job)
{
	struct budget_use *use = tally_at(walk->tasks, job->array_job_id);
	uint64_t left = hold_left(job, walk->now);

	if (use)
		tally_running(use, 1, &left, 1);
	else
		walk->failed = true;
}

static void add_job(struct walk *walk, const job_record_t *job)
{
	uint64_t seconds[slurmctld_tres_cnt];
	struct belongs belongs;
	bool queued;

	if (count_throttled(job) ||
	    !hold_of(job, &walk->whole, walk->now, &queued, seconds) ||
	    !chain_of_job(job, &belongs))
		return;
	if (!queued && job->array_job_id)
		add_task(walk, job);
	add(walk, job, &belongs, queued, 1, seconds);
}

/* The running tasks of an array and the seconds that they have left. */
static struct budget_use running_tasks(const struct walk *walk,
				       uint32_t array_job_id)
{
	const struct budget_use *loose = tally_find(walk->tasks, array_job_id);
	struct budget_use use = { 0 };

	book_tasks(array_job_id, walk->now, &use);
	if (loose)
		tally_merge(&use, 1, loose);
	return use;
}

/*
 * Of an array with a throttle at most that many tasks run at once, those
 * that run now among them. A task that waits for one of these to end takes
 * over what that one has left and needs the rest of a full time limit: that
 * rest counts as running, where slurmctld's own count may cover it.
 */
static void add_throttled(struct walk *walk, const job_record_t *job)
{
	struct budget_use use = running_tasks(walk, job->array_job_id);
	uint32_t running = use.running_jobs;
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
	add(walk, job, &belongs, true, 1, seconds);
	if (use.running >= rest || !each)
		return;
	rest = MIN(rest - use.running, budget_mul(each, tasks.follow));
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		seconds[i] = budget_mul(task[i] / each, rest);
	add(walk, job, &belongs, false, 0, seconds);
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

static void add_to(struct walk *walk, uint64_t owner,
		   const struct budget_use *use)
{
	struct budget_use *sum = tally_at(walk->sums, owner);

	if (!sum)
		walk->failed = true;
	else
		tally_merge(sum, slurmctld_tres_cnt, use);
}

/* An association's own jobs count there and at all its parents. */
static void add_up(uint64_t owner, const struct budget_use *use, void *arg)
{
	struct walk *walk = arg;
	slurmdb_assoc_rec_t key = { .id = owner }, *assoc = NULL;

	if (owner == CHAIN_QOS(key.id)) {
		add_to(walk, owner, use);
		return;
	}
	assoc_mgr_fill_in_assoc(acct_db_conn, &key, 0, &assoc, true);
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr)
		add_to(walk, CHAIN_ASSOC(assoc->id), use);
}

/* Those that the book leaves to us: first what runs, then what follows it. */
static void add_loose(struct walk *walk, const struct book_look *look)
{
	for (size_t i = 0; i < look->nloose; i++)
		add_job(walk, look->loose[i]);
	for (size_t i = 0; i < look->nloose; i++)
		if (count_throttled(look->loose[i]))
			add_throttled(walk, look->loose[i]);
}

void walk_jobs(struct walk *walk)
{
	struct book_look look = {
		.now = walk->now,
		.least_new = walk->least_new,
	};

	book_lock();
	book_look(&look);
	walk->own = look.own;
	walk->tasks = tally_new(1);
	walk->sums = tally_new(slurmctld_tres_cnt);
	walk->fresh = look.fresh;
	walk->nfresh = look.nfresh;
	walk->failed = !walk->own || !walk->tasks || !walk->sums;
	if (!walk->failed)
		add_loose(walk, &look);
	book_unlock();
	if (!walk->failed)
		tally_each(walk->own, add_up, walk);
	tally_free(&walk->own);
	tally_free(&walk->tasks);
	xfree(look.loose);
	whole_free(&walk->whole);
	if (walk->failed)
		tally_free(&walk->sums);
}

void walk_clear(struct walk *walk)
{
	tally_free(&walk->sums);
	xfree(walk->fresh);
}
