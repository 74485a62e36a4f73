/*
 * hold_test.c - does a job that has ended hold what it asks, to begin anew?
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/job_submit/grptres/hold.h"
#include "tests/unit/fake_ctld.h"

static job_record_t *array; /* the only one that is found */

job_record_t *find_job_record(uint32_t id)
{
	return array && array->job_id == id ? array : NULL;
}

static void setup(void)
{
	slurm_conf.requeue_exit = slurm_conf.requeue_exit_hold = NULL;
	array = NULL;
}

START_TEST(by_state_and_exit_code)
{
	static const struct {
		const char *exit, *hold; /* RequeueExit, RequeueExitHold */
		uint32_t state, flags;
		int code;
		bool anew;
	} cases[] = {
		{ NULL, NULL, JOB_FAILED | JOB_COMPLETING, 0, 1, false },
		{ "", "", JOB_FAILED | JOB_COMPLETING, 0, 1, false },
		{ "1", NULL, JOB_FAILED | JOB_COMPLETING, 0, 1, true },
		{ NULL, "1", JOB_FAILED | JOB_COMPLETING, 0, 1, true },
		{ "2", "3", JOB_FAILED | JOB_COMPLETING, 0, 1, false },
		{ "2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 1, false },
		{ "2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 2, true },
		{ "2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 3, true },
		{ "2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 4, true },
		{ "2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 5, false },
		{ "2-4,9", NULL, JOB_FAILED | JOB_COMPLETING, 0, 9, true },
		{ "9,2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 3, true },
		{ "9x2-4", NULL, JOB_FAILED | JOB_COMPLETING, 0, 3, false },
		{ "0", NULL, JOB_COMPLETE | JOB_COMPLETING, 0, 0, true },
		/* its nodes are free: slurmctld has decided */
		{ "1", NULL, JOB_FAILED, 0, 1, false },
		{ "1", NULL, JOB_CANCELLED | JOB_COMPLETING, 0, 1, false },
		{ NULL, NULL, JOB_FAILED | JOB_COMPLETING | JOB_REQUEUE, 0, 0,
		  true },
		{ NULL, NULL, JOB_CANCELLED | JOB_COMPLETING | JOB_REQUEUE, 0,
		  0, false },
		/* of scrontab */
		{ NULL, NULL, JOB_COMPLETE | JOB_COMPLETING, CRON_JOB, 0,
		  true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		job_record_t job = {
			.job_state = cases[i].state,
			.bit_flags = cases[i].flags,
			.exit_code = cases[i].code << 8,
		};

		slurm_conf.requeue_exit = (char *)cases[i].exit;
		slurm_conf.requeue_exit_hold = (char *)cases[i].hold;
		ck_assert_msg(hold_begins_anew(&job) == cases[i].anew,
			      "case %zu", i);
	}
}
END_TEST

/* A task is not queued again if its whole array was cancelled. */
START_TEST(array_is_cancelled)
{
	job_array_struct_t tasks = { 0 };
	job_record_t whole = { .job_id = 5, .array_recs = &tasks };
	job_record_t task = {
		.job_id = 6,
		.array_job_id = 5,
		.job_state = JOB_FAILED | JOB_COMPLETING | JOB_REQUEUE,
	};

	ck_assert(hold_begins_anew(&task));
	array = &whole;
	ck_assert(hold_begins_anew(&task));
	whole.job_state = JOB_CANCELLED;
	ck_assert(!hold_begins_anew(&task));
	whole.array_recs = NULL; /* a task itself */
	ck_assert(hold_begins_anew(&task));
	whole.array_recs = &tasks;
	task.array_job_id = 0;
	ck_assert(hold_begins_anew(&task));
}
END_TEST

/* Of a federation its own cluster decides. */
START_TEST(federation)
{
	job_fed_details_t fed = { 0 };
	job_record_t job = {
		.job_state = JOB_FAILED | JOB_COMPLETING | JOB_REQUEUE,
	};

	ck_assert(hold_begins_anew(&job));
	job.fed_details = &fed;
	ck_assert(!hold_begins_anew(&job));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hold");
	TCase *tcase = tcase_create("hold");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_test(tcase, by_state_and_exit_code);
	tcase_add_test(tcase, array_is_cancelled);
	tcase_add_test(tcase, federation);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
