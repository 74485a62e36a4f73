/*
 * find_test.c - sacct's questions as parameters, rows as records
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/job/find.h"

#define NOW 1700000000

static slurmdb_job_cond_t cond;
static struct job_question q;
static struct pg_params params;
static slurm_list_t list;

static void setup(void)
{
	memset(&cond, 0, sizeof(cond));
	cond.db_flags = SLURMDB_JOB_FLAG_NOTSET;
	slurm_conf.private_data = 0;
	list = list_create(xfree_ptr);
}

static void teardown(void)
{
	job_question_free(&q);
	pg_params_free(&params);
	FREE_NULL_LIST(list);
}

static const char *param(int n)
{
	const char *value = pg_param_value(&params, n - 1);

	return value ? value : "NULL";
}

static void bind_to(const struct actor *actor)
{
	int64_t id[] = { 3, 4 };
	struct job_scope scope = { .n = 2, .cluster_id = id, .from = "F",
				   .before = "B", .open = true };

	job_question_init(&q, &cond, NOW);
	job_question_bind(&q, &scope, actor, &params);
	ck_assert_int_eq(params.n, 40);
}

static void select_job(uint32_t id, uint32_t task, uint32_t offset,
		       uint32_t step)
{
	slurm_selected_step_t *selected = xmalloc(sizeof(*selected));

	selected->step_id.job_id = id;
	selected->step_id.step_id = step;
	selected->array_task_id = task;
	selected->het_job_offset = offset;
	list_append(list, selected);
	cond.step_list = list;
}

START_TEST(test_window)
{
	cond.usage_start = 1000;
	cond.usage_end = 2000;
	bind_to(NULL);
	ck_assert_str_eq(param(1), "{3,4}");
	ck_assert_str_eq(param(2), "F");
	ck_assert_str_eq(param(3), "B");
	ck_assert_str_eq(param(4), "t");
	ck_assert_str_eq(param(5), "1970-01-01 00:16:40+00");
	ck_assert_str_eq(param(6), "1970-01-01 00:33:20+00");
	ck_assert_str_eq(param(7), "eligible");
	for (int n = 17; n <= 35; n++)
		ck_assert_str_eq(param(n), "NULL");
	ck_assert_str_eq(param(8), "NULL");
	ck_assert_str_eq(param(10), "NULL");
	ck_assert_str_eq(param(36), "f");
	ck_assert_str_eq(param(37), "NULL");
	/* times are shown as far as they lie in the window */
	ck_assert_str_eq(param(39), "1970-01-01 00:16:40+00");
	ck_assert_str_eq(param(40), "1970-01-01 00:33:20+00");
	ck_assert(q.steps);
}
END_TEST

START_TEST(test_ids)
{
	select_job(7, NO_VAL, NO_VAL, NO_VAL);
	select_job(8, 5, NO_VAL, NO_VAL);
	select_job(9, NO_VAL, 2, NO_VAL);
	cond.flags = JOBCOND_FLAG_DUP | JOBCOND_FLAG_NO_TRUNC;
	bind_to(NULL);
	ck_assert_str_eq(param(7), "submit");
	ck_assert_str_eq(param(10), "{7}");
	ck_assert_str_eq(param(11), "{7}");
	ck_assert_str_eq(param(12), "{7}");
	ck_assert_str_eq(param(13), "{8}");
	ck_assert_str_eq(param(14), "{5}");
	ck_assert_str_eq(param(15), "{9}");
	ck_assert_str_eq(param(16), "{2}");
	ck_assert_str_eq(param(36), "t");
	ck_assert_str_eq(param(39), "NULL");
	pg_params_reset(&params);
	job_question_bind_window(&q, &params);
	ck_assert_str_eq(param(1), "job");
	ck_assert_str_eq(param(3), "{7,7,8,9}");
	ck_assert_str_eq(param(4), "-infinity");
}
END_TEST

