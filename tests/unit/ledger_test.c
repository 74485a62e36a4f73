/*
 * ledger_test.c - how old sums may be to accept or refuse a job by
 *
 * A walk over jobs is a stand-in that counts its calls and takes as long as
 * it is told to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "plugins/job_submit/grptres/ledger.h"
#include "plugins/job_submit/grptres/reserve.h"
#include "plugins/job_submit/grptres/walk.h"
#include "plugins/job_submit/grptres/watch.h"
#include "tests/unit/fake_ctld.h"

#define NOW 1000

static int walks, watched;
static int64_t takes; /* a walk, in microseconds of the processor's time */
static bool decided, memory_short;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int64_t microseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void walk_jobs(struct walk *walk)
{
	int64_t until = microseconds(CLOCK_THREAD_CPUTIME_ID) + takes;

	while (microseconds(CLOCK_THREAD_CPUTIME_ID) < until)
		;
	walks++;
	walk->sums = memory_short ? NULL : tally_new(slurmctld_tres_cnt);
}

void walk_clear(struct walk *walk)
{
	tally_free(&walk->sums);
}

uint32_t reserve_least_id(void)
{
	return UINT32_MAX;
}

bool reserve_decided(void)
{
	return decided;
}

bool reserve_settle(const job_record_t *const *jobs, size_t njobs,
		    struct tally *tally, time_t now)
{
	return true;
}

const struct settings *settings_get(void)
{
	return NULL;
}

void watch_sums(const struct tally *sums, const struct settings *settings)
{
	watched++;
}

static void setup(void)
{
	slurmctld_tres_cnt = 4;
	last_job_update = NOW - 10;
	walks = watched = 0;
	takes = 0;
	decided = memory_short = false;
	ledger_forget();
}

/* Walks that a call takes. */
static int get(time_t now, bool exact)
{
	int before = walks;

	ck_assert_ptr_nonnull(ledger_get(now, exact));
	return walks - before;
}

static int renew(time_t now)
{
	int before = walks;

	ledger_renew(now, &mutex);
	return walks - before;
}

static void rest(int64_t least)
{
	int64_t until = microseconds(CLOCK_MONOTONIC) + least;

	while (microseconds(CLOCK_MONOTONIC) < until)
		;
}

/* No job has changed: the sums are as good as new ones. */
START_TEST(nothing_changed)
{
	ck_assert_int_eq(get(NOW, false), 1);
	ck_assert_int_eq(get(NOW, false), 0);
	ck_assert_int_eq(get(NOW, true), 0);
	ck_assert_int_eq(get(NOW + 29, false), 0);
	ck_assert_int_eq(renew(NOW + 29), 0);
	ck_assert_int_eq(get(NOW + 1, true), 1); /* time has gone by */
	ck_assert_int_eq(get(NOW + 31, false), 1);
	ck_assert_int_eq(get(NOW + 30, false), 1); /* the clock is set back */
}
END_TEST

/* Jobs have changed: what is refused is looked at anew, always. */
START_TEST(refusals)
{
	takes = 1000;
	ck_assert_int_eq(get(NOW, false), 1);
	last_job_update = NOW;
	ck_assert_int_eq(get(NOW, true), 1);
	ck_assert_int_eq(get(NOW, true), 1); /* and in the same second */
	last_job_update = NOW + 1;
	ck_assert_int_eq(get(NOW + 1, true), 1);
}
END_TEST

/* A look takes long: what is accepted may be compared with older sums. */
START_TEST(accepted_by_old_sums)
{
	takes = 1000;
	ck_assert_int_eq(get(NOW, false), 1);
	last_job_update = NOW + 1;
	rest(40 * takes);
	ck_assert_int_eq(get(NOW + 1, false), 0);
	ck_assert_int_eq(get(NOW + 3, false), 0);
	ck_assert_int_eq(get(NOW + 4, false), 1);
	last_job_update = NOW + 5;
	ck_assert_int_eq(renew(NOW + 5), 1);
	ck_assert_int_eq(get(NOW + 6, false), 0);
	ck_assert_int_eq(get(NOW + 4, false), 1); /* the clock is set back */
}
END_TEST

/* It does not: a job that was requeued is seen when the next is accepted. */
START_TEST(accepted_by_new_sums)
{
	takes = 100;
	ck_assert_int_eq(get(NOW, false), 1);
	last_job_update = NOW + 1;
	rest(40 * takes);
	ck_assert_int_eq(get(NOW + 1, false), 1);
	rest(40 * takes);
	ck_assert_int_eq(get(NOW + 1, false), 1);
	rest(40 * takes);
	last_job_update = NOW + 2;
	ck_assert_int_eq(renew(NOW + 2), 1);
	rest(40 * takes);
	ck_assert_int_eq(get(NOW + 2, false), 1);
}
END_TEST

/* But not for each of many at once: looks take a small part of the time. */
START_TEST(a_part_of_the_time)
{
	int64_t began = microseconds(CLOCK_MONOTONIC), lasted;

	takes = 200;
	last_job_update = NOW;
	do {
		get(NOW, false);
		lasted = microseconds(CLOCK_MONOTONIC) - began;
	} while (walks < 4 && lasted < 10 * 1000000);
	ck_assert_int_eq(walks, 4);
	ck_assert_int_le(walks, 1 + lasted / (20 * takes));
}
END_TEST

START_TEST(other_reasons)
{
	takes = 1000;
	ck_assert_int_eq(get(NOW, false), 1);
	decided = true; /* a reservation is over, which the sums have in them */
	ck_assert_int_eq(get(NOW, true), 1);
	ck_assert_int_eq(renew(NOW), 1);
	decided = false;
	ck_assert_int_eq(get(NOW, true), 0);
	slurmctld_tres_cnt++;
	ck_assert_int_eq(get(NOW, false), 1);
	ledger_forget();
	ck_assert_int_eq(get(NOW, false), 1);
	ck_assert_int_eq(renew(NOW), 0);
	ck_assert_int_eq(watched, 2); /* limits may have changed */
	memory_short = true;
	ck_assert_ptr_null(ledger_get(NOW + 1, true));
	renew(NOW + 1);
	ck_assert_int_eq(watched, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tcase = tcase_create("ledger");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, ledger_forget);
	tcase_add_test(tcase, nothing_changed);
	tcase_add_test(tcase, refusals);
	tcase_add_test(tcase, accepted_by_old_sums);
	tcase_add_test(tcase, accepted_by_new_sums);
	tcase_add_test(tcase, a_part_of_the_time);
	tcase_add_test(tcase, other_reasons);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
