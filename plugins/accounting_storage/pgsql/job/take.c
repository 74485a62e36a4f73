/*
 * take.c - what slurmctld reports of a job, copied
 *
 * What each report carries follows accounting_storage/slurmdbd's messages,
 * for slurmctld's own job_record_t holds more, and other, than they do.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/wire.h"
#include "job.h"
#include "state.h"

/* Only slurmctld has it; elsewhere the address is NULL. */
extern void build_array_str(job_record_t *job_ptr) __attribute__((weak));

static int64_t count32(uint32_t value)
{
	return value == NO_VAL || value == INFINITE ? COLUMN_NULL : value;
}

/* An id of which 0 is none. */
static int64_t id32(uint32_t value)
{
	return value ? count32(value) : COLUMN_NULL;
}

static time_t moment(time_t t)
{
	return t == NO_VAL || t == INFINITE || t < 0 ? 0 : t;
}

static uint32_t base_state(const job_record_t *job)
{
	return job->job_state & JOB_STATE_BASE;
}

static bool has_finished(const job_record_t *job)
{
	return base_state(job) > JOB_SUSPENDED;
}

/* A job that waits has an expected start time, which Slurm's caller clears;
 * one that is being requeued keeps that of the record to be closed. */
static bool has_started(const job_record_t *job)
{
	return base_state(job) != JOB_PENDING || moment(job->start_time);
}

time_t job_submit_time(const job_record_t *job)
{
	if (job->resize_time)
		return moment(job->resize_time);
	return job->details ? moment(job->details->submit_time) : 0;
}

struct job_change *job_hint(const char *message, const job_record_t *job,
			    time_t start)
{
	struct job_change *change = job_change_new(message);

	job_change_identify(change, job->db_index, job->job_id,
			    job_submit_time(job));
	change->rank[JOB_GROUP_SUBMIT] = SUBMIT_HINT;
	change->assoc_id = id32(job->assoc_id);
	change->rank[JOB_GROUP_START] = START_STEP_HINT;
	change->start_time = moment(start);
	change->lives = true;
	return change;
}

/* ----------------------------------------------------------------- start */

static void take_names(struct job_change *change, const job_record_t *job)
{
	bool pending = base_state(job) == JOB_PENDING;

	change->account = wire_text(job->account);
	change->user_name = wire_text(job->user_name);
	change->wckey = wire_text(job->wckey);
	change->name = wire_text(job->name);
	if (!change->name)
		change->name = xstrdup("allocation");
	change->partition =
		wire_text(!pending && job->part_ptr ? job->part_ptr->name
						    : job->partition);
	change->container = wire_text(job->container);
	change->mcs_label = wire_text(job->mcs_label);
	change->user_id = job->user_id;
	change->group_id = job->group_id;
	change->assoc_id = id32(job->assoc_id);
	change->qos_id = id32(job->qos_id);
	change->resv_id = id32(job->resv_id);
}

static void take_limits(struct job_change *change, const job_record_t *job)
{
	if (job->time_limit == INFINITE)
		change->time_limit_mins = -1;
	else
		change->time_limit_mins = count32(job->time_limit);
	change->priority = count32(job->priority);
	change->flags = (int64_t)job->db_flags | SLURMDB_JOB_FLAG_START_R;
	change->state_reason = job->state_reason_prev_db;
	/* A task that waits for its array's task limit could not run, so
	 * the time does not count as waiting. */
	if (job->resize_time)
		change->eligible_time = moment(job->resize_time);
	else if (job->details && job->state_reason != WAIT_ARRAY_TASK_LIMIT)
		change->eligible_time = moment(job->details->begin_time);
}

static void take_details(struct job_change *change, const job_record_t *job)
{
	/* slurmdbd has them in features, whatever the state */
	bool in_use = job->details->features_use && base_state(job);
	uint64_t memory = job->details->pn_min_memory;

	change->constraints = wire_text(in_use ? job->details->features_use
					       : job->details->features);
	change->work_dir = wire_text(job->details->work_dir);
	change->submit_line = wire_text(job->details->submit_line);
	change->min_cpus = count32(job->details->min_cpus);
	if (memory == NO_VAL64 || memory == INFINITE64)
		return;
	change->req_mem_per_cpu = (memory & MEM_PER_CPU) != 0;
	change->req_mem_asked_mb = memory & ~MEM_PER_CPU;
}

static void take_array(struct job_change *change, job_record_t *job)
{
	if (job->array_job_id) {
		change->array_job_id = job->array_job_id;
		change->array_task_id = count32(job->array_task_id);
	}
	if (job->het_job_id) {
		change->het_job_id = job->het_job_id;
		change->het_job_offset = count32(job->het_job_offset);
	}
	if (build_array_str && storage_host() == HOST_SLURMCTLD) {
		build_array_str(job);
#ifdef JOB_UPDATE_DB
		/* it asks for this very report (until 23.11) */
		job->job_state &= ~JOB_UPDATE_DB;
#endif
	}
	if (!job->array_recs || !job->array_recs->task_id_str)
		return;
	change->array_task_str = wire_text(job->array_recs->task_id_str);
	change->array_max_tasks = count32(job->array_recs->max_run_tasks);
	change->array_task_pending = count32(job->array_recs->task_cnt);
}

