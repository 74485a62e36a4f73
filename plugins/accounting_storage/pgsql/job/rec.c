/*
 * rec.c - a row of slurm_data.job as Slurm's record
 *
 * What stands for a column that is NULL is what accounting_storage/mysql's
 * tables hold there, since sacct prints it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rec.h"

#include "state.h"

/* Columns of job_find.sql before those of columns.def. */
enum {
	CLUSTER_ID,
	DB_INDEX,
	JOB_ID,
	SUBMIT_TIME,
	STATE,
	SUSPENDED_SECONDS,
	SUSPENDED_SINCE,
	SUSPENDED_CLIPPED,
	ACCOUNT,
	USER_NAME,
	WCKEY_ID,
	RESV_NAME,
	FIRST
};

void job_row_read(const struct pg_result *row, struct job_row *r)
{
	memset(r, 0, sizeof(*r));
	r->cluster_id = pg_int(row, 0, CLUSTER_ID, 0);
	r->columns.db_index = (uint64_t)pg_int(row, 0, DB_INDEX, 0);
	r->columns.job_id = pg_int(row, 0, JOB_ID, 0);
	r->submit_time = pg_time(row, 0, SUBMIT_TIME);
	r->state = pg_text(row, 0, STATE);
	r->suspended_seconds = pg_int(row, 0, SUSPENDED_SECONDS, 0);
	r->suspended_since = pg_time(row, 0, SUSPENDED_SINCE);
	r->suspended_clipped = pg_int(row, 0, SUSPENDED_CLIPPED, 0);
	r->account = pg_text(row, 0, ACCOUNT);
	r->user = pg_text(row, 0, USER_NAME);
	r->wckey_id = pg_int(row, 0, WCKEY_ID, 0);
	r->resv_name = pg_text(row, 0, RESV_NAME);
	columns_init(&job_table, &r->columns);
	columns_read(&job_table, row, FIRST, &r->columns);
}

void job_row_free(struct job_row *r)
{
	columns_free(&job_table, &r->columns);
}

static char *take(char **text)
{
	char *taken = *text;

	*text = NULL;
	return taken;
}

static char *take_or(char **text, const char *otherwise)
{
	return *text ? take(text) : xstrdup(otherwise);
}

static uint32_t count_or(int64_t value, uint32_t otherwise)
{
	return value == COLUMN_NULL ? otherwise : (uint32_t)value;
}

static void set_names(slurmdb_job_rec_t *job, struct job_row *row)
{
	struct job_change *c = &row->columns;

	/* a user or account may have got another name since */
	job->user = row->user[0] ? xstrdup(row->user) : take(&c->user_name);
	job->account = row->account[0] ? xstrdup(row->account) :
					 take(&c->account);
	job->wckey = take_or(&c->wckey, "");
	job->wckeyid = row->wckey_id;
	job->mcs_label = take_or(&c->mcs_label, "");
	job->jobname = take_or(&c->name, "allocation");
	job->partition = take_or(&c->partition, "");
	job->constraints = take_or(&c->constraints, "");
	job->container = take(&c->container);
	job->work_dir = take_or(&c->work_dir, "");
	job->submit_line = take(&c->submit_line);
	job->nodes = take_or(&c->node_list, "None assigned");
	job->resv_name = row->resv_name[0] ? xstrdup(row->resv_name) : NULL;
	job->admin_comment = take(&c->admin_comment);
	job->system_comment = take(&c->system_comment);
	job->derived_es = take(&c->comment);
	job->used_gres = take(&c->gres_used);
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
	job->failed_node = take(&c->failed_node);
#endif
}

static void set_ids(slurmdb_job_rec_t *job, const struct job_row *row)
{
	const struct job_change *c = &row->columns;

	job->db_index = c->db_index;
	job->jobid = c->job_id;
	job->associd = count_or(c->assoc_id, 0);
	job->uid = count_or(c->user_id, 0);
	job->gid = count_or(c->group_id, 0);
	job->qosid = count_or(c->qos_id, 0);
	job->resvid = count_or(c->resv_id, 0);
	job->array_job_id = count_or(c->array_job_id, 0);
	job->array_task_id = count_or(c->array_task_id, NO_VAL);
	job->array_max_tasks = count_or(c->array_max_tasks, 0);
	job->het_job_id = count_or(c->het_job_id, 0);
	job->het_job_offset = count_or(c->het_job_offset, NO_VAL);
}

