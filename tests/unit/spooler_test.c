/*
 * spooler_test.c - records on their way from memory to disk and to the writer,
 * on a disk that is well, full, and not there
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "plugins/accounting_storage/pgsql/direct/spooler.h"
#include "plugins/accounting_storage/pgsql/direct/thread.h"
#include "plugins/accounting_storage/pgsql/job/job.h"

#define T0 1700000000
#define BATCH 10

static char dir[64];
static struct queue queue;
static struct spooler *spooler;
static volatile bool full;
static int failures, recoveries, superseded;

static ssize_t pwrite_unless_full(int fd, const void *data, size_t size,
				  off_t at)
{
	if (full) {
		errno = ENOSPC;
		return -1;
	}
	return pwrite(fd, data, size, at);
}

static void count_line(enum pg_log_level level, const char *line)
{
	if (strstr(line, "can't be spooled") || strstr(line, "no spool"))
		failures++;
	if (strstr(line, "are spooled again"))
		recoveries++;
	if (strstr(line, "writes no more"))
		superseded++;
}

static void spool_line(bool is_error, const char *line)
{
}

static void empty_dir(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	ck_assert_int_eq(system(command), 0);
}

static void start(const char *path)
{
	static struct spool_io io;
	struct spooler_settings settings = { .spool = { .segment_bytes = 1
									 << 20,
							.disk_bytes = 16 << 20,
							.retain_seconds = 900,
							.io = &io,
							.log = spool_line },
					     .group_ms = 20,
					     .batch = BATCH,
					     .take_over_s = 1,
					     .log = count_line };
	char *copy = strdup(path);

	io = spool_io_system;
	io.pwrite = pwrite_unless_full;
	settings.spool.dir = copy;
	queue_open(&queue);
	spooler = spooler_start(&queue, &settings);
	ck_assert_ptr_nonnull(spooler);
	/* it must not be needed afterwards */
	memset(copy, 'x', strlen(copy));
	free(copy);
}

static void set_up(void)
{
	snprintf(dir, sizeof(dir), "/tmp/spooler_test.%d", (int)getpid());
	empty_dir();
	full = false;
	failures = recoveries = superseded = 0;
	queue_init(&queue, 1000);
}

static void tear_down(void)
{
	if (spooler) {
		queue_close(&queue);
		(void)spooler_stop(&spooler);
	}
	queue_destroy(&queue);
	empty_dir();
}

/* Records from..to, known by their times. */
static void append(int from, int to)
{
	for (int i = from; i <= to; i++)
		queue_append(&queue, job_flush_record(NULL, T0 + i));
}

static int number_of(const struct record *record)
{
	char *json = record->kind->describe(record->what);
	const char *at = strpbrk(json, "0123456789");
	int i = at ? atol(at) - T0 : -1;

	xfree(json);
	return i;
}

struct taken {
	struct record record[BATCH];
	uint64_t number[BATCH];
	int n;
};

static struct taken take(void)
{
	struct taken t;

	t.n = spooler_take(spooler, t.record, t.number, BATCH, 3000);
	return t;
}

static void done(struct taken *t, bool stored)
{
	spooler_done(spooler, t->record, t->number, t->n, stored);
}

/* Take records from..to, in however many batches; the number after the last,
 * for the last batch may hold more. */
static int expect(int from, int to, bool on_disk)
{
	while (from <= to) {
		struct taken t = take();

		ck_assert_int_gt(t.n, 0);
		for (int i = 0; i < t.n; i++) {
			ck_assert_int_eq(number_of(&t.record[i]), from++);
			ck_assert(!!t.number[i] == on_disk);
		}
		done(&t, true);
	}
	return from;
}

static int64_t on_disk(void)
{
	return spooler_look(spooler).spool.waiting;
}

START_TEST(by_disk_in_order)
{
	start(dir);
	append(1, 25);
	expect(1, 25, true);
	ck_assert_int_eq(on_disk(), 0);
	append(26, 27);
	queue_close(&queue);
	ck_assert(spooler_drained(spooler, 5));
	ck_assert_int_eq(on_disk(), 2);
	expect(26, 27, true);
	ck_assert_int_eq(take().n, -1);
	ck_assert_int_eq(spooler_stop(&spooler), 0);
}
END_TEST