static void take_allocation(struct job_change *change, const job_record_t *job)
{
	bool finished = has_finished(job);

	change->rank[JOB_GROUP_START] =
		finished ? START_FINISHED : START_RUNNING;
	change->start_time =
		moment(job->resize_time ? job->resize_time : job->start_time);
	change->node_list = wire_text(job->nodes);
	if (storage_host() == HOST_SLURMDBD)
		change->node_index = wire_text(job->network); /* proc_req.c */
	else if (job->node_bitmap)
		change->node_index = bit_fmt_full(job->node_bitmap);
	change->gres_used = wire_text(job->gres_used);
	if (!job->tres_alloc_str && !job->total_nodes)
		return;
	change->rank[JOB_GROUP_ALLOC] = finished ? ALLOC_FINISHED : ALLOC_START;
	change->alloc_tres = wire_text(job->tres_alloc_str);
	change->alloc_nodes = id32(job->total_nodes);
}

static void take_hashes(struct job_change *change, const job_record_t *job)
{
	if (!job->details->script_hash && !job->details->env_hash)
		return;
	change->rank[JOB_GROUP_SCRIPT] = SCRIPT_KNOWN;
	change->script_hash = wire_text(job->details->script_hash);
	change->env_hash = wire_text(job->details->env_hash);
}

static int submit_rank(const job_record_t *job)
{
	if (has_finished(job))
		return SUBMIT_FINISHED;
	return has_started(job) ? SUBMIT_RUNNING : SUBMIT_PENDING;
}

struct record job_start_record(struct storage_conn *conn, job_record_t *job)
{
	struct job_change *change = job_change_new("start");

	job_change_identify(change, job->db_index, job->job_id,
			    job_submit_time(job));
	job->db_index = change->db_index;
	change->lives = !has_finished(job);
	change->rank[JOB_GROUP_SUBMIT] = submit_rank(job);
	take_names(change, job);
	take_limits(change, job);
	take_array(change, job);
	change->req_tres = wire_text(job->tres_req_str);
	if (job->details) {
		take_details(change, job);
		take_hashes(change, job);
	}
	if (has_started(job))
		take_allocation(change, job);
	return (struct record){ &job_start_kind, change };
}

/* ------------------------------------------------------------------- end */

static void take_end(struct job_change *change, const job_record_t *job)
{
	uint32_t state = base_state(job);
	time_t end = moment(job->end_time);

	change->rank[JOB_GROUP_END] = END_FINAL;
	if (job->job_state & JOB_RESIZING) {
		end = moment(job->resize_time);
		state = JOB_RESIZING;
	} else if (job->job_state & JOB_REQUEUE) {
		state = JOB_REQUEUE;
	} else if (job->job_state & JOB_REVOKED) {
		state = JOB_REVOKED;
	}
	if (state == JOB_RESIZING || state == JOB_REQUEUE)
		change->rank[JOB_GROUP_END] = END_CONTINUED;
	/* it must have an end, or it would be open for ever */
	if (!end)
		end = moment(job->start_time);
	change->end_time = end ? end : job_submit_time(job);
	change->state = job_state_name(state);
	/* 1 is Slurm's own word for failure, not a signal */
	change->exit_code = job->exit_code == 1 ? 256 : (int32_t)job->exit_code;
	change->kill_user_id = count32(job->requid);
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
	change->failed_node = wire_text(job->failed_node);
#endif
}

/* What stands where no start arrives. One that never ran has the time of its
 * end as its start. */
static void take_end_hints(struct job_change *change, const job_record_t *job)
{
	time_t start =
		moment(job->resize_time && !(job->job_state & JOB_RESIZING)
			       ? job->resize_time
			       : job->start_time);

	change->rank[JOB_GROUP_SUBMIT] = SUBMIT_HINT;
	change->assoc_id = id32(job->assoc_id);
	if (!start || start >= change->end_time)
		return;
	change->rank[JOB_GROUP_START] = START_END_HINT;
	change->start_time = start;
	change->node_list = wire_text(job->nodes);
}

struct record job_complete_record(struct storage_conn *conn, job_record_t *job)
{
	struct job_change *change = job_change_new("end");
	bool send_comment = storage_host() == HOST_SLURMDBD ||
			    (slurm_conf.conf_flags & CONF_FLAG_SJC);

	job_change_identify(change, job->db_index, job->job_id,
			    job_submit_time(job));
	take_end(change, job);
	take_end_hints(change, job);
	if (job->tres_alloc_str && !(job->bit_flags & TRES_STR_CALC)) {
		change->rank[JOB_GROUP_ALLOC] = ALLOC_END;
		change->alloc_tres = wire_text(job->tres_alloc_str);
	}
	change->rank[JOB_GROUP_ADMIN] = ADMIN_END;
	change->derived_exit_code = job->derived_ec == NO_VAL
					    ? COLUMN_NULL
					    : (int32_t)job->derived_ec;
	change->comment = send_comment ? wire_text(job->comment) : NULL;
	change->system_comment = wire_text(job->system_comment);
	change->admin_comment = wire_text(job->admin_comment);
	return (struct record){ &job_end_kind, change };
}