static void set_request(slurmdb_job_rec_t *job, const struct job_row *row)
{
	const struct job_change *c = &row->columns;

	job->req_cpus = count_or(c->min_cpus, 0);
	job->req_mem = c->req_mem_asked_mb == COLUMN_NULL ?
			       0 :
			       (uint64_t)c->req_mem_asked_mb;
	if (c->req_mem_per_cpu == 1)
		job->req_mem |= MEM_PER_CPU;
	if (c->time_limit_mins < 0 && c->time_limit_mins != COLUMN_NULL)
		job->timelimit = INFINITE;
	else
		job->timelimit = count_or(c->time_limit_mins, NO_VAL);
	job->priority = count_or(c->priority, 0);
	job->flags = count_or(c->flags, 0) | SLURMDB_JOB_FLAG_START_R;
	job->state_reason_prev = count_or(c->state_reason, 0);
	job->alloc_nodes = count_or(c->alloc_nodes, 0);
}

static void set_end(slurmdb_job_rec_t *job, const struct job_row *row)
{
	const struct job_change *c = &row->columns;

	job->state = job_state_number(row->state);
	job->exitcode = count_or(c->exit_code, 0);
	job->derived_ec = count_or(c->derived_exit_code, 0);
	job->requid = count_or(c->kill_user_id, INFINITE);
}

static void set_tres(slurmdb_job_rec_t *job, struct job_row *row,
		     struct tres_map *tres)
{
	struct job_change *c = &row->columns;
	struct tres_amounts req = { c->req_cpus, c->req_mem_mb, c->req_nodes,
				    c->req_billing, c->req_other_tres };
	struct tres_amounts alloc = { c->alloc_cpus, c->alloc_mem_mb,
				      c->alloc_nodes, c->alloc_billing,
				      c->alloc_other_tres };

	job->tres_req_str = tres_join(&req, tres_map_id, tres);
	/* nodes alone are a number of nodes, not an allocation of TRES */
	if (alloc.cpus != TRES_NULL || alloc.mem_mb != TRES_NULL ||
	    alloc.billing != TRES_NULL || alloc.other)
		job->tres_alloc_str = tres_join(&alloc, tres_map_id, tres);
}

/* ----------------------------------------------------------------- times */

/* Shown as far as they lie in the window; suspension that lasts is not
 * counted, as accounting_storage/mysql does not. */
static void clip_times(const struct job_question *q, slurmdb_job_rec_t *job,
		       const struct job_row *row)
{
	if (job->start && job->start < q->clip_start)
		job->start = q->clip_start;
	if (!job->end || job->end > q->clip_end)
		job->end = q->clip_end;
	if (!job->start)
		job->start = job->end;
	job->suspended = row->suspended_clipped;
	job->elapsed = job->end - job->start - job->suspended;
}

static void whole_times(const struct job_question *q, slurmdb_job_rec_t *job,
			const struct job_row *row)
{
	job->suspended = row->suspended_seconds;
	if (job->state == JOB_SUSPENDED && row->suspended_since)
		job->suspended += q->now - row->suspended_since;
	if (job->start)
		job->elapsed = (job->end ? job->end : q->now) - job->start;
	job->elapsed -= job->suspended;
}

static void set_times(const struct job_question *q, slurmdb_job_rec_t *job,
		      const struct job_row *row)
{
	const struct job_change *c = &row->columns;

	job->submit = row->submit_time;
	job->eligible = c->eligible_time;
	job->start = c->start_time;
	job->end = c->end_time;
	if (job->end && job->start > job->end)
		job->start = job->end;
	if (q->clips)
		clip_times(q, job, row);
	else
		whole_times(q, job, row);
	if ((int)job->elapsed < 0)
		job->elapsed = 0;
	/* it was cancelled before it ran */
	if (!job->start && job->end && (job->flags & SLURMDB_JOB_FLAG_START_R))
		job->start = NO_VAL;
}

slurmdb_job_rec_t *job_rec(const struct job_question *q, const char *cluster,
			   struct tres_map *tres, struct job_row *row)
{
	slurmdb_job_rec_t *job = slurmdb_create_job_rec();
	struct job_change *c = &row->columns;

	job->cluster = xstrdup(cluster);
	job->array_task_str = take(&c->array_task_str);
	set_names(job, row);
	set_ids(job, row);
	set_request(job, row);
	set_end(job, row);
	set_tres(job, row, tres);
	set_times(q, job, row);
	job->show_full = job_question_whole(q, job);
	return job;
}
