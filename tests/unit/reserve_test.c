/*
 * reserve_test.c - budgets held for jobs that are not listed yet
 *
 * slurmctld's list of jobs is an array here, and each request a thread, as in
 * slurmctld: it ends when its job is listed or refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "plugins/job_submit/grptres/reserve.h"

#define OWNER 7
#define NOW 1000000

int slurmctld_tres_cnt = 1;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static job_record_t jobs[8];
static size_t njobs;

uint32_t get_next_job_id(bool test_only)
{
	return 10 + njobs;
}

/* A request like all the others, but for its parts. */
struct request {
	pthread_t thread;
	sem_t made, go;
	uint32_t parts; /* of a het job; 0: it is none */
	bool drops;     /* the last part is refused */
	uint32_t cpus;  /* and minutes; 0: one */
	time_t now;
};

static void *handle(void *arg)
{
	struct request *r = arg;
	struct tally *tally = tally_new(1);
	uint64_t owner = OWNER, seconds = 60 * MAX(r->cpus, 1);

	ck_assert_int_eq(pthread_mutex_lock(&mutex), 0);
	for (uint32_t i = 0; i < MAX(r->parts, 1); i++) {
		job_desc_msg_t desc = {
			.job_id = NO_VAL,
			.user_id = 1,
			.alloc_sid = 2,
			.time_limit = 1,
			.min_cpus = r->cpus,
			.name = "wrap",
			.het_job_offset = r->parts ? i : NO_VAL,
		};

		reserve_thread_asks(&desc);
		reserve_add(&desc, tally, &owner, 1, &seconds, r->now);
	}
	if (r->drops)
		ck_assert(reserve_drop_thread());
	ck_assert(!r->drops || !reserve_drop_thread());
	ck_assert_int_eq(pthread_mutex_unlock(&mutex), 0);
	tally_free(&tally);
	sem_post(&r->made);
	sem_wait(&r->go);
	return NULL;
}

static void begin(struct request *r)
{
	sem_init(&r->made, 0, 0);
	sem_init(&r->go, 0, 0);
	if (!r->now)
		r->now = NOW;
	ck_assert_int_eq(pthread_create(&r->thread, NULL, handle, r), 0);
	sem_wait(&r->made);
}

static void end(struct request *r)
{
	sem_post(&r->go);
	ck_assert_int_eq(pthread_join(r->thread, NULL), 0);
}

static job_record_t *list_job(void)
{
	job_record_t *job = &jobs[njobs];

	*job = (job_record_t){
		.job_id = 10 + njobs++,
		.user_id = 1,
		.alloc_sid = 2,
		.time_limit = 1,
		.name = "wrap",
	};
	return job;
}

/* How many requests hold their time, as a walk over the jobs finds. */
static int held_at(time_t now)
{
	const job_record_t *fresh[8];
	const struct budget_use *use;
	struct tally *tally = tally_new(1);
	int held;

	ck_assert_int_eq(pthread_mutex_lock(&mutex), 0);
	for (size_t i = 0; i < njobs; i++)
		fresh[i] = &jobs[i];
	ck_assert(reserve_settle(fresh, njobs, tally, now));
	ck_assert_int_eq(pthread_mutex_unlock(&mutex), 0);
	use = tally_find(tally, OWNER);
	held = use ? use->queued / 60 : 0;
	tally_free(&tally);
	return held;
}

static int held(void)
{
	return held_at(NOW);
}

static void setup(void)
{
	njobs = 0;
	ck_assert_int_eq(reserve_init(&mutex), SLURM_SUCCESS);
}

START_TEST(until_listed)
{
	struct request a = { 0 };

	begin(&a);
	ck_assert_int_eq(held(), 1);
	list_job();
	ck_assert_int_eq(held(), 0);
	ck_assert(!reserve_decided());
	end(&a);
	ck_assert(reserve_decided());
	ck_assert_int_eq(held(), 0);
	ck_assert(!reserve_decided());
	ck_assert_uint_eq(reserve_least_id(), UINT32_MAX);
}
END_TEST

START_TEST(until_refused)
{
	struct request a = { 0 };

	begin(&a);
	ck_assert_int_eq(held(), 1);
	end(&a);
	ck_assert_int_eq(held(), 0);
}
END_TEST