START_TEST(what_is_not_stored_is_there_at_the_next_start)
{
	struct taken t;

	start(dir);
	append(1, 5);
	t = take();
	done(&t, false);
	queue_close(&queue);
	ck_assert(spooler_drained(spooler, 5));
	ck_assert_int_eq(spooler_stop(&spooler), 0);
	start(dir);
	expect(1, 5, true);
}
END_TEST

START_TEST(through_memory_while_the_disk_is_full)
{
	struct taken t;
	int next;

	start(dir);
	append(1, 3);
	expect(1, 3, true);
	full = true;
	append(4, 6);
	t = take();
	ck_assert_int_gt(t.n, 0);
	ck_assert_uint_eq(t.number[0], 0);
	ck_assert_int_eq(failures, 1);
	done(&t, false); /* it comes again, whole */
	expect(4, 6, false);
	append(7, 30);
	next = expect(7, 20, false);
	full = false;
	while (!recoveries)
		thread_sleep_ms(20);
	append(31, 40);
	/* those that waited for the disk are on it, too */
	ck_assert_int_eq(expect(next, 40, true), 41);
	ck_assert_int_eq(failures, 1);
}
END_TEST

START_TEST(what_is_on_disk_comes_first)
{
	struct taken t;

	start(dir);
	append(1, 4);
	while (on_disk() < 4)
		thread_sleep_ms(10);
	full = true;
	append(5, 6);
	while (!failures)
		thread_sleep_ms(10);
	t = take();
	ck_assert_int_eq(t.n, 4);
	ck_assert_uint_ne(t.number[0], 0);
	done(&t, true);
	expect(5, 6, false);
}
END_TEST

START_TEST(without_a_directory)
{
	uint64_t id, generation;

	start("/proc/no/such");
	append(1, 12);
	expect(1, 12, false);
	ck_assert(spooler_identity(spooler, &id, &generation));
	ck_assert_uint_ne(id, 0);
	ck_assert_uint_eq(generation, 0);
	ck_assert_int_eq(failures, 1);
	/* nobody takes them: they are given up, and counted */
	append(13, 15);
	queue_close(&queue);
	ck_assert(!spooler_drained(spooler, 1));
	ck_assert_int_eq(spooler_stop(&spooler), 3);
}
END_TEST

START_TEST(passed_over)
{
	start(dir);
	append(1, 2);
	expect(1, 2, true);
	spooler_supersede(spooler);
	spooler_supersede(spooler);
	append(3, 7);
	while (spooler_look(spooler).refused < 5)
		thread_sleep_ms(10);
	ck_assert_int_eq(on_disk(), 0);
	queue_close(&queue);
	ck_assert(spooler_drained(spooler, 5));
	ck_assert_int_eq(take().n, -1);
	ck_assert_int_eq(superseded, 1);
}
END_TEST

START_TEST(from_a_number_on_again)
{
	struct taken t;
	uint64_t second;

	start(dir);
	append(1, 5);
	while (on_disk() < 5)
		thread_sleep_ms(10);
	t = take();
	ck_assert_int_eq(t.n, 5);
	second = t.number[1];
	done(&t, true);
	ck_assert(spooler_seek(spooler, second));
	ck_assert_int_eq(on_disk(), 3);
	expect(3, 5, true);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spooler");
	TCase *tcase = tcase_create("spooler");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, by_disk_in_order);
	tcase_add_test(tcase, what_is_not_stored_is_there_at_the_next_start);
	tcase_add_test(tcase, through_memory_while_the_disk_is_full);
	tcase_add_test(tcase, what_is_on_disk_comes_first);
	tcase_add_test(tcase, without_a_directory);
	tcase_add_test(tcase, passed_over);
	tcase_add_test(tcase, from_a_number_on_again);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
