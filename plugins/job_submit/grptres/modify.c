/*
 * modify.c - may a job be changed?
 *
 * Checked by the difference, so that a job that is over a limit already can
 * be made smaller step by step. Of a running job only the time limit can
 * grow; a queued one may change in size and in whom it belongs to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

#include "book.h"
#include "change.h"
#include "hold.h"
#include "ledger.h"
#include "walk.h"

struct change {
	const job_desc_msg_t *desc;
	const job_record_t *job;
	uint32_t by; /* who asks for it */
	bool by_operator;
	/* the partitions that it may run in then, what it asks in each */
	part_record_t *part[REQUEST_PARTITIONS];
	int n;
	uint64_t *count; /* slurmctld_tres_cnt for each */
	uint32_t minutes[REQUEST_PARTITIONS];
	uint32_t tasks, held_tasks; /* of an array: that it asks, and holds */
};

static uint64_t *count_in(const struct change *change, int i)
{
	return &change->count[i * slurmctld_tres_cnt];
}

/* Minutes that a running job gets more; 0 if none. */
static uint32_t more_minutes(const struct change *change)
{
	uint32_t now = change->job->time_limit;
	uint32_t then = change->desc->time_limit;

	if (then == NO_VAL || now == INFINITE || then <= now)
		return 0;
	return then == INFINITE ? BUDGET_NO_END : then - now;
}

/* A running job asks its allocation, for what it gets more of time. */
static bool ask_running(struct change *change)
{
	const job_record_t *job = change->job;

	change->part[0] = job->part_ptr;
	change->n = 1;
	change->minutes[0] = more_minutes(change);
	if (!change->minutes[0] || !job->tres_alloc_cnt)
		return false;
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		change->count[i] = request_consumed(job->tres_alloc_cnt, i);
	return true;
}

/*
 * Of an array that goes on, tasks that wait for one that runs take over from
 * it; those that do not any more come on top.
 */
static void ask_tasks(struct change *change)
{
	const job_array_struct_t *array = change->job->array_recs;
	uint32_t running, throttle;
	struct array_tasks now, then;

	if (!array || !array->task_cnt)
		return;
	running = walk_running_tasks(change->job);
	throttle = change_throttle(change->desc, change->job);
	now = request_array_tasks(array->max_run_tasks, running,
				  array->task_cnt);
	then = request_array_tasks(throttle, running, array->task_cnt);
	change->held_tasks = now.more + now.follow;
	change->tasks = then.more + MAX(then.follow, now.follow);
}

/* A queued one all that it asks then. */
static bool ask_queued(struct change *change)
{
	const job_desc_msg_t *desc = change->desc;
	const job_record_t *job = change->job;

	if (desc->partition)
		change->n = request_partitions(desc, change->part);
	else
		change->n = request_partitions_of_job(job, change->part);
	for (int i = 0; i < change->n; i++) {
		uint32_t limit = desc->time_limit != NO_VAL ? desc->time_limit :
							      job->time_limit;

		change->minutes[i] = request_minutes(limit, change->part[i]);
		if (!change_count(desc, job, change->part[i],
				  count_in(change, i)))
			return false;
	}
	ask_tasks(change);
	return change->n;
}

/* To whom it belongs after the change. */
static bool find_belongs(const struct change *change, part_record_t *part,
			 struct belongs *belongs)
{
	const job_desc_msg_t *desc = change->desc;
	const job_record_t *job = change->job;
	slurmdb_qos_rec_t *qos;

	if (!chain_of_job(job, belongs))
		return false;
	if (!IS_JOB_PENDING(job))
		return true;
	qos = belongs->qos;
	if ((desc->account || desc->partition) &&
	    !chain_find(job->user_id,
			desc->account ? desc->account : job->account, desc->qos,
			change->part[0], belongs))
		return false;
	if (!desc->qos)
		belongs->qos = qos;
	else if (!chain_find_qos(belongs->assoc, desc->qos, &belongs->qos))
		return false;
	chain_order(belongs, part);
	return true;
}

/* Everywhere that the job is counted now. */
static size_t counted_at(const job_record_t *job, uint64_t *owners, size_t size)
{
	part_record_t *parts[REQUEST_PARTITIONS];
	int n = request_partitions_of_job(job, parts);
	struct belongs belongs;
	size_t found = 0;

	if (!chain_of_job(job, &belongs))
		return 0;
	for (int i = 0; i < n; i++) {
		chain_order(&belongs, parts[i]);
		found = chain_owners(&belongs, owners, found, size);
	}
	return found;
}

/* At the levels where the job counts already, it holds that much itself. */
static void set_held(const struct change *change, struct chain *chain)
{
	uint64_t task[slurmctld_tres_cnt], owners[OWNERS];
	struct whole whole = { 0 };
	size_t n = 0;

	if (IS_JOB_PENDING(change->job) && hold_task(change->job, &whole, task))
		n = counted_at(change->job, owners, OWNERS);
	whole_free(&whole);
	for (size_t l = 0; l < chain->nlevels; l++)
		for (size_t i = 0; i < n; i++)
			for (int t = 0; chain->owners[l] == owners[i] &&
					t < slurmctld_tres_cnt;
			     t++)
				chain->uses[l * slurmctld_tres_cnt + t].held =
					budget_mul(task[t], change->held_tasks);
}

