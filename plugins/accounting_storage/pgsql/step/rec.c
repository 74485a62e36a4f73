/*
 * rec.c - a row of slurm_data.step as Slurm's record
 *
 * As job/rec.c: NULL is shown as accounting_storage/mysql's default.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../job/rec.h"
#include "../job/state.h"

/* Columns of step_find.sql before those of columns.def. */
enum {
	CLUSTER_ID,
	DB_INDEX,
	STEP_ID,
	HET_COMP,
	STATE,
	SUSPENDED_SECONDS,
	SUSPENDED_SINCE,
	FIRST
};

void step_row_read(const struct pg_result *row, struct step_row *r)
{
	memset(r, 0, sizeof(*r));
	r->cluster_id = pg_int(row, 0, CLUSTER_ID, 0);
	r->db_index = (uint64_t)pg_int(row, 0, DB_INDEX, 0);
	r->columns.step_id = pg_int(row, 0, STEP_ID, 0);
	r->columns.het_comp = pg_int(row, 0, HET_COMP, -1);
	r->state = pg_text(row, 0, STATE);
	r->suspended_seconds = pg_int(row, 0, SUSPENDED_SECONDS, 0);
	r->suspended_since = pg_time(row, 0, SUSPENDED_SINCE);
	columns_init(&step_table, &r->columns);
	columns_read(&step_table, row, FIRST, &r->columns);
}

void step_row_free(struct step_row *r)
{
	columns_free(&step_table, &r->columns);
}

static char *take(char **text)
{
	char *taken = *text;

	*text = NULL;
	return taken;
}

static uint32_t count_or(int64_t value, uint32_t otherwise)
{
	return value == COLUMN_NULL ? otherwise : (uint32_t)value;
}

/* --------------------------------------------------------------- figures */

/* "12.345678" */
static void set_cpu(const char *text, uint64_t *seconds_r,
		    uint32_t *microseconds_r)
{
	const char *point = text ? strchr(text, '.') : NULL;
	char digits[7] = "000000";

	*seconds_r = text ? strtoull(text, NULL, 10) : 0;
	for (int i = 0; point && i < 6 && point[i + 1]; i++)
		digits[i] = point[i + 1];
	*microseconds_r = strtoul(digits, NULL, 10);
}

static void set_cpu_times(slurmdb_step_rec_t *step, const struct step_change *c)
{
	set_cpu(c->user_cpu, &step->user_cpu_sec, &step->user_cpu_usec);
	set_cpu(c->system_cpu, &step->sys_cpu_sec, &step->sys_cpu_usec);
	step->tot_cpu_sec = step->user_cpu_sec + step->sys_cpu_sec;
	step->tot_cpu_usec = step->user_cpu_usec + step->sys_cpu_usec;
}

static void read_usage(struct usage *usage, const struct step_change *c)
{
	const char *const column[USAGE_TRES][USAGE_WAYS] = {
		[USAGE_CPU] = { c->cpu_in, c->cpu_out },
		[USAGE_MEM] = { c->mem_in, c->mem_out },
		[USAGE_VMEM] = { c->vmem_in, c->vmem_out },
		[USAGE_DISK] = { c->disk_in, c->disk_out },
		[USAGE_PAGES] = { c->pages_in, c->pages_out },
		[USAGE_ENERGY] = { c->energy_in, c->energy_out },
	};

	usage_init(usage);
	for (int t = 0; t < USAGE_TRES; t++)
		for (int w = 0; w < USAGE_WAYS; w++)
			usage_read_array(usage, t, w, column[t][w]);
	usage_read_other(usage, c->other_usage);
}

static void set_usage(slurmdb_stats_t *stats, const struct step_change *c,
		      struct tres_map *tres)
{
	char **const to[USAGE_WAYS][USAGE_SLOTS] = {
		[USAGE_IN] = {
			[USAGE_AVE] = &stats->tres_usage_in_ave,
			[USAGE_MAX] = &stats->tres_usage_in_max,
			[USAGE_MAX_NODE] = &stats->tres_usage_in_max_nodeid,
			[USAGE_MAX_TASK] = &stats->tres_usage_in_max_taskid,
			[USAGE_MIN] = &stats->tres_usage_in_min,
			[USAGE_MIN_NODE] = &stats->tres_usage_in_min_nodeid,
			[USAGE_MIN_TASK] = &stats->tres_usage_in_min_taskid,
			[USAGE_TOT] = &stats->tres_usage_in_tot,
		},
		[USAGE_OUT] = {
			[USAGE_AVE] = &stats->tres_usage_out_ave,
			[USAGE_MAX] = &stats->tres_usage_out_max,
			[USAGE_MAX_NODE] = &stats->tres_usage_out_max_nodeid,
			[USAGE_MAX_TASK] = &stats->tres_usage_out_max_taskid,
			[USAGE_MIN] = &stats->tres_usage_out_min,
			[USAGE_MIN_NODE] = &stats->tres_usage_out_min_nodeid,
			[USAGE_MIN_TASK] = &stats->tres_usage_out_min_taskid,
			[USAGE_TOT] = &stats->tres_usage_out_tot,
		},
	};
	struct usage usage;

