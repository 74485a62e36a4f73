/*
 * question.c - what a slurmdb_job_cond_t asks, ready for the database
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "question.h"

#include "../storage/lists.h"
#include "state.h"

void job_ids_add(struct job_ids *ids, int64_t id)
{
	xrealloc(ids->v, (ids->n + 1) * sizeof(*ids->v));
	ids->v[ids->n++] = id;
}

static void ids_free(struct job_ids *ids)
{
	xfree(ids->v);
	ids->n = 0;
}

/* ---------------------------------------------------------- understanding */

static int add_selected(void *x, void *arg)
{
	const slurm_selected_step_t *step = x;
	struct job_question *q = arg;
	uint32_t id = step->step_id.job_id;

	if (step->array_task_id != NO_VAL) {
		job_ids_add(&q->array_of_task, id);
		job_ids_add(&q->tasks, step->array_task_id);
	} else if (step->het_job_offset == NO_VAL) {
		job_ids_add(&q->jobs, id);
	} else if (q->cond.flags & JOBCOND_FLAG_WHOLE_HETJOB) {
		job_ids_add(&q->leaders, id);
	} else {
		job_ids_add(&q->het_of_offset, id);
		job_ids_add(&q->offsets, step->het_job_offset);
	}
	return 0;
}

static int add_state(void *x, void *arg)
{
	struct job_question *q = arg;

	xrealloc(q->states, (q->n_states + 1) * sizeof(*q->states));
	q->states[q->n_states++] = job_state_name(slurm_atoul(x));
	return 0;
}

static bool is_state(const struct job_question *q, const char *state)
{
	for (int i = 0; i < q->n_states; i++)
		if (!strcmp(q->states[i], state))
			return true;
	return false;
}

/* Jobs of which only the time before they ran is asked have no steps. */
static bool only_pending(const struct job_question *q)
{
	return q->n_states == 1 && is_state(q, "PENDING");
}

static void set_clip(struct job_question *q)
{
	const slurmdb_job_cond_t *cond = &q->cond;

	q->clips = !(cond->flags & JOBCOND_FLAG_NO_TRUNC);
	if (!q->clips)
		return;
	q->clip_start = cond->usage_start;
	q->clip_end = cond->usage_end;
	if (!q->clip_end || q->clip_end > q->now)
		q->clip_end = q->now;
}

void job_question_init(struct job_question *q, const slurmdb_job_cond_t *cond,
		       time_t now)
{
	bool runaway;

	*q = (struct job_question){ .now = now };
	if (cond)
		q->cond = *cond;
	else
		q->cond.db_flags = SLURMDB_JOB_FLAG_NOTSET;
	runaway = q->cond.flags & JOBCOND_FLAG_RUNAWAY;
	slurmdb_job_cond_def_start_end(&q->cond);
	set_clip(q);
	if (list_asks(q->cond.state_list))
		list_for_each(q->cond.state_list, add_state, q);
	q->selects = !runaway && list_asks(q->cond.step_list);
	if (q->selects)
		list_for_each(q->cond.step_list, add_selected, q);
	if (q->selects && !(q->cond.flags & JOBCOND_FLAG_NO_WHOLE_HETJOB))
		for (int i = 0; i < q->jobs.n; i++)
			job_ids_add(&q->leaders, q->jobs.v[i]);
	q->steps = !runaway && !only_pending(q) &&
		   !(q->cond.flags & JOBCOND_FLAG_NO_STEP);
}

void job_question_free(struct job_question *q)
{
	ids_free(&q->jobs);
	ids_free(&q->leaders);
	ids_free(&q->array_of_task);
	ids_free(&q->tasks);
	ids_free(&q->het_of_offset);
	ids_free(&q->offsets);
	for (int i = 0; i < q->n_states; i++)
		xfree(q->states[i]);
	xfree(q->states);
}

void job_scope_free(struct job_scope *scope)
{
	for (int i = 0; i < scope->n; i++)
		xfree(scope->cluster[i]);
	xfree(scope->cluster);
	xfree(scope->cluster_id);
	xfree(scope->from);
	xfree(scope->before);
	scope->n = 0;
}

/* ----------------------------------------------------------------- window */