static bool fits_in(const struct change *change, int i, struct candidate *c,
		    const struct settings *settings, time_t now)
{
	struct tally *tally;

	if (!find_belongs(change, change->part[i], &c->belongs) ||
	    !chain_limited(&c->belongs, settings->kinds) ||
	    check_exempts(settings, &c->belongs) ||
	    (change->part[i] && settings_lists(settings->exempt_partitions,
					       change->part[i]->name)))
		return true;
	check_request(c, settings, count_in(change, i), change->minutes[i]);
	c->request.tasks = change->tasks;
	tally = ledger_get(now, true);
	if (!tally)
		return true;
	chain_fill(&c->belongs, settings->kinds, tally, &c->chain);
	set_held(change, &c->chain);
	return budget_decide(&c->request, c->chain.levels, c->chain.nlevels,
			     &c->verdict);
}

/* True if it fits in one of its partitions; else c is the mildest of them. */
static bool fits(const struct change *change, struct candidate *c,
		 const struct settings *settings, time_t now)
{
	for (int i = 0; i < change->n; i++) {
		struct candidate at = { 0 };

		if (fits_in(change, i, &at, settings, now)) {
			chain_free(&at.chain);
			return true;
		}
		if (i && at.verdict.word >= c->verdict.word) {
			chain_free(&at.chain);
			continue;
		}
		chain_free(&c->chain);
		*c = at;
	}
	return !change->n;
}

/* Tells of a change that goes over a limit. */
static int tell(const struct change *change, const struct candidate *c,
		const struct settings *settings, time_t now, char **err_msg)
{
	bool passes = change->by_operator || settings->enforce == ENFORCE_WARN;
	const char *verb = change->by_operator ? "allowed operator" :
			   passes              ? "would have refused" :
						 "refused";
	char *who = xstrdup_printf("%s user %u to change job %u of user %u",
				   verb, change->by, change->job->job_id,
				   change->job->user_id);

	/* the numbers are its owner's business alone */
	check_report(c, settings, now, who,
		     change->by == change->job->user_id ? err_msg : NULL);
	xfree(who);
	return passes ? SLURM_SUCCESS : ESLURM_ACCOUNTING_POLICY;
}

static int judge(struct change *change, char **err_msg)
{
	const struct settings *settings = settings_get();
	struct candidate c = { 0 };
	time_t now = time(NULL);
	int rc = SLURM_SUCCESS;

	if (!settings->count_queued)
		change->tasks = change->held_tasks = 1;
	if (settings->enforce != ENFORCE_OFF &&
	    !fits(change, &c, settings, now))
		rc = tell(change, &c, settings, now, err_msg);
	if (rc == SLURM_SUCCESS)
		ledger_forget(); /* the job may be larger from now on */
	chain_free(&c.chain);
	return rc;
}

/* Most changes are of other things: a priority, a comment. */
static bool concerns_budgets(const job_desc_msg_t *desc)
{
	return desc->time_limit != NO_VAL || desc->min_cpus != NO_VAL ||
	       desc->min_nodes != NO_VAL || desc->num_tasks != NO_VAL ||
	       desc->pn_min_cpus != NO_VAL16 ||
	       desc->cpus_per_task != NO_VAL16 ||
	       desc->pn_min_memory != NO_VAL64 || desc->account || desc->qos ||
	       desc->partition || desc->array_inx || desc->licenses ||
	       desc->tres_per_job || desc->tres_per_node ||
	       desc->tres_per_socket || desc->tres_per_task ||
	       desc->shared != NO_VAL16 || desc->cpus_per_tres ||
	       desc->mem_per_tres;
}

static int check(const job_desc_msg_t *desc, const job_record_t *job,
		 uint32_t by, char **err_msg)
{
	struct change change = {
		.desc = desc,
		.job = job,
		.by = by,
		.tasks = 1,
		.held_tasks = 1,
	};
	int rc = SLURM_SUCCESS;

	if (IS_JOB_FINISHED(job) || !concerns_budgets(desc))
		return SLURM_SUCCESS;
	change.by_operator = validate_operator(by);
	change.count = xcalloc(REQUEST_PARTITIONS * slurmctld_tres_cnt,
			       sizeof(*change.count));
	if (IS_JOB_PENDING(job) ? ask_queued(&change) : ask_running(&change)) {
		check_lock();
		rc = judge(&change, err_msg);
		check_unlock();
	}
	xfree(change.count);
	return rc;
}

int check_modify(const job_desc_msg_t *desc, const job_record_t *job,
		 uint32_t by, char **err_msg)
{
	int rc;

	book_mark(job->job_id); /* slurmctld has set a new throttle already */
	rc = check(desc, job, by, err_msg);
	book_mark(job->job_id); /* a look may have been taken at it since */
	return rc;
}
