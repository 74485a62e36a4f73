/*
 * writer_test.c - the writer against a sink that fails in every way
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fake_records.h"
#include "plugins/accounting_storage/pgsql/direct/queue.h"
#include "plugins/accounting_storage/pgsql/direct/thread.h"
#include "plugins/accounting_storage/pgsql/direct/writer.h"

#define MOST 5000

/* What the database would be. Records 1000 on are refused, from 2000 on even
 * as dead letters. */
static struct {
	pthread_mutex_t lock;
	enum pg_class answer; /* not PG_OK: to everything */
	bool hangs;           /* until *stop, like an unanswered statement */
	int transactions, largest, stored, dead;
	int number[MOST];             /* of the stored, in order */
	int faults, recoveries, lost; /* lines in the log */
	int kept;                     /* taken, and not stored */
	bool abandons;
} db = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct queue queue;
static struct writer *writer;
static volatile bool stop;

static void set(enum pg_class answer, bool hangs)
{
	pthread_mutex_lock(&db.lock);
	db.answer = answer;
	db.hangs = hangs;
	pthread_mutex_unlock(&db.lock);
}

static enum pg_class availability(void)
{
	enum pg_class class;
	bool hangs;

	do {
		pthread_mutex_lock(&db.lock);
		hangs = db.hangs;
		class = db.answer;
		pthread_mutex_unlock(&db.lock);
		if (hangs)
			thread_sleep_ms(5);
	} while (hangs && !stop);
	return hangs ? PG_CONNECTION : class;
}

static bool refused(const struct record *record)
{
	return fake_number(record) >= 1000;
}

/* Where records come from: straight from the queue. */
static int db_take(void *arg, struct record *records, uint64_t *numbers,
		   int max)
{
	int n = queue_take(&queue, records, max);

	for (int i = 0; i < n; i++)
		numbers[i] = 1000000 + fake_number(&records[i]);
	return n ? n : -1;
}

static void db_done(void *arg, struct record *records, const uint64_t *numbers,
		    int n, bool stored)
{
	pthread_mutex_lock(&db.lock);
	for (int i = 0; i < n; i++) {
		if (!stored)
			db.kept++;
		records[i].kind->free(records[i].what);
	}
	pthread_mutex_unlock(&db.lock);
}

static enum pg_class db_prepare(void *arg)
{
	return PG_OK;
}

static bool db_abandons(void *arg)
{
	return db.abandons;
}

static enum pg_class db_store(void *arg, const struct record *records,
			      const uint64_t *numbers, int n)
{
	enum pg_class class = availability();

	if (class)
		return class;
	for (int i = 0; i < n; i++)
		if (refused(&records[i]))
			return PG_RECORD;
	pthread_mutex_lock(&db.lock);
	db.transactions++;
	if (n > db.largest)
		db.largest = n;
	for (int i = 0; i < n; i++) {
		ck_assert_uint_eq(numbers[i],
				  1000000 + fake_number(&records[i]));
		db.number[db.stored++] = fake_number(&records[i]);
	}
	pthread_mutex_unlock(&db.lock);
	return PG_OK;
}

static enum pg_class db_store_single(void *arg, const struct record *record,
				     uint64_t number)
{
	enum pg_class class = availability();

	if (class)
		return class;
	if (fake_number(record) >= 2000)
		return PG_RECORD;
	if (!refused(record))
		return db_store(arg, record, &number, 1);
	pthread_mutex_lock(&db.lock);
	db.dead++;
	pthread_mutex_unlock(&db.lock);
	return PG_OK;
}

static char *db_explain(void *arg)
{
	return strdup("permission denied");
}

static void count_line(enum pg_log_level level, const char *line)
{
	pthread_mutex_lock(&db.lock);
	if (strstr(line, "permission denied") && strstr(line, "records wait"))
		db.faults++;
	if (strstr(line, "takes accounting records again"))
		db.recoveries++;
	if (strstr(line, "{\"number\": 2000}"))
		db.lost++;
	pthread_mutex_unlock(&db.lock);
}

static const struct writer_sink sink = {
	.take = db_take,
	.done = db_done,
	.prepare = db_prepare,
	.abandons = db_abandons,
	.store = db_store,
	.store_single = db_store_single,
	.explain = db_explain,
	.log = count_line,
	.batch = 100,
	.first_ms = 10,
	.limit_ms = 40,
};

static void append(int number)
{
	queue_append(&queue, fake_record(RECORD_KEEP, number));
}

static int value(const int *counter)
{
	int n;

	pthread_mutex_lock(&db.lock);
	n = *counter;
	pthread_mutex_unlock(&db.lock);
	return n;
}

/* For at most 5 s. */
static bool becomes(const int *counter, int wanted)
{
	for (int i = 0; i < 1000 && value(counter) != wanted; i++)
		thread_sleep_ms(5);
	return value(counter) == wanted;
}

static void setup(void)
{
	memset(&db.answer, 0, sizeof(db) - offsetof(typeof(db), answer));
	queue_init(&queue, 10000);
	writer = NULL;
}

static bool end(int seconds)
{
	queue_close(&queue);
	return writer_stop(&writer, seconds);
}

static void start(void)
{
	writer = writer_start(&sink, &stop);
	ck_assert_ptr_nonnull(writer);
}

static void teardown(void)
{
	(void)end(0);
	queue_destroy(&queue);
	ck_assert_int_eq(fake_alive, 0);
}

START_TEST(records_go_in_order_and_in_batches)
{
	for (int i = 0; i < 950; i++)
		append(i);
	start();
	ck_assert(end(5));
	ck_assert_int_eq(db.kept, 0);
	ck_assert_int_eq(db.stored, 950);
	ck_assert_int_eq(db.largest, 100);
	ck_assert_int_eq(db.transactions, 10);
	for (int i = 0; i < 950; i++)
		ck_assert_int_eq(db.number[i], i);
}
END_TEST