static bool is_runaway(const struct job_question *q)
{
	return q->cond.flags & JOBCOND_FLAG_RUNAWAY;
}

/* States are asked without a time. */
static bool whenever(const struct job_question *q)
{
	return !q->cond.usage_start && !q->cond.usage_end;
}

/*
 * What the window's end is held against: jobs asked by id need not have been
 * eligible. NULL where it is not, or where the states say it.
 */
static const char *window_column(const struct job_question *q)
{
	if (is_runaway(q) || q->n_states || !q->cond.usage_end)
		return NULL;
	if (!q->selects)
		return "eligible";
	if (q->cond.flags & JOBCOND_FLAG_NO_DEFAULT_USAGE)
		return NULL;
	return "submit";
}

/* The window's start holds for all records that have ended. */
static bool start_counts(const struct job_question *q)
{
	if (is_runaway(q) || !q->cond.usage_start)
		return false;
	return !q->selects || q->n_states ||
	       !(q->cond.flags & JOBCOND_FLAG_NO_DEFAULT_USAGE);
}

static void add_start(struct pg_params *p, time_t start)
{
	if (start > 0)
		pg_add_time(p, start);
	else
		pg_add_text(p, "-infinity");
}

static void add_all(struct job_ids *to, const struct job_ids *from)
{
	for (int i = 0; i < from->n; i++)
		job_ids_add(to, from->v[i]);
}

void job_question_bind_window(const struct job_question *q, struct pg_params *p)
{
	struct job_ids ids = { 0 };
	bool bounded = window_column(q) || (q->n_states && !whenever(q));

	pg_add_text(p, "job");
	if (bounded)
		pg_add_time(p, q->cond.usage_end);
	else
		pg_add_null(p);
	if (q->selects) {
		add_all(&ids, &q->jobs);
		add_all(&ids, &q->leaders);
		add_all(&ids, &q->array_of_task);
		add_all(&ids, &q->het_of_offset);
		pg_add_int_array(p, ids.v, ids.n);
	} else {
		pg_add_null(p);
	}
	add_start(p, start_counts(q) ? q->cond.usage_start : 0);
	ids_free(&ids);
}

bool job_question_asks_open(const struct job_question *q)
{
	if (!q->n_states || whenever(q))
		return true;
	return is_state(q, "PENDING") || is_state(q, "RUNNING") ||
	       is_state(q, "SUSPENDED");
}

bool job_question_asks_ended(const struct job_question *q)
{
	return !is_runaway(q);
}

/* ---------------------------------------------------------------- binding */

static void bind_window(const struct job_question *q,
			const struct job_scope *scope, struct pg_params *p)
{
	pg_add_int_array(p, scope->cluster_id, scope->n);
	pg_add_text(p, scope->from);
	pg_add_text(p, scope->before);
	pg_add_bool(p, scope->open);
	add_start(p, q->cond.usage_start);
	if (q->cond.usage_end)
		pg_add_time(p, q->cond.usage_end);
	else
		pg_add_text(p, "infinity");
	pg_add_text(p, window_column(q));
	if (q->n_states)
		pg_add_text_array(p, (const char *const *)q->states,
				  q->n_states);
	else
		pg_add_null(p);
	pg_add_bool(p, whenever(q));
}

static void bind_selection(const struct job_question *q, struct pg_params *p)
{
	/* $10 NULL means that nothing is selected by id */
	if (q->selects)
		pg_add_int_array(p, q->jobs.v, q->jobs.n);
	else
		pg_add_null(p);
	pg_add_int_array(p, q->leaders.v, q->leaders.n);
	pg_add_int_array(p, q->jobs.v, q->jobs.n);
	pg_add_int_array(p, q->array_of_task.v, q->array_of_task.n);
	pg_add_int_array(p, q->tasks.v, q->tasks.n);
	pg_add_int_array(p, q->het_of_offset.v, q->het_of_offset.n);
	pg_add_int_array(p, q->offsets.v, q->offsets.n);
}

/* From least to greatest; without a greatest exactly the least; 0: any. */
static void bind_range(struct pg_params *p, uint32_t least, uint32_t greatest)
{
	if (!least) {
		pg_add_null(p);
		pg_add_null(p);
		return;
	}
	pg_add_int(p, least);
	pg_add_int(p, greatest ? greatest : least);
}

