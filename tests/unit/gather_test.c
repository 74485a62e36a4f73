/*
 * gather_test.c - records that slurmdbd answers together
 *
 * This process plays slurmdbd: it has its list of slurmctlds, and a proc_req()
 * that calls itself for a message of many and commits as slurmdbd does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plugins/accounting_storage/pgsql/batch/batch.h"
#include "plugins/accounting_storage/pgsql/dbd/gather.h"
#include "src/slurmdbd/proc_req.h"

/* ------------------------------------------------------------ slurmdbd's */

slurm_list_t registered_clusters;
pthread_mutex_t registered_lock = PTHREAD_MUTEX_INITIALIZER;

static struct storage_conn conn = { .cluster_name = "c" };
static bool delays; /* CommitDelay */

static const struct record_kind plain = { .name = "plain" };
static const struct record_kind asking = { .name = "asking", .asks = true };

struct message {
	int n;		   /* records, or messages of one each */
	bool many;	   /* DBD_SEND_MULT_MSG */
	int answer[10000]; /* what each record was answered */
};

static record_sink_fn sink;

static int submit(const struct record_kind *kind, int what)
{
	struct record record = { .kind = kind, .what = (void *)(intptr_t)what };

	return sink(&conn, record);
}

/* The storage looks for it on the stack, by the name that the linker has;
 * what it takes differs between releases. */
extern int handle(struct message *message) __asm__("proc_req");

__attribute__((visibility("default"), noinline)) int
handle(struct message *message)
{
	static int next;

	for (int i = 0; i < message->n; i++) {
		struct message one = { .n = 1 };

		if (message->many) {
			handle(&one);
			message->answer[i] = one.answer[0];
		} else {
			message->answer[i] = submit(&plain, ++next);
		}
	}
	if (!delays)
		(void)gather_commit(&conn);
	return message->n; /* no tail call: the frame has to stay */
}

/* ------------------------------------------ what stands in for the others */

static bool down;
static int bad; /* this record is refused */
static int stored[20000], n_stored, transactions, letters;

void record_set_sink(record_sink_fn fn)
{
	sink = fn;
}

void record_free(struct record *record)
{
	record->what = NULL;
}

int record_find_cluster(struct storage_conn *c)
{
	return SLURM_SUCCESS;
}

int storage_enter(struct storage_conn *c)
{
	return down ? ESLURM_DB_CONNECTION : SLURM_SUCCESS;
}

void storage_leave(struct storage_conn *c)
{
}

void storage_log_error(struct pg_conn *pg)
{
}

enum pg_class storage_transact(struct storage_conn *c, pg_work_fn fn, void *arg)
{
	int before = n_stored;
	enum pg_class class = fn(NULL, arg);

	if (class != PG_OK)
		n_stored = before;
	else
		transactions++;
	return class;
}

enum pg_class batch_store(struct storage_conn *c, const struct record *records,
			  int n)
{
	for (int i = 0; i < n; i++) {
		if ((intptr_t)records[i].what == bad)
			return PG_RECORD;
		stored[n_stored++] = (int)(intptr_t)records[i].what;
	}
	return PG_OK;
}

int record_store(struct storage_conn *c, const struct record *record)
{
	if (down)
		return ESLURM_DB_CONNECTION;
	transactions++;
	if ((intptr_t)record->what == bad)
		letters++;
	else
		stored[n_stored++] = (int)(intptr_t)record->what;
	return SLURM_SUCCESS;
}

/* -------------------------------------------------------------- fixtures */

static int peer[2];
static slurmdbd_conn_t registered;
static slurm_persist_conn_t persist;

static void set_up(void)
{
	down = delays = false;
	bad = -1;
	n_stored = transactions = letters = 0;
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, peer), 0);
	persist.fd = peer[0];
	registered.conn = &persist;
	registered.db_conn = &conn;
	registered_clusters = list_create(NULL);
	list_append(registered_clusters, &registered);
	gather_start();
}

static void tear_down(void)
{
	down = false;
	gather_close(&conn);
	FREE_NULL_LIST(registered_clusters);
	close(peer[0]);
	close(peer[1]);
}

/* The slurmctld sees its link closed. */
static bool is_cut(void)
{
	char c;

	return recv(peer[1], &c, 1, MSG_DONTWAIT) == 0;
}

static int all_answered(const struct message *message, int answer)
{
	int n = 0;

	for (int i = 0; i < message->n; i++)
		n += message->answer[i] == answer;
	return n == message->n;
}

static struct message message;

static void say(int n, bool many)
{
	message = (struct message){ .n = n, .many = many };
	handle(&message);
}

/* ----------------------------------------------------------------- tests */

START_TEST(a_message_of_many_is_one_transaction)
{
	say(1000, true);
	ck_assert_int_eq(transactions, 1);
	ck_assert_int_eq(n_stored, 1000);
	for (int i = 1; i < n_stored; i++)
		ck_assert_int_eq(stored[i], stored[i - 1] + 1);
	ck_assert(all_answered(&message, SLURM_SUCCESS));
	ck_assert(!is_cut());
}
END_TEST

START_TEST(starts_of_many_jobs_too)
{
	say(1000, false);
	ck_assert_int_eq(transactions, 1);
	ck_assert_int_eq(n_stored, 1000);
}
END_TEST

