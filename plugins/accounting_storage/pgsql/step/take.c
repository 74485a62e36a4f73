/*
 * take.c - what slurmctld reports of a step, copied
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <sys/wait.h>

#include "../job/job.h"
#include "../job/state.h"
#include "../storage/wire.h"
#include "step.h"

static int64_t count32(uint32_t value)
{
	return value == NO_VAL || value == INFINITE ? COLUMN_NULL : value;
}

static time_t moment(time_t t)
{
	return t == NO_VAL || t == INFINITE || t < 0 ? 0 : t;
}

/* slurmdbd puts the number of tasks where jobs have theirs (proc_req.c). */
static uint32_t task_count(const step_record_t *step)
{
	if (storage_host() == HOST_SLURMDBD)
		return step->job_ptr->details
			       ? step->job_ptr->details->num_tasks
			       : step->cpu_count;
	if (step->step_layout && step->step_layout->task_cnt)
		return step->step_layout->task_cnt;
	return step->job_ptr->total_cpus;
}

/* A step of a job that was resized meanwhile starts anew with the record. */
static time_t start_time(const step_record_t *step)
{
	time_t start = moment(step->start_time);

	if (storage_host() == HOST_SLURMDBD && !start)
		start = moment(step->job_ptr->start_time);
	if (start < moment(step->job_ptr->resize_time))
		start = moment(step->job_ptr->resize_time);
	return start;
}

static struct step_change *take(const char *message, step_record_t *step)
{
	struct step_change *change = step_change_new(
		job_hint(message, step->job_ptr, start_time(step)));
	uint32_t component = step->step_id.step_het_comp;

	change->step_id = (int32_t)step->step_id.step_id;
	change->het_comp = component == NO_VAL ? -1 : (int64_t)component;
	change->assoc_id = change->job->assoc_id;
	change->start_time = change->job->start_time;
	change->tasks = task_count(step);
	change->task_count = count32(change->tasks);
	return change;
}

/* ----------------------------------------------------------------- start */

static void take_place(struct step_change *change, const step_record_t *step)
{
	const slurm_step_layout_t *layout = step->step_layout;

	if (storage_host() == HOST_SLURMDBD) {
		change->node_list = wire_text(step->job_ptr->nodes);
		change->node_index = wire_text(step->network); /* proc_req.c */
		change->node_count = layout ? layout->node_cnt : COLUMN_NULL;
		change->task_dist = layout ? layout->task_dist : COLUMN_NULL;
		return;
	}
	if (step->step_node_bitmap)
		change->node_index = bit_fmt_full(step->step_node_bitmap);
	if (layout && layout->task_cnt) {
		change->node_list = wire_text(layout->node_list);
		change->node_count = layout->node_cnt;
		change->task_dist = layout->task_dist;
	} else {
		change->node_list = wire_text(step->job_ptr->nodes);
		change->node_count = step->job_ptr->total_nodes;
	}
}

struct record step_start_record(struct storage_conn *conn, step_record_t *step)
{
	struct step_change *change = take("step start", step);

	change->lives = true;
	change->rank[STEP_GROUP_START] = STEP_STARTED;
	change->name = wire_text(step->name);
	change->container = wire_text(step->container);
	change->submit_line = wire_text(step->submit_line);
	take_place(change, step);
	change->req_cpufreq_min = count32(step->cpu_freq_min);
	change->req_cpufreq_max = count32(step->cpu_freq_max);
	change->req_cpufreq_gov = count32(step->cpu_freq_gov);
	change->alloc_tres = wire_text(step->tres_alloc_str);
	return (struct record){ &step_start_kind, change };
}

/* ------------------------------------------------------------------- end */

/* How a step ended: its wait status, and its state where one was told. */
struct outcome {
	uint32_t wait_status;
	uint32_t state;
	bool told;
};

/* Without slurmdbd, slurmctld keeps the end of the batch script to itself and
 * cancels its step with the job (proc_req.c, step_mgr.c). Of a job that ended
 * by itself, the script's wait status is the job's. */
static bool is_script_of_ended_job(const step_record_t *step)
{
	return storage_host() == HOST_SLURMCTLD &&
	       step->step_id.step_id == SLURM_BATCH_SCRIPT &&
	       (IS_JOB_COMPLETE(step->job_ptr) ||
		IS_JOB_FAILED(step->job_ptr));
}

/* A step has no final state of its own unless slurmctld set one: then its
 * wait status tells. */
static struct outcome outcome_of(const step_record_t *step)
{
	struct outcome o = { .wait_status = step->exit_code,
			     .state = step->state & JOB_STATE_BASE };

