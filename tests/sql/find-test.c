/*
 * find-test.c - questions of sacct against ten years of jobs (see find)
 *
 *	find-test HOST PORT USER DATABASE
 *
 * The answers are held against SQL of this file's own; the plans are those of
 * the very statements and parameters that the plugin sends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record-lab.h"

#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/job/find.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "plugins/accounting_storage/pgsql/storage/lists.h"

/* Of a question, design: under 60 locks, under 5 ms of planning. */
#define LOCKS 60
#define PLANNING_MS 5.0

static struct storage_conn *conn;

struct ask {
	slurmdb_job_cond_t cond;
	slurm_list_t lists[8];
	int n;
};

static struct ask ask_new(const char *start, const char *end)
{
	struct ask a = { .cond = { .db_flags = SLURMDB_JOB_FLAG_NOTSET } };

	if (start)
		a.cond.usage_start = parse_time((char *)start, 0);
	if (end)
		a.cond.usage_end = parse_time((char *)end, 0);
	a.cond.flags = JOBCOND_FLAG_NO_TRUNC;
	a.cond.cluster_list = a.lists[a.n++] = list_create(xfree_ptr);
	list_append(a.cond.cluster_list, xstrdup("ten"));
	return a;
}

/* A list of the words of text. */
static slurm_list_t words(struct ask *a, const char *text)
{
	slurm_list_t list = list_create(xfree_ptr);
	char *copy = xstrdup(text), *save = NULL;

	for (char *word = strtok_r(copy, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		list_append(list, xstrdup(strcmp(word, "''") ? word : ""));
	xfree(copy);
	return a->lists[a->n++] = list;
}

static void state(struct ask *a, uint32_t number)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	a->cond.state_list = words(a, text);
}

static void free_selected(void *x)
{
	xfree(x);
}

static void select_job(struct ask *a, uint32_t id, uint32_t task,
		       uint32_t offset, uint32_t step)
{
	slurm_selected_step_t *selected = xmalloc(sizeof(*selected));

	if (!a->cond.step_list)
		a->cond.step_list = a->lists[a->n++] =
			list_create(free_selected);
	selected->step_id.job_id = id;
	selected->step_id.step_id = step;
	selected->step_id.step_het_comp = NO_VAL;
	selected->array_task_id = task;
	selected->het_job_offset = offset;
	list_append(a->cond.step_list, selected);
}

static void ask_free(struct ask *a)
{
	for (int i = 0; i < a->n; i++)
		FREE_NULL_LIST(a->lists[i]);
}

/* ------------------------------------------------------------------ plans */

struct plan {
	double planning_ms;
	int64_t locks;
	bool seq_scan; /* of a month with rows */
	char *text;
};

static bool take_line(const struct pg_result *row, void *arg)
{
	struct plan *plan = arg;
	const char *line = pg_text(row, 0, 0);

	xstrfmtcat(plan->text, "#   %s\n", line);
	sscanf(line, "Planning Time: %lf ms", &plan->planning_ms);
	/* the months around it are too small for an index */
	if (strstr(line, "Seq Scan on job_2020_02") ||
	    strstr(line, "Seq Scan on job_2020_03") ||
	    strstr(line, "Seq Scan on step_2020_02") ||
	    strstr(line, "Seq Scan on step_2020_03"))
		plan->seq_scan = true;
	return true;
}

static void explain(const struct pg_statement *statement,
		    const struct pg_params *params, struct plan *plan)
{
	static const struct pg_statement locks = {
		"locks", "SELECT count(*) FROM pg_locks"
			 " WHERE pid = pg_backend_pid() AND locktype = 'relation'"
	};
	struct pg_statement explain = { "explain", NULL };
	struct pg_result *result = NULL;
	char *text = xstrdup_printf("EXPLAIN (ANALYZE, SUMMARY) %s",
				    statement->text);

	explain.text = text;
	*plan = (struct plan){ 0 };
	if (pg_begin_snapshot(conn->pg) ||
	    storage_each(conn, &explain, params, take_line, plan) ||
	    storage_exec(conn, &locks, NULL, &result))
		exit(2);
	plan->locks = pg_int(result, 0, 0, 0);
	pg_result_free(&result);
	pg_rollback(conn->pg);
	xfree(text);
}

/* The planning time of a machine that does other things too: the least. */
static void judge(const struct pg_statement *statement,
		  const struct pg_params *params, const char *what,
		  bool by_index)
{
	const double planning_ms = PLANNING_MS;
	const int locks = LOCKS;
	struct plan plan, again;

	explain(statement, params, &plan);
	for (int i = 0; i < 4 && plan.planning_ms >= planning_ms; i++) {
		explain(statement, params, &again);
		if (again.planning_ms < plan.planning_ms)
			plan.planning_ms = again.planning_ms;
		xfree(again.text);
	}
	lab_ok(plan.locks < locks, "%s: %s takes %d locks, under %d", what,
	       statement->name, (int)plan.locks, locks);
	lab_ok(plan.planning_ms > 0 && plan.planning_ms < planning_ms,
	       "%s: %s is planned in %.1f ms, under %.0f", what,
	       statement->name, plan.planning_ms, planning_ms);
	if (by_index)
		lab_ok(!plan.seq_scan, "%s: %s reads no month row by row",
		       what, statement->name);
	if (plan.locks >= locks || plan.planning_ms >= planning_ms ||
	    (by_index && plan.seq_scan))
		printf("%s", plan.text);
	xfree(plan.text);
}

static bool collect(struct job_finding *f, slurm_list_t jobs)
{
	const void **item = list_to_array(jobs);

	f->found = xcalloc(list_count(jobs) + 1, sizeof(*f->found));
	for (int i = 0; i < list_count(jobs); i++) {
		const slurmdb_job_rec_t *job = item[i];

		f->found[f->n_found++] = (struct job_found){
			.cluster_id = f->scope.cluster_id[0],
			.db_index = (int64_t)job->db_index,
			.began = job->start,
			.ended = job->end,
		};
	}
	xfree(item);
	return f->n_found;
}

static void plan_of_steps(struct job_finding *f, slurm_list_t jobs,
			  const char *what)
{
	struct pg_params p = { 0 };
	struct pg_result *months = NULL;

	if (!collect(f, jobs)) {
		lab_ok(false, "%s: no job to ask the steps of", what);
		return;
	}
	if (step_find_months(f, &months))
		exit(2);
	step_find_bind(f, pg_text(months, 0, 0), pg_text(months, 0, 1), &p);
	judge(step_find_statement(), &p, what, true);
	pg_result_free(&months);
	pg_params_free(&p);
	xfree(f->found);
}

/* by_index: few of a month's jobs are asked. */
static void plans(struct ask *a, bool by_index, const char *what)
{
	struct job_question q;
	struct job_finding f = { .conn = conn, .question = &q };
	struct pg_params p = { 0 };
	slurm_list_t jobs = job_find(conn, 0, &a->cond);

	job_question_init(&q, &a->cond, time(NULL));
	if (!jobs || storage_enter(conn) || job_find_scope(&f, &q))
		exit(2);
	job_question_bind(&q, &f.scope, NULL, &p);
	judge(job_find_statement(), &p, what, by_index);
	pg_params_free(&p);
	plan_of_steps(&f, jobs, what);
	storage_leave(conn);
	job_scope_free(&f.scope);
	job_question_free(&q);
	FREE_NULL_LIST(jobs);
}

/* What sacctmgr show runawayjobs asks of a thousand jobs, at most a pass. */
static void test_plan_of_runaway(void)
{
	int64_t id[1000];
	time_t submit[1000];
	struct pg_params p = { 0 };

	for (int i = 0; i < 1000; i++) {
		id[i] = 12000 + i;
		submit[i] = 1740000000;
	}
	if (storage_enter(conn))
		exit(2);
	pg_add_int(&p, conn->cluster_id);
	pg_add_int_array(&p, id, 1000);
	pg_add_time_array(&p, submit, 1000);
	judge(&sql_job_runaway_find, &p, "a thousand runaway jobs", true);
	pg_params_free(&p);
	storage_leave(conn);
}

static void test_plans(void)
{
	struct ask a = ask_new("2020-03-10", "2020-03-11");

	plans(&a, false, "a day years ago");
	a.cond.userid_list = words(&a, "1003 1004");
	plans(&a, true, "two people's day years ago");
	ask_free(&a);

	a = ask_new("2020-03-10", "2020-03-11");
	state(&a, JOB_FAILED);
	plans(&a, true, "a day's failures");
	ask_free(&a);

	a = ask_new("2024-12-30", "2024-12-31");
	state(&a, JOB_RUNNING);
	plans(&a, false, "what ran on a day");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12345, NO_VAL, NO_VAL, NO_VAL);
	plans(&a, true, "a job by id, whenever");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	for (uint32_t id = 12300; id < 12500; id++)
		select_job(&a, id, NO_VAL, NO_VAL, NO_VAL);
	plans(&a, true, "two hundred jobs by id, whenever");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12303, NO_VAL, NO_VAL, NO_VAL);
	plans(&a, true, "an array by id, whenever");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12303, 4, NO_VAL, NO_VAL);
	plans(&a, true, "a task of an array, whenever");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	a.cond.flags |= JOBCOND_FLAG_WHOLE_HETJOB;
	select_job(&a, 12345, NO_VAL, NO_VAL, NO_VAL);
	plans(&a, true, "a het job by one of its components");
	ask_free(&a);
}

