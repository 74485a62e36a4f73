/*
 * job_test.c - changes of jobs and steps: identity, folding, states, JSON,
 * and what is taken from Slurm's structs in slurmdbd and in slurmctld
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/job/job.h"
#include "plugins/accounting_storage/pgsql/job/state.h"
#include "plugins/accounting_storage/pgsql/step/step.h"
#include "plugins/accounting_storage/pgsql/suspension/suspension.h"

#define T0 1700000000

/* Once a test, each of which is a process of its own: Slurm remembers it. */
static void be(const char *program)
{
	log_options_t options = LOG_OPTS_INITIALIZER;

	log_init((char *)program, options, SYSLOG_FACILITY_DAEMON, NULL);
}

/* ---------------------------------------------------------------- states */

START_TEST(states_both_ways)
{
	static const struct {
		uint32_t state;
		const char *name;
	} states[] = {
		{ JOB_PENDING, "PENDING" },     { JOB_RUNNING, "RUNNING" },
		{ JOB_SUSPENDED, "SUSPENDED" }, { JOB_COMPLETE, "COMPLETED" },
		{ JOB_CANCELLED, "CANCELLED" }, { JOB_FAILED, "FAILED" },
		{ JOB_TIMEOUT, "TIMEOUT" },     { JOB_NODE_FAIL, "NODE_FAIL" },
		{ JOB_PREEMPTED, "PREEMPTED" }, { JOB_BOOT_FAIL, "BOOT_FAIL" },
		{ JOB_DEADLINE, "DEADLINE" },   { JOB_OOM, "OUT_OF_MEMORY" },
		{ JOB_RESIZING, "RESIZING" },   { JOB_REQUEUE, "REQUEUED" },
		{ JOB_REVOKED, "REVOKED" },     { 200, "STATE_200" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		char *name = job_state_name(states[i].state);

		ck_assert_str_eq(name, states[i].name);
		ck_assert_uint_eq(job_state_number(name), states[i].state);
		xfree(name);
	}
	/* what Slurm prints, but for what it cannot name */
	for (uint32_t state = JOB_PENDING; state < JOB_END; state++) {
		char *name = job_state_name(state);

		ck_assert_str_eq(name, job_state_string(state));
		xfree(name);
	}
	ck_assert_uint_eq(job_state_number("nothing"), JOB_END);
	ck_assert_uint_eq(job_state_number("STATE_"), JOB_END);
	ck_assert_uint_eq(job_state_number("STATE_1x"), JOB_END);
}
END_TEST

/* -------------------------------------------------------------- identity */

START_TEST(identity)
{
	static const struct {
		uint64_t carried;
		uint32_t job_id;
		time_t submit;
		uint64_t index;
		time_t new_submit, probe;
	} cases[] = {
		/* none: made of submit time and job id */
		{ 0, 7, T0, (uint64_t)T0 << 32 | 7, T0, T0 },
		{ NO_VAL64, 7, T0, (uint64_t)T0 << 32 | 7, T0, T0 },
		{ 0, UINT32_MAX - 9, 4000000000,
		  (uint64_t)4000000000 << 32 | (UINT32_MAX - 9), 4000000000,
		  4000000000 },
		/* ours: its own submit time counts, not the message's */
		{ (uint64_t)T0 << 32 | 7, 7, T0 + 50, (uint64_t)T0 << 32 | 7,
		  T0, T0 },
		/* MySQL's */
		{ 4711, 7, T0, 4711, T0, T0 },
		{ UINT32_MAX, 7, T0, UINT32_MAX, T0, T0 },
		/* slurmctld's own: no guessing */
		{ 0x1234567890abcdef, 7, T0, 0x1234567890abcdef, T0, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct job_change *change = job_change_new("test");

		job_change_identify(change, cases[i].carried, cases[i].job_id,
				    cases[i].submit);
		ck_assert_uint_eq(change->db_index, cases[i].index);
		ck_assert_uint_eq(change->job_id, cases[i].job_id);
		ck_assert_int_eq(change->submit_time, cases[i].new_submit);
		ck_assert_int_eq(change->probe_time, cases[i].probe);
		job_change_free(change);
	}
}
END_TEST

/* --------------------------------------------------------------- folding */

static struct job_change *change(int group, int rank, int64_t user_id,
				 const char *name)
{
	struct job_change *change = job_change_new("test");

	change->rank[group] = rank;
	if (group == JOB_GROUP_SUBMIT) {
		change->user_id = user_id;
		change->name = xstrdup(name);
	} else if (group == JOB_GROUP_ADMIN) {
		change->derived_exit_code = user_id;
		change->comment = xstrdup(name);
	}
	return change;
}

START_TEST(fold_by_rank)
{
	struct job_change *c = change(JOB_GROUP_SUBMIT, SUBMIT_RUNNING, 5, "a");

	job_change_fold(c, change(JOB_GROUP_SUBMIT, SUBMIT_PENDING, 6, "b"));
	ck_assert_int_eq(c->user_id, 5);
	ck_assert_str_eq(c->name, "a");
	ck_assert_int_eq(c->rank[JOB_GROUP_SUBMIT], SUBMIT_RUNNING);
	/* equals: the last, NULL included */
	job_change_fold(
		c, change(JOB_GROUP_SUBMIT, SUBMIT_RUNNING, COLUMN_NULL, NULL));
	ck_assert_int_eq(c->user_id, COLUMN_NULL);
	ck_assert_ptr_null(c->name);
	job_change_fold(c, change(JOB_GROUP_SUBMIT, SUBMIT_FINISHED, 8, "d"));
	ck_assert_int_eq(c->user_id, 8);
	ck_assert_str_eq(c->name, "d");
	/* another group does not matter */
	job_change_fold(c, change(JOB_GROUP_ADMIN, ADMIN_END, 3, "x"));
	ck_assert_str_eq(c->name, "d");
	ck_assert_str_eq(c->comment, "x");
	/* what only adds is not overwritten by NULL */
	job_change_fold(c,
			change(JOB_GROUP_ADMIN, ADMIN_END, COLUMN_NULL, NULL));
	ck_assert_str_eq(c->comment, "x");
	ck_assert_int_eq(c->derived_exit_code, 3);
	job_change_fold(c, change(JOB_GROUP_ADMIN, ADMIN_END, 4, NULL));
	ck_assert_str_eq(c->comment, "x");
	ck_assert_int_eq(c->derived_exit_code, 4);
	job_change_free(c);
}
END_TEST

START_TEST(fold_a_requeue)
{
	struct job_change *end = job_change_new("end");
	struct job_change *start = job_change_new("start");

	end->rank[JOB_GROUP_END] = END_CONTINUED;
	end->end_time = T0;
	end->state = xstrdup("REQUEUED");
	start->rank[JOB_GROUP_START] = START_RUNNING;
	start->start_time = T0 + 100;
	start->lives = true;
	job_change_fold(end, start);
	ck_assert_int_eq(end->rank[JOB_GROUP_END], 0);
	ck_assert_ptr_null(end->state);
	ck_assert_int_eq(end->end_time, 0);
	ck_assert(end->lives);
	job_change_free(end);
}
END_TEST

START_TEST(fold_steps)
{
	struct step_change *start =
		step_change_new(job_change_new("step start"));
	struct step_change *end = step_change_new(job_change_new("step end"));

	start->rank[STEP_GROUP_START] = STEP_STARTED;
	start->name = xstrdup("a");
	end->rank[STEP_GROUP_START] = STEP_START_HINT;
	end->rank[STEP_GROUP_END] = STEP_ENDED;
	end->state = xstrdup("FAILED");
	end->job->rank[JOB_GROUP_ALLOC] = ALLOC_LAST_STEP;
	end->job->alloc_cpus = 8;
	step_change_fold(start, end);
	ck_assert_str_eq(start->name, "a");
	ck_assert_str_eq(start->state, "FAILED");
	ck_assert_int_eq(start->job->alloc_cpus, 8);
	step_change_free(start);
}
END_TEST

/* ----------------------------------------------------------- description */

START_TEST(description)
{
	struct job_change *c =
		change(JOB_GROUP_SUBMIT, SUBMIT_PENDING, 5, "a \"b\"");
	char *json;

	job_change_identify(c, 4711, 7, T0);
	c->req_tres = xstrdup("1=4");
	json = job_change_describe(c);
	ck_assert_str_eq(
		json,
		"{\"message\":\"test\",\"db_index\":4711,\"job_id\":7,"
		"\"submit_time\":1700000000,\"req_tres\":\"1=4\","
		"\"submit_rank\":2,\"user_id\":5,\"name\":\"a \\\"b\\\"\","
		"\"flags\":0}");
	xfree(json);
	job_change_free(c);
}
END_TEST

/* ---------------------------------------------------------------- taking */

struct fake {
	job_record_t job;
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(23, 2, 0)
	job_details_t details;
#else
	struct job_details details;
#endif
};

static void fake(struct fake *f)
{
	memset(f, 0, sizeof(*f));
	f->job.details = &f->details;
	f->job.job_id = 7;
	f->job.requid = -1;
	f->details.submit_time = T0;
	f->details.begin_time = T0 + 1;
}

static struct job_change *start_of(struct fake *f)
{
	return job_start_record(NULL, &f->job).what;
}

START_TEST(sentinels_stay_out)
{
	struct fake f;
	struct job_change *c;

	fake(&f);
	f.job.time_limit = NO_VAL;
	f.job.priority = NO_VAL;
	f.job.array_task_id = NO_VAL;
	f.job.het_job_offset = NO_VAL;
	f.details.begin_time = INFINITE;
	f.details.pn_min_memory = NO_VAL64;
	c = start_of(&f);
	ck_assert_int_eq(c->time_limit_mins, COLUMN_NULL);
	ck_assert_int_eq(c->priority, COLUMN_NULL);
	ck_assert_int_eq(c->array_job_id, COLUMN_NULL);
	ck_assert_int_eq(c->array_task_id, COLUMN_NULL);
	ck_assert_int_eq(c->het_job_offset, COLUMN_NULL);
	ck_assert_int_eq(c->assoc_id, COLUMN_NULL);
	ck_assert_int_eq(c->req_mem_asked_mb, COLUMN_NULL);
	ck_assert_int_eq(c->eligible_time, 0);
	ck_assert_int_eq(c->start_time, 0);
	ck_assert_str_eq(c->name, "allocation");
	job_change_free(c);

	f.job.time_limit = INFINITE;
	f.job.state_reason = WAIT_ARRAY_TASK_LIMIT;
	f.details.begin_time = T0 + 1;
	f.details.pn_min_memory = 100 | MEM_PER_CPU;
	c = start_of(&f);
	ck_assert_int_eq(c->time_limit_mins, -1);
	ck_assert_int_eq(c->eligible_time, 0);
	ck_assert_int_eq(c->req_mem_asked_mb, 100);
	ck_assert_int_eq(c->req_mem_per_cpu, 1);
	job_change_free(c);
}
END_TEST

START_TEST(a_pending_job_carries_no_start)
{
	struct fake f;
	struct job_change *c;

	fake(&f);
	c = start_of(&f);
	ck_assert_int_eq(c->rank[JOB_GROUP_SUBMIT], SUBMIT_PENDING);
	ck_assert_int_eq(c->rank[JOB_GROUP_START], 0);
	ck_assert_int_eq(c->rank[JOB_GROUP_END], 0);
	ck_assert(c->lives);
	job_change_free(c);
	/* one that is being requeued repeats the start of its last life */
	f.job.job_state = JOB_PENDING | JOB_COMPLETING;
	f.job.start_time = T0 + 9;
	c = start_of(&f);
	ck_assert_int_eq(c->rank[JOB_GROUP_START], START_RUNNING);
	ck_assert_int_eq(c->start_time, T0 + 9);
	job_change_free(c);
	f.job.job_state = JOB_FAILED;
	c = start_of(&f);
	ck_assert_int_eq(c->rank[JOB_GROUP_SUBMIT], SUBMIT_FINISHED);
	ck_assert(!c->lives);
	job_change_free(c);
}
END_TEST

START_TEST(slurmctlds_own_struct)
{
	part_record_t part = { .name = "long" };
	struct fake f;
	struct job_change *c;

	be("slurmctld");
	fake(&f);
	f.job.job_state = JOB_RUNNING | JOB_UPDATE_DB;
	f.job.partition = "debug,long";
	f.job.part_ptr = &part;
	f.job.network = "a requirement, no index";
	f.job.name = "it\\'s \\\\n";
	f.job.start_time = T0 + 5;
	f.job.node_bitmap = bit_alloc(8);
	bit_nset(f.job.node_bitmap, 2, 4);
	f.details.features = "fast|slow";
	f.details.features_use = "fast";
	c = start_of(&f);
	ck_assert_str_eq(c->name, "it\\'s \\\\n");
	ck_assert_str_eq(c->partition, "long");
	ck_assert_str_eq(c->node_index, "2-4");
	ck_assert_str_eq(c->constraints, "fast");
	job_change_free(c);
	/* the comment is kept where slurm.conf wants it */
	f.job.comment = "x";
	f.job.end_time = T0 + 9;
	c = job_complete_record(NULL, &f.job).what;
	ck_assert_ptr_null(c->comment);
	job_change_free(c);
	slurm_conf.conf_flags |= CONF_FLAG_SJC;
	c = job_complete_record(NULL, &f.job).what;
	ck_assert_str_eq(c->comment, "x");
	job_change_free(c);
	bit_free(f.job.node_bitmap);
}
END_TEST

START_TEST(slurmdbds_struct)
{
	struct fake f;
	struct job_change *c;

	be("slurmdbd");
	fake(&f);
	f.job.partition = "debug,long";
	f.details.features = "fast|slow";
	f.job.network = "2-4";
	f.job.name = "it\\'s \\\\n \\n"; /* as slurmdbd prepares it for MySQL */
	f.job.job_state = JOB_RUNNING;
	f.job.start_time = T0 + 5;
	c = start_of(&f);
	ck_assert_str_eq(c->name, "it's \\n \\n");
	ck_assert_str_eq(c->partition, "debug,long");
	ck_assert_str_eq(c->node_index, "2-4");
	ck_assert_str_eq(c->constraints, "fast|slow");
	job_change_free(c);
}
END_TEST

START_TEST(ends)
{
	static const struct {
		uint32_t state;
		time_t start, end, resize;
		const char *name;
		time_t end_time;
		int rank, start_rank;
	} cases[] = {
		{ JOB_COMPLETE, T0 + 5, T0 + 9, 0, "COMPLETED", T0 + 9,
		  END_FINAL, START_END_HINT },
		{ JOB_RUNNING | JOB_RESIZING, T0 + 5, T0 + 99, T0 + 7,
		  "RESIZING", T0 + 7, END_CONTINUED, START_END_HINT },
		{ JOB_PENDING | JOB_REQUEUE | JOB_COMPLETING, T0 + 5, T0 + 9, 0,
		  "REQUEUED", T0 + 9, END_CONTINUED, START_END_HINT },
		{ JOB_CANCELLED | JOB_REVOKED, 0, T0 + 9, 0, "REVOKED", T0 + 9,
		  END_FINAL, 0 },
		/* cancelled before it ran */
		{ JOB_CANCELLED, T0 + 9, T0 + 9, 0, "CANCELLED", T0 + 9,
		  END_FINAL, 0 },
		/* an end without a time is one nevertheless */
		{ JOB_NODE_FAIL, T0 + 5, 0, 0, "NODE_FAIL", T0 + 5, END_FINAL,
		  0 },
		{ JOB_NODE_FAIL, 0, 0, 0, "NODE_FAIL", T0, END_FINAL, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fake f;
		struct job_change *c;

		fake(&f);
		f.job.job_state = cases[i].state;
		f.job.start_time = cases[i].start;
		f.job.end_time = cases[i].end;
		f.job.resize_time = cases[i].resize;
		f.job.exit_code = 1;
		c = job_complete_record(NULL, &f.job).what;
		ck_assert_str_eq(c->state, cases[i].name);
		ck_assert_int_eq(c->end_time, cases[i].end_time);
		ck_assert_int_eq(c->rank[JOB_GROUP_END], cases[i].rank);
		ck_assert_int_eq(c->rank[JOB_GROUP_START], cases[i].start_rank);
		ck_assert_int_eq(c->exit_code, 256);
		ck_assert_int_eq(c->kill_user_id, COLUMN_NULL);
		job_change_free(c);
	}
}
END_TEST

START_TEST(step_states)
{
	static const struct {
		uint32_t state, exit_code;
		const char *name;
		int64_t killer;
	} cases[] = {
		{ JOB_RUNNING, 0, "COMPLETED", COLUMN_NULL },
		{ JOB_RUNNING, 256, "FAILED", 1000 },
		{ JOB_RUNNING, 9, "CANCELLED", 1000 },
		{ JOB_RUNNING, SIG_OOM, "OUT_OF_MEMORY", 1000 },
		{ JOB_TIMEOUT, 0, "TIMEOUT", 1000 },
		{ JOB_COMPLETE, 0, "COMPLETED", 1000 },
	};

	be("slurmdbd");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		step_record_t step = { 0 };
		struct step_change *c;
		struct fake f;

		fake(&f);
		f.job.end_time = T0 + 9;
		f.details.num_tasks = 3;
		step.job_ptr = &f.job;
		step.step_id.step_id = SLURM_EXTERN_CONT;
		step.step_id.step_het_comp = NO_VAL;
		step.state = cases[i].state;
		step.exit_code = cases[i].exit_code;
		step.requid = 1000;
		c = step_complete_record(NULL, &step).what;
		ck_assert_str_eq(c->state, cases[i].name);
		ck_assert_int_eq(c->kill_user_id, cases[i].killer);
		ck_assert_int_eq(c->step_id, -4);
		ck_assert_int_eq(c->het_comp, -1);
		ck_assert_int_eq(c->task_count, 3);
		ck_assert_int_eq(c->end_time, T0 + 9);
		ck_assert_int_eq(c->rank[STEP_GROUP_START], STEP_START_HINT);
		step_change_free(c);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("job");
	TCase *tcase = tcase_create("job");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, states_both_ways);
	tcase_add_test(tcase, identity);
	tcase_add_test(tcase, fold_by_rank);
	tcase_add_test(tcase, fold_a_requeue);
	tcase_add_test(tcase, fold_steps);
	tcase_add_test(tcase, description);
	tcase_add_test(tcase, sentinels_stay_out);
	tcase_add_test(tcase, a_pending_job_carries_no_start);
	tcase_add_test(tcase, slurmctlds_own_struct);
	tcase_add_test(tcase, slurmdbds_struct);
	tcase_add_test(tcase, ends);
	tcase_add_test(tcase, step_states);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