START_TEST(each_message_is_stored_before_its_answer)
{
	for (int i = 1; i <= 5; i++) {
		say(1, false);
		ck_assert_int_eq(transactions, i);
		ck_assert_int_eq(n_stored, i);
	}
}
END_TEST

START_TEST(what_cannot_be_stored_is_not_answered)
{
	down = true;
	say(100, true);
	ck_assert_int_eq(n_stored, 0);
	ck_assert(is_cut());
	down = false; /* it comes again, and only then */
	say(1, true);
	ck_assert_int_eq(n_stored, 1);
}
END_TEST

START_TEST(one_that_is_refused_does_not_hold_up_the_others)
{
	say(1, false);
	bad = stored[0] + 37;
	n_stored = 0;
	say(100, true);
	ck_assert_int_eq(letters, 1);
	ck_assert_int_eq(n_stored, 99);
	for (int i = 1; i < n_stored; i++)
		ck_assert_int_gt(stored[i], stored[i - 1]);
	ck_assert(!is_cut());
}
END_TEST

START_TEST(others_than_slurmctlds_store_at_once)
{
	list_flush(registered_clusters);
	ck_assert_int_eq(submit(&plain, 1), SLURM_SUCCESS);
	ck_assert_int_eq(n_stored, 1);
	down = true;
	ck_assert_int_eq(submit(&plain, 2), ESLURM_DB_CONNECTION);
}
END_TEST

START_TEST(without_a_connection_nothing_is_gathered)
{
	struct record record = { .kind = &plain, .what = (void *)1 };

	down = true;
	ck_assert_int_eq(sink(NULL, record), ESLURM_DB_CONNECTION);
}
END_TEST

START_TEST(within_a_client_transaction_too)
{
	conn.changing = true;
	ck_assert_int_eq(submit(&plain, 1), SLURM_SUCCESS);
	conn.changing = false;
	ck_assert_int_eq(n_stored, 1);
}
END_TEST

START_TEST(one_that_asks_comes_after_those_that_wait)
{
	submit(&plain, 1);
	submit(&plain, 2);
	ck_assert_int_eq(n_stored, 0);
	ck_assert_int_eq(submit(&asking, 3), SLURM_SUCCESS);
	ck_assert_int_eq(n_stored, 3);
	ck_assert_int_eq(stored[2], 3);
	submit(&plain, 4);
	down = true;
	ck_assert_int_eq(submit(&asking, 5), ESLURM_DB_CONNECTION);
	down = false;
	ck_assert_int_eq(gather_commit(&conn), SLURM_SUCCESS);
	ck_assert_int_eq(n_stored, 4);
	ck_assert_int_eq(stored[3], 4);
}
END_TEST

START_TEST(with_commit_delay_they_wait_for_the_clock)
{
	delays = true;
	say(1000, true);
	ck_assert_int_eq(n_stored, 0);
	ck_assert_int_eq(gather_commit(&conn), SLURM_SUCCESS);
	ck_assert_int_eq(n_stored, 1000);
	ck_assert_int_eq(transactions, 1);
}
END_TEST

START_TEST(with_commit_delay_what_cannot_be_stored_stays)
{
	delays = true;
	say(1000, true);
	down = true;
	ck_assert_int_eq(gather_commit(&conn), ESLURM_DB_CONNECTION);
	ck_assert(!is_cut());
	down = false;
	ck_assert_int_eq(gather_commit(&conn), SLURM_SUCCESS);
	ck_assert_int_eq(n_stored, 1000);
}
END_TEST

START_TEST(they_are_bounded)
{
	delays = down = true;
	say(5000, true);
	ck_assert_int_eq(message.answer[3999], SLURM_SUCCESS);
	ck_assert_int_eq(message.answer[4000], ESLURM_DB_CONNECTION);
	down = false;
	ck_assert_int_eq(gather_commit(&conn), SLURM_SUCCESS);
	ck_assert_int_eq(n_stored, 4000);
	say(5000, true); /* those that find no room are made some */
	ck_assert(all_answered(&message, SLURM_SUCCESS));
	ck_assert_int_eq(n_stored, 8000);
}
END_TEST

START_TEST(a_closed_connection_stores_what_it_has)
{
	delays = true;
	say(10, true);
	gather_close(&conn);
	ck_assert_int_eq(n_stored, 10);
	ck_assert_ptr_null(conn.gather);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("gather");
	TCase *tcase = tcase_create("gather");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_message_of_many_is_one_transaction);
	tcase_add_test(tcase, starts_of_many_jobs_too);
	tcase_add_test(tcase, each_message_is_stored_before_its_answer);
	tcase_add_test(tcase, what_cannot_be_stored_is_not_answered);
	tcase_add_test(tcase, one_that_is_refused_does_not_hold_up_the_others);
	tcase_add_test(tcase, others_than_slurmctlds_store_at_once);
	tcase_add_test(tcase, without_a_connection_nothing_is_gathered);
	tcase_add_test(tcase, within_a_client_transaction_too);
	tcase_add_test(tcase, one_that_asks_comes_after_those_that_wait);
	tcase_add_test(tcase, with_commit_delay_they_wait_for_the_clock);
	tcase_add_test(tcase, with_commit_delay_what_cannot_be_stored_stays);
	tcase_add_test(tcase, they_are_bounded);
	tcase_add_test(tcase, a_closed_connection_stores_what_it_has);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