/* --------------------------------------------------------------- answers */

/* db_index of all jobs found, ascending, and how many steps they have. */
static char *answer(const struct ask *a)
{
	slurm_list_t jobs = job_find(conn, 0, &a->cond);
	const void **item;
	uint64_t sum = 0;
	int n, steps = 0;

	if (!jobs)
		return xstrdup("(failed)");
	item = list_to_array(jobs);
	n = list_count(jobs);
	for (int i = 0; i < n; i++) {
		const slurmdb_job_rec_t *job = item[i];

		sum += job->db_index % 1000003;
		steps += list_count(job->steps);
	}
	xfree(item);
	FREE_NULL_LIST(jobs);
	return xstrdup_printf("%d %lu %d", n, sum, steps);
}

/* Where: what has to be true of j. Of a job's lives only the last counts,
 * unless all. */
static void is_where(struct ask *a, const char *where, bool all,
		     const char *what)
{
	char *got = answer(a), *expected;
	char *sql = xstrdup_printf(
		"SELECT count(*), COALESCE(sum(db_index %% 1000003), 0),"
		" COALESCE(sum((SELECT count(*) FROM slurm_data.step s"
		"  WHERE s.cluster_id = j.cluster_id AND s.db_index = j.db_index)), 0)"
		" FROM (SELECT %s j.* FROM slurm_data.job j"
		"  WHERE cluster_id = (SELECT c.cluster_id"
		"   FROM slurm_data.cluster c WHERE c.name = 'ten') AND (%s)"
		"  ORDER BY job_id, submit_time DESC) j",
		all ? "" : "DISTINCT ON (job_id)", where);

	expected = xstrdup(lab_sql(conn, sql));
	lab_ok(!strcmp(got, expected) && strncmp(got, "0 ", 2),
	       "%s: jobs, their sum, steps: %s", what, expected);
	if (strcmp(got, expected))
		printf("#   got %s\n", got);
	xfree(got);
	xfree(expected);
	xfree(sql);
}