START_TEST(test_het_flags)
{
	select_job(7, NO_VAL, NO_VAL, NO_VAL);
	select_job(9, NO_VAL, 2, NO_VAL);
	cond.flags = JOBCOND_FLAG_WHOLE_HETJOB;
	bind_to(NULL);
	ck_assert_str_eq(param(11), "{9,7}");
	ck_assert_str_eq(param(15), "{}");
	job_question_free(&q);
	pg_params_reset(&params);
	cond.flags = JOBCOND_FLAG_NO_WHOLE_HETJOB;
	bind_to(NULL);
	ck_assert_str_eq(param(10), "{7}");
	ck_assert_str_eq(param(11), "{}");
	ck_assert_str_eq(param(15), "{9}");
}
END_TEST

START_TEST(test_states)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", JOB_FAILED);
	list_append(list, xstrdup(number));
	cond.state_list = list;
	cond.usage_start = 1000;
	bind_to(NULL);
	/* of states the window is one moment, to the end of that second */
	ck_assert_str_eq(param(6), "1970-01-01 00:16:41+00");
	ck_assert_str_eq(param(7), "NULL");
	ck_assert_str_eq(param(8), "{\"FAILED\"}");
	ck_assert_str_eq(param(9), "f");
	ck_assert(!job_question_asks_open(&q));
	ck_assert(q.steps);
	job_question_free(&q);
	pg_params_reset(&params);
	snprintf(number, sizeof(number), "%u", JOB_PENDING);
	list_flush(list);
	list_append(list, xstrdup(number));
	bind_to(NULL);
	ck_assert(job_question_asks_open(&q));
	ck_assert(!q.steps);
}
END_TEST

START_TEST(test_runaway)
{
	cond.flags = JOBCOND_FLAG_RUNAWAY;
	list_append(list, xstrdup("17"));
	cond.userid_list = list;
	bind_to(NULL);
	ck_assert_str_eq(param(7), "NULL");
	ck_assert_str_eq(param(19), "NULL");
	ck_assert(job_question_asks_open(&q));
	ck_assert(!job_question_asks_ended(&q));
	ck_assert(!q.steps);
}
END_TEST

START_TEST(test_filters)
{
	list_append(list, xstrdup("17"));
	cond.userid_list = cond.acct_list = cond.qos_list = list;
	cond.cpus_min = 2;
	cond.nodes_min = 3;
	cond.nodes_max = 4;
	cond.db_flags = SLURMDB_JOB_FLAG_NONE;
	bind_to(NULL);
	ck_assert_str_eq(param(17), "{\"17\"}");
	ck_assert_str_eq(param(18), "NULL");
	ck_assert_str_eq(param(19), "{17}");
	ck_assert_str_eq(param(23), "{17}");
	ck_assert_str_eq(param(27), "0");
	ck_assert_str_eq(param(28), "2");
	ck_assert_str_eq(param(29), "2");
	ck_assert_str_eq(param(30), "3");
	ck_assert_str_eq(param(31), "4");
	ck_assert_str_eq(param(32), "NULL");
}
END_TEST

/* ------------------------------------------------------------- visibility */

static const struct {
	uint16_t private_data;
	slurmdb_admin_level_t level;
	uint32_t flags;
	bool limited;
} sights[] = {
	{ 0, SLURMDB_ADMIN_NONE, 0, false },
	{ PRIVATE_DATA_JOBS, SLURMDB_ADMIN_NONE, 0, true },
	{ PRIVATE_DATA_JOBS, SLURMDB_ADMIN_OPERATOR, 0, false },
	{ PRIVATE_DATA_USAGE, SLURMDB_ADMIN_NONE, 0, false },
	{ 0, SLURMDB_ADMIN_NONE, JOBCOND_FLAG_SCRIPT, true },
	{ 0, SLURMDB_ADMIN_NONE, JOBCOND_FLAG_ENV, true },
	{ 0, SLURMDB_ADMIN_SUPER_USER, JOBCOND_FLAG_SCRIPT, false },
};

START_TEST(test_visibility)
{
	struct actor actor = { .name = "alice", .level = sights[_i].level };

	list_append(list, xstrdup("physics"));
	actor.accounts = list;
	slurm_conf.private_data = sights[_i].private_data;
	cond.flags = sights[_i].flags;
	bind_to(&actor);
	ck_assert_str_eq(param(37), sights[_i].limited ? "alice" : "NULL");
	ck_assert_str_eq(param(38),
			 sights[_i].limited ? "{\"physics\"}" : "NULL");
}
END_TEST

