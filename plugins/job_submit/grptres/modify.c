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

#include "change.h"
#include "hold.h"
#include "ledger.h"

struct change {
	const job_desc_msg_t *desc;
	const job_record_t *job;
	part_record_t *part; /* that it will be in */
	uint64_t *count;
	uint32_t minutes, tasks;
	uint32_t by; /* who asks for it */
	bool operator;
};

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

	change->part = job->part_ptr;
	change->minutes = more_minutes(change);
	change->tasks = 1;
	if (!change->minutes || !job->tres_alloc_cnt)
		return false;
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		change->count[i] = request_consumed(job->tres_alloc_cnt, i);
	return true;
}

/* A queued one all that it asks then. */
static bool ask_queued(struct change *change)
{
	const job_desc_msg_t *desc = change->desc;
	const job_record_t *job = change->job;
	part_record_t *parts[REQUEST_PARTITIONS];

	change->part = job->part_ptr;
	if (desc->partition) {
		if (!request_partitions(desc, parts))
			return false;
		change->part = parts[0];
	}
	change->minutes = request_minutes(
		desc->time_limit != NO_VAL ? desc->time_limit :
					     job->time_limit,
		change->part);
	return change_count(desc, job, change->part, change->count,
			    &change->tasks);
}

/* To whom it belongs after the change. */
static bool find_belongs(const struct change *change,
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
			desc->account ? desc->account : job->account,
			desc->qos, change->part, belongs))
		return false;
	if (!desc->qos)
		belongs->qos = qos;
	else if (!chain_find_qos(belongs->assoc, desc->qos, &belongs->qos))
		return false;
	chain_order(belongs, change->part);
	return true;
}

/* At the levels where the job counts already, it holds that much itself. */
static void set_held(const struct change *change, struct chain *chain,
		     time_t now)
{
	uint64_t seconds[slurmctld_tres_cnt], owners[64];
	struct belongs belongs;
	bool queued;
	struct whole whole = { 0 };
	size_t n;

	if (!chain_of_job(change->job, &belongs) ||
	    !hold_of(change->job, &whole, now, &queued, seconds) ||
	    !queued)
		n = 0;
	else
		n = chain_owners(&belongs, owners, 0, 64);
	whole_free(&whole);
	for (size_t l = 0; l < chain->nlevels; l++)
		for (size_t i = 0; i < n; i++)
			for (int t = 0; chain->owners[l] == owners[i] &&
					t < slurmctld_tres_cnt; t++)
				chain->uses[l * slurmctld_tres_cnt + t].held =
					seconds[t];
}

static bool fits(const struct change *change, struct candidate *c,
		 const struct settings *settings, time_t now)
{
	struct tally *tally;

	if (!find_belongs(change, &c->belongs) ||
	    !chain_limited(&c->belongs, settings->kinds) ||
	    check_exempts(settings, &c->belongs) ||
	    (change->part && settings_lists(settings->exempt_partitions,
					    change->part->name)))
		return true;
	check_request(c, settings, change->count, change->minutes);
	c->request.tasks = settings->count_queued ? change->tasks : 1;
	tally = ledger_get(now, true);
	if (!tally)
		return true;
	chain_fill(&c->belongs, settings->kinds, tally, &c->chain);
	set_held(change, &c->chain, now);
	return budget_decide(&c->request, c->chain.levels, c->chain.nlevels,
			     &c->verdict);
}

/* Tells of a change that goes over a limit. */
static int tell(const struct change *change, const struct candidate *c,
		const struct settings *settings, time_t now, char **err_msg)
{
	bool passes = change->operator || settings->enforce == ENFORCE_WARN;
	const char *verb = change->operator ? "allowed operator" :
			   passes	    ? "would have refused" :
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

static int judge(const struct change *change, char **err_msg)
{
	const struct settings *settings = settings_get();
	struct candidate c = { 0 };
	time_t now = time(NULL);
	int rc = SLURM_SUCCESS;

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
	       desc->pn_min_memory != NO_VAL64 || desc->account ||
	       desc->qos || desc->partition || desc->array_inx ||
	       desc->licenses || desc->tres_per_job || desc->tres_per_node ||
	       desc->tres_per_socket || desc->tres_per_task ||
	       desc->shared != NO_VAL16 || desc->cpus_per_tres ||
	       desc->mem_per_tres;
}

int check_modify(const job_desc_msg_t *desc, const job_record_t *job,
		 uint32_t by, char **err_msg)
{
	struct change change = { .desc = desc, .job = job, .by = by };
	int rc = SLURM_SUCCESS;

	if (IS_JOB_FINISHED(job) || !concerns_budgets(desc))
		return SLURM_SUCCESS;
	change.operator = validate_operator(by);
	change.count = xcalloc(slurmctld_tres_cnt, sizeof(*change.count));
	if (IS_JOB_PENDING(job) ? ask_queued(&change) : ask_running(&change)) {
		check_lock();
		rc = judge(&change, err_msg);
		check_unlock();
	}
	xfree(change.count);
	return rc;
}