/* The job of one request is seen before its thread has ended. */
START_TEST(alike_seen_first)
{
	struct request a = { 0 }, b = { 0 };

	begin(&a);
	begin(&b);
	list_job(); /* of a */
	ck_assert_int_eq(held(), 1);
	end(&a);
	for (int walks = 0; walks < 3; walks++)
		ck_assert_int_eq(held(), 1);
	list_job();
	ck_assert_int_eq(held(), 0);
	end(&b);
	ck_assert_int_eq(held(), 0);
}
END_TEST

START_TEST(alike_ended_first)
{
	struct request a = { 0 }, b = { 0 };

	begin(&a);
	begin(&b);
	list_job(); /* of a */
	end(&a);
	for (int walks = 0; walks < 3; walks++)
		ck_assert_int_eq(held(), 1);
	end(&b); /* refused */
	ck_assert_int_eq(held(), 0);
}
END_TEST

/* One that comes later, when an earlier one's job is listed. */
START_TEST(alike_later)
{
	struct request a = { 0 }, b = { 0 };

	begin(&a);
	list_job(); /* of a */
	begin(&b);
	ck_assert_int_eq(held(), 1);
	list_job(); /* of b */
	ck_assert_int_eq(held(), 0);
	end(&b);
	ck_assert_int_eq(held(), 0);
	end(&a);
	ck_assert_int_eq(held(), 0);
	ck_assert_uint_eq(reserve_least_id(), UINT32_MAX);
}
END_TEST

/* Alike but for the size: the job's own size tells, else the larger is held. */
START_TEST(alike_in_size)
{
	struct request a = { .cpus = 2 }, b = { .cpus = 5 };
	job_details_t details = { .min_cpus = 5 };
	job_record_t *job;

	for (int order = 0; order < 2; order++) {
		begin(order ? &b : &a);
		begin(order ? &a : &b);
		job = list_job();
		ck_assert_int_eq(held(), 5);
		job->details = &details;
		ck_assert_int_eq(held(), 2);
		details.min_cpus = 2;
		ck_assert_int_eq(held(), 5);
		details.min_cpus = 5;
		end(order ? &b : &a);
		end(order ? &a : &b);
		ck_assert_int_eq(held(), 0);
	}
}
END_TEST

/* A task that starts gets a record with an id of its own. */
START_TEST(task_of_array)
{
	struct request a = { 0 };

	begin(&a);
	list_job()->array_job_id = 3;
	ck_assert_int_eq(held(), 1);
	list_job()->array_job_id = 11; /* the array itself */
	ck_assert_int_eq(held(), 0);
	end(&a);
}
END_TEST

START_TEST(others)
{
	struct request a = { 0 };

	list_job(); /* like it, but earlier */
	begin(&a);
	list_job()->user_id = 2;
	list_job()->alloc_sid = 3;
	list_job()->time_limit = 2;
	list_job()->name = "other";
	ck_assert_int_eq(held(), 1);
	end(&a);
}
END_TEST

START_TEST(het_job)
{
	struct request a = { .parts = 3 }, b = { .parts = 2, .drops = true };

	begin(&a);
	begin(&b);
	ck_assert_int_eq(held(), 3);
	end(&b);
	ck_assert_int_eq(held(), 3);
	end(&a);
	ck_assert_int_eq(held(), 0);
}
END_TEST

/* The clock goes on while a walk is under way; it may be set, too. */
START_TEST(times)
{
	struct request a = { .now = NOW + 2 };

	begin(&a);
	ck_assert_int_eq(held_at(NOW), 1);
	ck_assert_int_eq(held_at(NOW + 30), 1);
	ck_assert_int_eq(held_at(NOW + 33), 0);
	end(&a);
	a = (struct request){ .now = NOW + 3600 };
	begin(&a);
	ck_assert_int_eq(held_at(NOW), 0);
	end(&a);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reserve");
	TCase *tcase = tcase_create("reserve");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, reserve_fini);
	tcase_add_test(tcase, until_listed);
	tcase_add_test(tcase, until_refused);
	tcase_add_test(tcase, alike_seen_first);
	tcase_add_test(tcase, alike_ended_first);
	tcase_add_test(tcase, alike_later);
	tcase_add_test(tcase, alike_in_size);
	tcase_add_test(tcase, task_of_array);
	tcase_add_test(tcase, others);
	tcase_add_test(tcase, het_job);
	tcase_add_test(tcase, times);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