/* ------------------------------------------------------- steps by their id */

START_TEST(test_selected_steps)
{
	slurmdb_job_rec_t job = { .jobid = 7, .array_task_id = NO_VAL,
				  .het_job_offset = NO_VAL };

	select_job(7, NO_VAL, NO_VAL, 2);
	bind_to(NULL);
	ck_assert(!job_question_whole(&q, &job));
	ck_assert(job_question_step(&q, &job, 2));
	ck_assert(!job_question_step(&q, &job, 3));
	select_job(7, NO_VAL, NO_VAL, NO_VAL);
	ck_assert(job_question_whole(&q, &job));
	/* one that came along with another */
	job.jobid = 99;
	ck_assert(job_question_whole(&q, &job));
}
END_TEST

/* ------------------------------------------------------------------ times */

static slurmdb_job_rec_t *rec(time_t start, time_t end, const char *state,
			      int64_t suspended, time_t since, int64_t clipped)
{
	struct job_row row = {
		.state = state, .account = "", .user = "", .resv_name = "",
		.suspended_seconds = suspended, .suspended_since = since,
		.suspended_clipped = clipped, .submit_time = 500,
	};
	struct tres_map tres = { 0 };
	slurmdb_job_rec_t *job;

	columns_init(&job_table, &row.columns);
	row.columns.start_time = start;
	row.columns.end_time = end;
	row.columns.flags = SLURMDB_JOB_FLAG_START_R;
	job_question_init(&q, &cond, NOW);
	job = job_rec(&q, "c", &tres, &row);
	job_row_free(&row);
	job_question_free(&q);
	return job;
}

START_TEST(test_whole_times)
{
	slurmdb_job_rec_t *job;

	cond.flags = JOBCOND_FLAG_NO_TRUNC;
	job = rec(1000, 2000, "COMPLETED", 100, 0, 0);
	ck_assert_int_eq(job->elapsed, 900);
	ck_assert_int_eq(job->suspended, 100);
	ck_assert_int_eq(job->show_full, 1);
	ck_assert_ptr_nonnull(job->steps);
	slurmdb_destroy_job_rec(job);
	job = rec(NOW - 1000, 0, "SUSPENDED", 100, NOW - 200, 0);
	ck_assert_int_eq(job->suspended, 300);
	ck_assert_int_eq(job->elapsed, 700);
	ck_assert_int_eq(job->end, 0);
	slurmdb_destroy_job_rec(job);
	job = rec(0, 2000, "CANCELLED", 0, 0, 0);
	ck_assert_int_eq(job->start, NO_VAL);
	ck_assert_int_eq(job->elapsed, 0);
	slurmdb_destroy_job_rec(job);
}
END_TEST

START_TEST(test_clipped_times)
{
	slurmdb_job_rec_t *job;

	cond.usage_start = 1500;
	cond.usage_end = 1800;
	job = rec(1000, 2000, "COMPLETED", 400, 0, 50);
	ck_assert_int_eq(job->start, 1500);
	ck_assert_int_eq(job->end, 1800);
	ck_assert_int_eq(job->suspended, 50);
	ck_assert_int_eq(job->elapsed, 250);
	slurmdb_destroy_job_rec(job);
	/* one that has not started seems to start at its end */
	job = rec(0, 0, "PENDING", 0, 0, 0);
	ck_assert_int_eq(job->start, 1800);
	ck_assert_int_eq(job->elapsed, 0);
	ck_assert_str_eq(job->nodes, "None assigned");
	slurmdb_destroy_job_rec(job);
}
END_TEST

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

int main(void)
{
	Suite *suite = suite_create("jobs: questions and answers");
	TCase *tcase = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, test_window);
	tcase_add_test(tcase, test_ids);
	tcase_add_test(tcase, test_het_flags);
	tcase_add_test(tcase, test_states);
	tcase_add_test(tcase, test_runaway);
	tcase_add_test(tcase, test_filters);
	tcase_add_loop_test(tcase, test_visibility, 0, COUNT(sights));
	tcase_add_test(tcase, test_selected_steps);
	tcase_add_test(tcase, test_whole_times);
	tcase_add_test(tcase, test_clipped_times);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