static void bind_filters(const slurmdb_job_cond_t *cond, struct pg_params *p)
{
	params_add_names(p, cond->acct_list);
	params_add_ids(p, cond->associd_list);
	params_add_ids(p, cond->userid_list);
	params_add_ids(p, cond->groupid_list);
	params_add_names(p, cond->jobname_list);
	params_add_names(p, cond->partition_list);
	params_add_ids(p, cond->qos_list);
	params_add_ids(p, cond->reason_list);
	params_add_names(p, cond->wckey_list);
	params_add_names(p, cond->constraint_list);
	if (cond->db_flags == SLURMDB_JOB_FLAG_NOTSET)
		pg_add_null(p);
	else
		pg_add_int(p, cond->db_flags);
	bind_range(p, cond->cpus_min, cond->cpus_max);
	bind_range(p, cond->nodes_min, cond->nodes_max);
	bind_range(p, cond->timelimit_min, cond->timelimit_max);
}

/* Scripts and environments are their owner's, PrivateData or not. */
static void bind_actor(const struct job_question *q, const struct actor *actor,
		       struct pg_params *p)
{
	bool secret = q->cond.flags & (JOBCOND_FLAG_SCRIPT | JOBCOND_FLAG_ENV);

	if (!actor || actor_is(actor, SLURMDB_ADMIN_OPERATOR) ||
	    (!secret && !actor_is_limited(actor, PRIVATE_DATA_JOBS))) {
		pg_add_null(p);
		pg_add_null(p);
		return;
	}
	pg_add_text(p, actor->name);
	params_add_names(p, actor->accounts);
}

void job_question_bind(const struct job_question *q,
		       const struct job_scope *scope, const struct actor *actor,
		       struct pg_params *p)
{
	/* of runaway jobs nothing else is asked but reservation and state */
	static const slurmdb_job_cond_t none = {
		.db_flags = SLURMDB_JOB_FLAG_NOTSET
	};

	bind_window(q, scope, p);
	bind_selection(q, p);
	bind_filters(is_runaway(q) ? &none : &q->cond, p);
	params_add_ids(p, q->cond.resvid_list);
	params_add_names(p, q->cond.resv_list);
	pg_add_bool(p, q->cond.flags & JOBCOND_FLAG_DUP);
	bind_actor(q, actor, p);
	if (q->clips) {
		add_start(p, q->clip_start);
		pg_add_time(p, q->clip_end);
	} else {
		pg_add_null(p);
		pg_add_null(p);
	}
}

/* ------------------------------------------------------- steps by their id */

struct selection {
	const slurmdb_job_rec_t *job;
	uint32_t step_id;
	bool any, whole, step; /* found out */
};

static bool is_of(const slurm_selected_step_t *selected,
		  const slurmdb_job_rec_t *job)
{
	uint32_t id = selected->step_id.job_id;

	if (id != job->jobid && id != job->het_job_id &&
	    id != job->array_job_id)
		return false;
	if (selected->array_task_id != NO_VAL &&
	    selected->array_task_id != job->array_task_id)
		return false;
	return selected->het_job_offset == NO_VAL ||
	       selected->het_job_offset == job->het_job_offset;
}

static int look(void *x, void *arg)
{
	const slurm_selected_step_t *selected = x;
	struct selection *s = arg;

	if (!is_of(selected, s->job))
		return 0;
	s->any = true;
	s->whole |= selected->step_id.step_id == NO_VAL;
	s->step |= selected->step_id.step_id == s->step_id;
	return 0;
}

static struct selection find_out(const struct job_question *q,
				 const slurmdb_job_rec_t *job, uint32_t step_id)
{
	struct selection s = { .job = job, .step_id = step_id };

	if (q->selects)
		list_for_each(q->cond.step_list, look, &s);
	return s;
}

bool job_question_whole(const struct job_question *q,
			const slurmdb_job_rec_t *job)
{
	struct selection s = find_out(q, job, NO_VAL);

	return s.whole || !s.any;
}

bool job_question_step(const struct job_question *q,
		       const slurmdb_job_rec_t *job, uint32_t step_id)
{
	return find_out(q, job, step_id).step;
}