#define DAY "eligible_time < '2020-03-11' AND end_time >= '2020-03-10'"
#define MONTH "eligible_time < '2020-03-15' AND end_time >= '2020-02-15'"

static void test_filters(void)
{
	static const struct {
		const char *what, *words, *where;
		size_t member;
	} filters[] = {
#define MEMBER(name) offsetof(slurmdb_job_cond_t, name)
		{ "users", "1003 1004", "user_id IN (1003, 1004)",
		  MEMBER(userid_list) },
		{ "groups", "101", "group_id = 101", MEMBER(groupid_list) },
		{ "accounts", "acct1 acct2", "account IN ('acct1', 'acct2')",
		  MEMBER(acct_list) },
		{ "partitions", "part1", "partition = 'part1'",
		  MEMBER(partition_list) },
		{ "names", "name3 name4", "name IN ('name3', 'name4')",
		  MEMBER(jobname_list) },
		{ "QOS", "2", "qos_id = 2", MEMBER(qos_list) },
		{ "reasons", "1 2", "state_reason IN (1, 2)",
		  MEMBER(reason_list) },
		{ "wckeys", "w1", "wckey = 'w1'", MEMBER(wckey_list) },
		{ "constraints", "big fast", "constraints = 'fast&big'",
		  MEMBER(constraint_list) },
		{ "no constraint", "''", "constraints IS NULL",
		  MEMBER(constraint_list) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(filters); i++) {
		struct ask a = ask_new("2020-02-15", "2020-03-15");
		char *where = xstrdup_printf(MONTH " AND %s", filters[i].where);

		*(slurm_list_t *)((char *)&a.cond + filters[i].member) =
			words(&a, filters[i].words);
		is_where(&a, where, false, filters[i].what);
		xfree(where);
		ask_free(&a);
	}
}

static void test_ranges(void)
{
	struct ask a = ask_new("2020-02-15", "2020-03-15");

	a.cond.cpus_min = 3;
	is_where(&a, MONTH " AND alloc_cpus = 3", false, "cpus");
	a.cond.cpus_max = 5;
	is_where(&a, MONTH " AND alloc_cpus BETWEEN 3 AND 5", false,
		 "cpus from to");
	a.cond.cpus_min = 0;
	a.cond.nodes_min = 2;
	is_where(&a, MONTH " AND alloc_nodes = 2", false, "nodes");
	a.cond.nodes_max = 3;
	is_where(&a, MONTH " AND alloc_nodes BETWEEN 2 AND 3", false,
		 "nodes from to");
	a.cond.nodes_min = 0;
	a.cond.timelimit_min = 61;
	is_where(&a, MONTH " AND time_limit_mins = 61", false, "time limit");
	a.cond.timelimit_max = 62;
	is_where(&a, MONTH " AND time_limit_mins BETWEEN 61 AND 62", false,
		 "time limit from to");
	a.cond.timelimit_min = 0;
	a.cond.db_flags = SLURMDB_JOB_FLAG_BACKFILL;
	is_where(&a, MONTH " AND flags & 8 <> 0", false, "flags");
	a.cond.db_flags = SLURMDB_JOB_FLAG_NOTSET;
	a.cond.used_nodes = "n[3-4]";
	is_where(&a, MONTH " AND node_list IN ('n3', 'n4')", false,
		 "nodes by name");
	ask_free(&a);
}

static void test_windows(void)
{
	struct ask a = ask_new("2020-03-10", "2020-03-11");

	is_where(&a, DAY, false, "a day");
	a.cond.flags |= JOBCOND_FLAG_DUP;
	is_where(&a, DAY, true, "a day, with duplicates");
	ask_free(&a);
	a = ask_new("2016-01-15", "2019-02-03");
	is_where(&a, "eligible_time < '2019-02-03' AND end_time >= '2016-01-15'",
		 false, "three years");
	ask_free(&a);
	a = ask_new("2024-12-30", "2024-12-31");
	is_where(&a, "eligible_time < '2024-12-31' AND end_time >= '2024-12-30'",
		 false, "the last day, with what has not ended");
	ask_free(&a);
	a = ask_new("2020-03-10", "2020-03-11");
	select_job(&a, 12462, NO_VAL, NO_VAL, NO_VAL);
	select_job(&a, 12463, NO_VAL, NO_VAL, NO_VAL);
	select_job(&a, 12507, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "submit_time < '2020-03-11' AND end_time >= '2020-03-10'"
		     " AND job_id IN (12462, 12463, 12507)", false,
		 "jobs by id, on a day");
	ask_free(&a);
}

static void test_states(void)
{
	struct ask a = ask_new("2020-03-10", "2020-03-11");
	char *got, *expected;

	state(&a, JOB_FAILED);
	is_where(&a, "state = 'FAILED' AND end_time BETWEEN '2020-03-10' AND '2020-03-11'",
		 false, "failed on a day");
	state(&a, JOB_RUNNING);
	is_where(&a, "start_time < '2020-03-11' AND end_time > '2020-03-10'",
		 false, "running on a day");
	ask_free(&a);

	/* those asked are waiting in the window, not necessarily now */
	a = ask_new("2024-12-28 12:00", "2024-12-30");
	state(&a, JOB_PENDING);
	got = answer(&a);
	expected = xstrdup(lab_sql(conn,
		"SELECT count(*) FROM slurm_data.job j"
		" WHERE eligible_time < '2024-12-30' AND CASE"
		" WHEN start_time IS NOT NULL THEN start_time > '2024-12-28 12:00'"
		" ELSE state = 'PENDING' END"));
	lab_ok(atoi(got) == atoi(expected) && atoi(got) > 60 &&
		       !strcmp(got + strlen(got) - 2, " 0"),
	       "waiting in two days, without steps: %s of %s", got, expected);
	xfree(got);
	xfree(expected);
	ask_free(&a);
}

static void test_ids(void)
{
	struct ask a = ask_new(NULL, NULL);

	select_job(&a, 12345, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "job_id = 12345", false, "a job by id");
	select_job(&a, 207, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "job_id IN (12345, 207)", false, "jobs by id");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	a.cond.flags |= JOBCOND_FLAG_DUP;
	select_job(&a, 12457, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "job_id = 12457", true, "both lives of a job");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12303, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "array_job_id = 12303", false, "an array");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12303, 4, NO_VAL, NO_VAL);
	select_job(&a, 12403, 5, NO_VAL, NO_VAL);
	is_where(&a, "(array_job_id, array_task_id) IN ((12303, 4), (12403, 5))",
		 false, "tasks of arrays");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12305, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "het_job_id = 12305", false, "a het job");
	a.cond.flags |= JOBCOND_FLAG_NO_WHOLE_HETJOB;
	is_where(&a, "job_id = 12305", false, "its leader alone");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	select_job(&a, 12305, NO_VAL, 3, NO_VAL);
	is_where(&a, "het_job_id = 12305 AND het_job_offset = 3", false,
		 "one component");
	a.cond.flags |= JOBCOND_FLAG_WHOLE_HETJOB;
	is_where(&a, "het_job_id = 12305", false, "and the whole of it");
	ask_free(&a);

	a = ask_new(NULL, NULL);
	a.cond.flags |= JOBCOND_FLAG_WHOLE_HETJOB;
	select_job(&a, 12345, NO_VAL, NO_VAL, NO_VAL);
	is_where(&a, "het_job_id = 12305", false, "the whole by a component");
	ask_free(&a);
}