	if (is_script_of_ended_job(step))
		o.wait_status = step->job_ptr->exit_code;
	else if (o.state >= JOB_COMPLETE)
		o.told = true;
	if (o.told)
		return o;
	if (o.wait_status == SIG_OOM)
		o.state = JOB_OOM;
	else if (WIFSIGNALED(o.wait_status))
		o.state = JOB_CANCELLED;
	else
		o.state = o.wait_status ? JOB_FAILED : JOB_COMPLETE;
	return o;
}

static char *cpu_time(uint64_t seconds, uint32_t microseconds)
{
	return xstrdup_printf("%" PRIu64 ".%06u seconds", seconds,
			      microseconds);
}

static uint64_t *copy(const uint64_t *values, int n)
{
	uint64_t *to = xcalloc(n, sizeof(*to));

	for (int i = 0; i < n; i++)
		to[i] = values ? values[i] : INFINITE64;
	return to;
}

static struct step_figures *take_figures(const struct jobacctinfo *from)
{
	struct step_figures *to = xmalloc(sizeof(*to));
	const uint64_t *const value[USAGE_WAYS][USAGE_SLOTS] = {
		[USAGE_IN] = {
			[USAGE_MAX] = from->tres_usage_in_max,
			[USAGE_MAX_NODE] = from->tres_usage_in_max_nodeid,
			[USAGE_MAX_TASK] = from->tres_usage_in_max_taskid,
			[USAGE_MIN] = from->tres_usage_in_min,
			[USAGE_MIN_NODE] = from->tres_usage_in_min_nodeid,
			[USAGE_MIN_TASK] = from->tres_usage_in_min_taskid,
			[USAGE_TOT] = from->tres_usage_in_tot,
		},
		[USAGE_OUT] = {
			[USAGE_MAX] = from->tres_usage_out_max,
			[USAGE_MAX_NODE] = from->tres_usage_out_max_nodeid,
			[USAGE_MAX_TASK] = from->tres_usage_out_max_taskid,
			[USAGE_MIN] = from->tres_usage_out_min,
			[USAGE_MIN_NODE] = from->tres_usage_out_min_nodeid,
			[USAGE_MIN_TASK] = from->tres_usage_out_min_taskid,
			[USAGE_TOT] = from->tres_usage_out_tot,
		},
	};

	to->n = from->tres_ids ? from->tres_count : 0;
	to->tres_id = xcalloc(to->n, sizeof(*to->tres_id));
	if (to->n)
		memcpy(to->tres_id, from->tres_ids,
		       to->n * sizeof(*to->tres_id));
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = USAGE_AVE + 1; s < USAGE_SLOTS; s++)
			to->value[w][s] = copy(value[w][s], to->n);
	return to;
}

static void take_usage(struct step_change *change,
		       const struct jobacctinfo *jobacct)
{
	uint64_t energy = jobacct->energy.consumed_energy;

	change->user_cpu =
		cpu_time(jobacct->user_cpu_sec, jobacct->user_cpu_usec);
	change->system_cpu =
		cpu_time(jobacct->sys_cpu_sec, jobacct->sys_cpu_usec);
	change->act_cpufreq = count32(jobacct->act_cpufreq);
	change->consumed_energy =
		energy > INT64_MAX ? COLUMN_NULL : (int64_t)energy;
	change->figures = take_figures(jobacct);
}

struct record step_complete_record(struct storage_conn *conn,
				   step_record_t *step)
{
	struct step_change *change = take("step end", step);
	struct outcome outcome = outcome_of(step);
	bool gathered = storage_host() == HOST_SLURMDBD ||
			(step->job_ptr->bit_flags & TRES_STR_CALC);

	change->rank[STEP_GROUP_START] = STEP_START_HINT;
	change->rank[STEP_GROUP_END] = STEP_ENDED;
	change->end_time = storage_host() == HOST_SLURMDBD
				   ? moment(step->job_ptr->end_time)
				   : time(NULL);
	if (!change->end_time)
		change->end_time = change->start_time;
	change->state = job_state_name(outcome.state);
	change->exit_code = count32(outcome.wait_status);
	/* who sent a signal says nothing of one that ended well by itself */
	if (outcome.told || outcome.state != JOB_COMPLETE)
		change->kill_user_id = count32(step->requid);
	if (step->jobacct)
		take_usage(change, step->jobacct);
	/* the step that ends last knows the energy of the whole job */
	if (step->job_ptr->tres_alloc_str && gathered) {
		change->job->rank[JOB_GROUP_ALLOC] = ALLOC_LAST_STEP;
		change->job->alloc_tres =
			wire_text(step->job_ptr->tres_alloc_str);
	}
	return (struct record){ &step_end_kind, change };
}