	read_usage(&usage, c);
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = 0; s < USAGE_SLOTS; s++)
			*to[w][s] = usage_string(&usage, w, s, tres_map_id,
						 tres);
	usage_free(&usage);
}

/* What was not gathered is NO_VAL, if anything was gathered (JobAcctGatherType)
 * and the step has ended. */
static void set_stats(slurmdb_step_rec_t *step, const struct step_change *c,
		      struct tres_map *tres)
{
	bool ended = c->rank[STEP_GROUP_END] == STEP_ENDED && c->user_cpu;

	set_usage(&step->stats, c, tres);
	step->stats.act_cpufreq = count_or(c->act_cpufreq, ended ? NO_VAL : 0);
	if (c->consumed_energy != COLUMN_NULL)
		step->stats.consumed_energy = c->consumed_energy;
	else
		step->stats.consumed_energy = ended ? NO_VAL64 : 0;
	set_cpu_times(step, c);
}

/* ----------------------------------------------------------------- times */

static void clip_times(const struct job_question *q, slurmdb_step_rec_t *step)
{
	if (step->start && step->start < q->clip_start)
		step->start = q->clip_start;
	if (!step->start && step->end)
		step->start = step->end;
	if (!step->end || step->end > q->clip_end)
		step->end = q->clip_end;
	if (step->start && step->end && step->start > step->end)
		step->start = step->end = 0;
}

static void set_times(const struct job_question *q, slurmdb_step_rec_t *step,
		      const slurmdb_job_rec_t *job, bool ended,
		      const struct step_row *row)
{
	step->start = row->columns.start_time;
	step->end = row->columns.end_time;
	if (!step->end && ended) {
		step->end = job->end;
		step->state = job->state;
	}
	if (q->clips && q->clip_start)
		clip_times(q, step);
	step->suspended = row->suspended_seconds;
	if (step->state == JOB_SUSPENDED && row->suspended_since)
		step->suspended += q->now - row->suspended_since;
	step->elapsed = 0;
	if (step->start)
		step->elapsed = (step->end ? step->end : q->now) - step->start;
	step->elapsed -= step->suspended;
	if ((int)step->elapsed < 0)
		step->elapsed = 0;
}

static void set_request(slurmdb_step_rec_t *step, const struct step_change *c)
{
	uint32_t none = c->rank[STEP_GROUP_START] == STEP_STARTED ? NO_VAL : 0;

	step->nnodes = count_or(c->node_count, 0);
	step->ntasks = count_or(c->task_count, 0);
	step->task_dist = count_or(c->task_dist, 0);
	step->req_cpufreq_min = count_or(c->req_cpufreq_min, none);
	step->req_cpufreq_max = count_or(c->req_cpufreq_max, none);
	step->req_cpufreq_gov = count_or(c->req_cpufreq_gov, none);
}

slurmdb_step_rec_t *step_rec(const struct job_question *q,
			     slurmdb_job_rec_t *job, bool ended,
			     struct tres_map *tres, struct step_row *row)
{
	slurmdb_step_rec_t *step = slurmdb_create_step_rec();
	struct step_change *c = &row->columns;
	struct tres_amounts alloc = { c->alloc_cpus, c->alloc_mem_mb,
				      c->alloc_nodes, c->alloc_billing,
				      c->alloc_other_tres };

	step->job_ptr = job;
	step->step_id.job_id = job->jobid;
	step->step_id.step_id = (uint32_t)c->step_id;
	step->step_id.step_het_comp = c->het_comp < 0 ? NO_VAL : c->het_comp;
	step->state = job_state_number(row->state);
	step->exitcode = count_or(c->exit_code, 0);
	step->requid = count_or(c->kill_user_id, INFINITE);
	step->stepname = c->name ? take(&c->name) : xstrdup("");
	step->nodes = c->node_list ? take(&c->node_list) : xstrdup("");
	step->container = take(&c->container);
	step->submit_line = take(&c->submit_line);
	step->tres_alloc_str = tres_join(&alloc, tres_map_id, tres);
	set_request(step, c);
	set_stats(step, c, tres);
	set_times(q, step, job, ended, row);
	return step;
}