START_TEST(a_batch_is_split_down_to_the_culprit)
{
	for (int i = 0; i < 100; i++)
		append(i == 37 ? 1000 : i);
	start();
	ck_assert(end(5));
	ck_assert_int_eq(db.kept, 0);
	ck_assert_int_eq(db.dead, 1);
	ck_assert_int_eq(db.stored, 99);
	/* halving 100 down to one: at most 7 levels, one good part each */
	ck_assert_int_le(db.transactions, 7);
	for (int i = 1; i < 99; i++)
		ck_assert_int_lt(db.number[i - 1], db.number[i]);
}
END_TEST

START_TEST(every_culprit_is_found)
{
	for (int i = 0; i < 100; i++)
		append(i % 10 == 3 ? 1000 + i : i);
	start();
	ck_assert(end(5));
	ck_assert_int_eq(db.kept, 0);
	ck_assert_int_eq(db.dead, 10);
	ck_assert_int_eq(db.stored, 90);
}
END_TEST

START_TEST(what_cannot_even_be_a_dead_letter_is_written_to_the_log)
{
	append(1);
	append(2000);
	append(2);
	start();
	ck_assert(end(5));
	ck_assert_int_eq(db.kept, 0);
	ck_assert_int_eq(db.stored, 2);
	ck_assert_int_eq(db.lost, 1);
}
END_TEST

START_TEST(a_fault_of_the_installation_is_logged_once_and_keeps_all)
{
	set(PG_INSTALLATION, false);
	start();
	for (int i = 0; i < 250; i++)
		append(i);
	ck_assert(becomes(&db.faults, 1));
	thread_sleep_ms(200);
	ck_assert_int_eq(value(&db.faults), 1);
	ck_assert_int_eq(queue_look(&queue).count, 250);
	set(PG_OK, false);
	ck_assert(becomes(&db.stored, 250));
	ck_assert(becomes(&db.recoveries, 1));
}
END_TEST

START_TEST(appending_does_not_wait_for_a_hanging_database)
{
	struct timespec a, b;
	long us;

	set(PG_OK, true);
	start();
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (int i = 0; i < 900; i++)
		append(i);
	clock_gettime(CLOCK_MONOTONIC, &b);
	us = (b.tv_sec - a.tv_sec) * 1000000 + (b.tv_nsec - a.tv_nsec) / 1000;
	ck_assert_int_lt(us, 500000);
	set(PG_OK, false);
	ck_assert(becomes(&db.stored, 900));
}
END_TEST

START_TEST(a_stop_while_the_database_hangs_is_bounded_and_counts)
{
	struct timespec a, b;

	set(PG_OK, true);
	start();
	for (int i = 0; i < 730; i++)
		append(i);
	thread_sleep_ms(50);
	clock_gettime(CLOCK_MONOTONIC, &a);
	ck_assert(!end(1));
	clock_gettime(CLOCK_MONOTONIC, &b);
	ck_assert_int_le(b.tv_sec - a.tv_sec, 3);
	/* what it had taken is left as it was */
	ck_assert_int_le(db.kept, 100);
	ck_assert_int_gt(db.kept, 0);
	ck_assert_int_eq(db.stored, 0);
	ck_assert_int_eq(fake_alive, 730 - db.kept);
}
END_TEST

/* The database has gone back, say: the records come again from elsewhere. */
START_TEST(a_batch_that_is_abandoned_is_left)
{
	set(PG_UNKNOWN, false);
	db.abandons = true;
	for (int i = 0; i < 250; i++)
		append(i);
	start();
	ck_assert(becomes(&db.kept, 250));
	ck_assert_int_eq(value(&db.faults), 0);
	ck_assert_int_eq(db.stored, 0);
	db.abandons = false;
	set(PG_OK, false);
	append(1);
	ck_assert(becomes(&db.stored, 1));
}
END_TEST

START_TEST(it_tells_how_long_a_transaction_takes)
{
	start();
	ck_assert_int_eq(writer_busy_ms(writer), 0);
	set(PG_OK, true);
	append(1);
	thread_sleep_ms(300);
	ck_assert_int_ge(writer_busy_ms(writer), 200);
	set(PG_OK, false);
	ck_assert(becomes(&db.stored, 1));
	thread_sleep_ms(50);
	ck_assert_int_eq(writer_busy_ms(writer), 0);
}
END_TEST

START_TEST(it_starts_again_after_a_stop)
{
	start();
	append(1);
	ck_assert(end(5));
	ck_assert_int_eq(db.kept, 0);
	append(2); /* between two lives it waits */
	queue_open(&queue);
	start();
	append(3);
	ck_assert(end(5));
	ck_assert_int_eq(db.kept, 0);
	ck_assert_int_eq(db.stored, 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("writer");
	TCase *cases = tcase_create("writer");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 20);
	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, records_go_in_order_and_in_batches);
	tcase_add_test(cases, a_batch_is_split_down_to_the_culprit);
	tcase_add_test(cases, every_culprit_is_found);
	tcase_add_test(cases,
		       what_cannot_even_be_a_dead_letter_is_written_to_the_log);
	tcase_add_test(
		cases,
		a_fault_of_the_installation_is_logged_once_and_keeps_all);
	tcase_add_test(cases, appending_does_not_wait_for_a_hanging_database);
	tcase_add_test(cases,
		       a_stop_while_the_database_hangs_is_bounded_and_counts);
	tcase_add_test(cases, it_starts_again_after_a_stop);
	tcase_add_test(cases, a_batch_that_is_abandoned_is_left);
	tcase_add_test(cases, it_tells_how_long_a_transaction_takes);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
