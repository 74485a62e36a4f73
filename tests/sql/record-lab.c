/*
 * record-lab.c - the plugin's own code against a private server, in one process
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record-lab.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static int reported, failed;

void lab_ok(bool good, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("%sok %d - ", good ? "" : "not ", ++reported);
	vprintf(format, args);
	printf("\n");
	va_end(args);
	fflush(stdout);
	failed += !good;
}

int lab_done(void)
{
	printf("1..%d\n", reported);
	return failed ? 1 : 0;
}

static void bail(const char *why)
{
	printf("Bail out! %s\n", why);
	exit(1);
}

void lab_start(const char *host, int port, const char *user, const char *dbname)
{
	log_options_t options = LOG_OPTS_STDERR_ONLY;

	options.stderr_level = LOG_LEVEL_ERROR;
	log_init("slurmdbd", options, SYSLOG_FACILITY_DAEMON, NULL);
	slurm_conf.accounting_storage_host = xstrdup(host);
	slurm_conf.accounting_storage_port = port;
	slurm_conf.accounting_storage_user = xstrdup(user);
	slurm_conf.accounting_storage_params =
		xstrdup_printf("dbname=%s", dbname);
	if (storage_host() != HOST_SLURMDBD)
		bail("this process does not pass for slurmdbd");
	if (storage_init() != SLURM_SUCCESS)
		bail("no database");
}

struct storage_conn *lab_open(const char *cluster)
{
	static const struct pg_statement add = {
		"lab_cluster", "INSERT INTO slurm_data.cluster (name)"
			       " VALUES ($1) ON CONFLICT DO NOTHING"
	};
	struct storage_conn *conn = storage_open(1, true, cluster);
	struct pg_params params = { 0 };

	pg_add_text(&params, cluster);
	if (!conn || storage_query(conn, &add, &params, NULL) != SLURM_SUCCESS)
		bail("no cluster");
	pg_params_free(&params);
	return conn;
}

const char *lab_sql(struct storage_conn *conn, const char *sql)
{
	static char *text;
	const struct pg_statement statement = { "lab_sql", sql };
	struct pg_result *result = NULL;
	struct pg_params params = { 0 };

	xfree(text);
	text = xstrdup("");
	if (strstr(sql, "$1"))
		pg_add_text(&params, conn->cluster_name);
	if (storage_query(conn, &statement, &params, &result))
		return "(an error)";
	for (int r = 0; r < pg_rows(result); r++) {
		for (int c = 0; c < pg_columns(result); c++)
			xstrfmtcat(text, "%s%s",
				   c   ? " "
				   : r ? ", "
				       : "",
				   pg_is_null(result, r, c)
					   ? "-"
					   : pg_text(result, r, c));
	}
	pg_result_free(&result);
	pg_params_free(&params);
	return text;
}

void lab_is(struct storage_conn *conn, const char *sql, const char *expected,
	    const char *what)
{
	const char *got = lab_sql(conn, sql);

	lab_ok(!strcmp(got, expected), "%s", what);
	if (strcmp(got, expected))
		printf("#   got      %s\n#   expected %s\n", got, expected);
}

void lab_job(struct lab_job *j, uint32_t id, time_t submit)
{
	memset(j, 0, sizeof(*j));
	j->job.job_id = id;
	j->job.details = &j->details;
	j->job.array_recs = &j->array;
	j->job.user_id = 1000;
	j->job.group_id = 100;
	j->job.requid = -1;
	j->job.account = "phys";
	j->job.name = "a job";
	j->job.partition = "debug";
	j->job.tres_req_str = "1=4,2=8000,4=1,5=4";
	j->job.time_limit = 60;
	j->job.priority = 100;
	j->details.submit_time = submit;
	j->details.begin_time = submit;
	j->details.min_cpus = 4;
	j->details.pn_min_memory = 2000 | MEM_PER_CPU;
}

struct record lab_pending(struct lab_job *j)
{
	j->job.job_state = JOB_PENDING;
	j->job.start_time = 0;
	return job_start_record(NULL, &j->job);
}

struct record lab_running(struct lab_job *j, time_t start)
{
	struct record record;

	j->job.job_state &= ~JOB_STATE_BASE;
	j->job.job_state |= JOB_RUNNING;
	j->job.start_time = start;
	j->job.nodes = "n[1-2]";
	j->job.network = "0-1";
	j->job.total_nodes = 2;
	j->job.tres_alloc_str = "1=4,2=8000,3=18446744073709551614,4=2,5=4";
	record = job_start_record(NULL, &j->job);
	j->job.nodes = j->job.network = j->job.tres_alloc_str = NULL;
	j->job.total_nodes = 0;
	return record;
}

struct record lab_ended(struct lab_job *j, uint32_t state, time_t start,
			time_t end)
{
	struct record record;

	j->job.job_state = state;
	j->job.start_time = start;
	j->job.end_time = end;
	j->job.nodes = "n[1-2]";
	j->job.tres_alloc_str = "1=4,2=8000,3=120,4=2,5=4";
	record = job_complete_record(NULL, &j->job);
	j->job.nodes = j->job.tres_alloc_str = NULL;
	return record;
}

struct record lab_suspended(struct lab_job *j, bool suspends, time_t at)
{
	j->job.job_state = suspends ? JOB_SUSPENDED : JOB_RUNNING;
	j->job.suspend_time = at;
	return suspension_record(NULL, &j->job);
}

struct record lab_step_started(struct lab_job *j, uint32_t id, time_t start)
{
	slurm_step_layout_t layout = { .node_cnt = 2, .task_dist = 1 };
	step_record_t step = { .job_ptr = &j->job, .step_layout = &layout };
	struct record record;

	step.step_id = (slurm_step_id_t){ .job_id = j->job.job_id,
					  .step_id = id,
					  .step_het_comp = NO_VAL };
	step.name = "a step";
	step.network = "0-1";
	step.cpu_freq_min = step.cpu_freq_max = step.cpu_freq_gov = NO_VAL;
	step.tres_alloc_str = "1=4,2=8000,4=2";
	step.start_time = j->job.start_time = start;
	j->job.nodes = "n[1-2]";
	j->details.num_tasks = 4;
	record = step_start_record(NULL, &step);
	j->job.nodes = NULL;
	return record;
}

struct record lab_step_ended(struct lab_job *j, uint32_t id, time_t start,
			     time_t end, struct jobacctinfo *usage)
{
	step_record_t step = { .job_ptr = &j->job,
			       .requid = -1,
			       .jobacct = usage };

	step.step_id = (slurm_step_id_t){ .job_id = j->job.job_id,
					  .step_id = id,
					  .step_het_comp = NO_VAL };
	j->job.start_time = start;
	j->job.end_time = end;
	j->details.num_tasks = 4;
	return step_complete_record(NULL, &step);
}

struct record lab_flushed(time_t at)
{
	return job_flush_record(NULL, at);
}

void lab_store(struct storage_conn *conn, struct record record)
{
	const char *name = record.kind->name;

	if (record_submit(conn, record) != SLURM_SUCCESS)
		lab_ok(false, "a record (%s) is stored", name);
}

static void permute(int *order, int n, int from,
		    void (*fn)(const int *, int, void *), void *arg)
{
	if (from == n)
		fn(order, n, arg);
	for (int i = from; i < n; i++) {
		int first = order[i];

		order[i] = order[from];
		order[from] = first;
		permute(order, n, from + 1, fn, arg);
		order[from] = order[i];
		order[i] = first;
	}
}

void lab_orders(int n, void (*fn)(const int *order, int n, void *arg),
		void *arg)
{
	int order[8];

	for (int i = 0; i < n; i++)
		order[i] = i;
	permute(order, n, 0, fn, arg);
}