static void test_runaway(void)
{
	struct ask a = ask_new(NULL, NULL);
	char *got;

	a.cond.flags |= JOBCOND_FLAG_RUNAWAY;
	got = answer(&a);
	lab_ok(!strncmp(got, "60 ", 3) && !strcmp(got + strlen(got) - 2, " 0"),
	       "runaway: all that have not ended, without steps: %s", got);
	xfree(got);
	ask_free(&a);
}

static void test_selected_step(void)
{
	struct ask a = ask_new(NULL, NULL);
	slurm_list_t jobs;
	slurmdb_job_rec_t *job;
	slurmdb_step_rec_t *step;

	select_job(&a, 12345, NO_VAL, NO_VAL, SLURM_BATCH_SCRIPT);
	jobs = job_find(conn, 0, &a.cond);
	job = jobs ? list_peek(jobs) : NULL;
	step = job ? list_peek(job->steps) : NULL;
	lab_ok(job && !job->show_full && list_count(job->steps) == 1 && step &&
		       step->step_id.step_id == SLURM_BATCH_SCRIPT,
	       "a step by its id, and not its job");
	FREE_NULL_LIST(jobs);
	ask_free(&a);
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	setenv("TZ", "UTC", 1);
	lab_start(argv[1], atoi(argv[2]), argv[3], argv[4]);
	conn = lab_open("ten");
	test_plans();
	test_plan_of_runaway();
	test_windows();
	test_filters();
	test_ranges();
	test_states();
	test_ids();
	test_runaway();
	test_selected_step();
	storage_close(&conn);
	return lab_done();
}
