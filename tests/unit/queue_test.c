/*
 * queue_test.c - order, bounds and losses of the writer's queue
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>

#include "fake_records.h"
#include "plugins/accounting_storage/pgsql/direct/queue.h"
#include "plugins/accounting_storage/pgsql/direct/watch.h"

static struct queue queue;
static struct record batch[5000];

static void append(enum record_loss loss, int number)
{
	queue_append(&queue, fake_record(loss, number));
}

/* Take up to max and free them; the number of the first, and how many. */
static int take(int max, int *first_r)
{
	int n = queue_take(&queue, batch, max);

	for (int i = 0; i < n; i++) {
		if (!i && first_r)
			*first_r = fake_number(&batch[i]);
		batch[i].kind->free(batch[i].what);
	}
	return n;
}

static void teardown(void)
{
	queue_destroy(&queue);
	ck_assert_int_eq(fake_alive, 0);
}

START_TEST(order_is_kept_over_the_kinds)
{
	queue_init(&queue, 5000);
	for (int i = 0; i < 4000; i++)
		append(i % 3, i);
	ck_assert_int_eq(queue_look(&queue).count, 4000);
	for (int begin = 0; begin < 4000; begin += 500) {
		ck_assert_int_eq(queue_take(&queue, batch, 500), 500);
		for (int i = 0; i < 500; i++) {
			ck_assert_int_eq(fake_number(&batch[i]), begin + i);
			batch[i].kind->free(batch[i].what);
		}
	}
	queue_close(&queue);
	ck_assert_int_eq(take(1, NULL), 0);
}
END_TEST

START_TEST(steps_go_first_then_starts_never_for_a_lesser_one)
{
	struct queue_state state;
	int first;

	queue_init(&queue, 4);
	append(RECORD_KEEP, 1);
	append(RECORD_REPEATED, 2);
	append(RECORD_DETAIL, 3);
	append(RECORD_DETAIL, 4);
	append(RECORD_KEEP, 5);   /* 3 goes */
	append(RECORD_KEEP, 6);   /* 4 goes */
	append(RECORD_DETAIL, 7); /* goes itself: 2 is worth more */
	ck_assert_uint_eq(queue_look(&queue).lost[RECORD_REPEATED], 0);
	append(RECORD_KEEP, 8);     /* 2 goes */
	append(RECORD_REPEATED, 9); /* goes itself */
	append(RECORD_KEEP, 10);    /* goes itself: only its like are there */
	state = queue_look(&queue);
	ck_assert_int_eq(state.count, 4);
	ck_assert_uint_eq(state.lost[RECORD_DETAIL], 3);
	ck_assert_uint_eq(state.lost[RECORD_REPEATED], 2);
	ck_assert_uint_eq(state.lost[RECORD_KEEP], 1);
	ck_assert_int_eq(fake_alive, 4);
	ck_assert_int_eq(take(1, &first), 1);
	ck_assert_int_eq(first, 1);
	ck_assert_int_eq(take(3, &first), 3);
	ck_assert_int_eq(first, 5);
}
END_TEST

START_TEST(the_oldest_of_its_kind_goes)
{
	int first;

	queue_init(&queue, 2000);
	for (int i = 0; i < 2500; i++)
		append(RECORD_DETAIL, i);
	ck_assert_int_eq(take(5000, &first), 2000);
	ck_assert_int_eq(first, 500);
}
END_TEST

START_TEST(what_is_being_written_counts_until_the_next_take)
{
	queue_init(&queue, 10);
	append(RECORD_KEEP, 1);
	append(RECORD_KEEP, 2);
	ck_assert_int_eq(take(1, NULL), 1);
	ck_assert_int_eq(queue_look(&queue).count, 2);
	ck_assert_int_eq(take(1, NULL), 1);
	ck_assert_int_eq(queue_look(&queue).count, 1);
	queue_close(&queue);
	ck_assert_int_eq(take(1, NULL), 0);
	ck_assert_int_eq(queue_look(&queue).count, 0);
}
END_TEST

/* ---------------------------------------------------------------- the log */

static struct watch_said said;

static void says(int64_t count, uint64_t lost, const char *what)
{
	struct watch_state state = {
		.queue = { .count = count, .limit = 100 }
	};
	char *line;

	state.queue.lost[RECORD_DETAIL] = lost;
	line = watch_judge(&state, &said);
	if (!what)
		ck_assert_ptr_null(line);
	else
		ck_assert_msg(line && strstr(line, what), "%s: %s", what, line);
	free(line);
}

START_TEST(the_log_warns_early_and_once)
{
	said = (struct watch_said){ 0 };
	says(0, 0, NULL);
	says(49, 0, NULL);
	says(50, 0, "50 accounting records wait");
	says(60, 0, NULL);
	says(80, 0, "80 accounting records wait");
	says(60, 0, NULL);
	says(80, 0, NULL);
	says(100, 0, "100 accounting records wait");
	says(100, 7, "7 accounting records lost");
	says(100, 7, NULL);
	says(100, 9, "2 accounting records lost");
	says(20, 9, NULL);
	says(0, 9, "no accounting records wait in memory");
	says(0, 9, NULL);
	says(50, 9, "50 accounting records wait");
}
END_TEST

static void spool_says(int64_t mb, int64_t busy_ms, const char *what)
{
	struct watch_state state = { .queue.limit = 100,
				     .spool_bytes = mb << 20,
				     .spool_limit = 100 << 20,
				     .spool_waiting = mb * 3,
				     .busy_ms = busy_ms };
	char *line = watch_judge(&state, &said);

	if (!what)
		ck_assert_ptr_null(line);
	else
		ck_assert_msg(line && strstr(line, what), "%s: %s", what, line);
	free(line);
}

START_TEST(so_it_does_for_the_spool)
{
	said = (struct watch_said){ 0 };
	spool_says(49, 0, NULL);
	spool_says(50, 0, "150 accounting records wait for PostgreSQL");
	spool_says(51, 0, NULL);
	spool_says(75, 0, "225 accounting records wait");
	spool_says(100, 0, "100 of 100 MB");
	spool_says(10, 0, NULL);
	spool_says(0, 0, "all accounting records that waited");
	spool_says(0, 9999, NULL);
	spool_says(1, 10000, "has not ended in 10 s");
	spool_says(1, 20000, NULL);
	spool_says(1, 0, "takes accounting records again");
	spool_says(1, 0, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("queue");
	TCase *bounds = tcase_create("bounds"), *log = tcase_create("log");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(bounds, NULL, teardown);
	tcase_add_test(bounds, order_is_kept_over_the_kinds);
	tcase_add_test(bounds,
		       steps_go_first_then_starts_never_for_a_lesser_one);
	tcase_add_test(bounds, the_oldest_of_its_kind_goes);
	tcase_add_test(bounds,
		       what_is_being_written_counts_until_the_next_take);
	tcase_add_test(log, the_log_warns_early_and_once);
	tcase_add_test(log, so_it_does_for_the_spool);
	suite_add_tcase(suite, bounds);
	suite_add_tcase(suite, log);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
