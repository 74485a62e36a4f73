/*
 * pg_exec_test.c - statements, transactions, failures and retries, through
 * the fake driver
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"
#include "src/pg/fake.h"

static struct pg_fake *fake;
static struct pg_conn *conn;
static char logged[4096];
static int log_lines;

static void log_line(enum pg_log_level level, const char *line)
{
	size_t had = strlen(logged);

	log_lines++;
	snprintf(logged + had, sizeof(logged) - had, "%s\n", line);
}

static void setup(void)
{
	logged[0] = '\0';
	log_lines = 0;
	fake = pg_fake_new();
	conn = pg_fake_conn(fake, log_line);
}

static void teardown(void)
{
	const char *verdict = pg_fake_verdict(fake);

	ck_assert_msg(!verdict, "%s", verdict);
	ck_assert_msg(!strstr(logged, "internal error"), "%s", logged);
	pg_conn_free(&conn);
	pg_fake_free(&fake);
}

static void connected(void)
{
	ck_assert_int_eq(pg_connect(conn), PG_OK);
}

static const struct pg_statement one = { "one", "SELECT 1" };
static const struct pg_statement two = { "two", "SELECT 2" };

static enum pg_class exec(const struct pg_statement *statement)
{
	return pg_exec(conn, statement, NULL, NULL);
}

/* ------------------------------------------------------------ connecting */

START_TEST(test_not_connected)
{
	ck_assert_int_eq(exec(&one), PG_CONNECTION);
	ck_assert_int_eq(pg_begin(conn), PG_CONNECTION);
	ck_assert_int_eq(pg_commit(conn), PG_CONNECTION);
	ck_assert(!pg_is_connected(conn));
	ck_assert_int_eq(pg_socket(conn), -1);
}
END_TEST

START_TEST(test_encoding_refused)
{
	pg_fake_encoding(fake, "LATIN1");
	ck_assert_int_eq(pg_connect(conn), PG_INSTALLATION);
	ck_assert(strstr(pg_last_error(conn)->message, "LATIN1"));
	ck_assert(strstr(pg_last_error(conn)->message, "ENCODING 'UTF8'"));
	ck_assert(!pg_is_connected(conn));
}
END_TEST

START_TEST(test_connect_logs_once)
{
	pg_fake_refuse(fake, 3, NULL, "nobody there");
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(pg_connect(conn), PG_CONNECTION);
	ck_assert_int_eq(log_lines, 1);
	ck_assert(strstr(logged, "connect: nobody there [connection]"));
	pg_fake_pass_ms(fake, 12340);
	connected();
	connected(); /* nothing to do */
	ck_assert_int_eq(log_lines, 2);
	ck_assert(strstr(logged, "works again after 12.3 s"));
	ck_assert_int_eq(pg_fake_connects(fake), 4);
}
END_TEST

START_TEST(test_lost_while_idle)
{
	connected();
	pg_fake_close_idle(fake);
	connected();
	ck_assert_int_eq(pg_fake_connects(fake), 2);
	ck_assert_uint_eq(pg_session_number(conn), 2);
}
END_TEST

START_TEST(test_wait)
{
	pg_fake_refuse(fake, 1, NULL, "nobody there");
	ck_assert_int_eq(pg_connect_wait(conn, 60, NULL), PG_OK);
	ck_assert_int_eq(log_lines, 2);
	ck_assert(strstr(logged, "waiting for the server at host fake"));
	ck_assert(strstr(logged, "the server is there after"));
}
END_TEST

START_TEST(test_wait_ends)
{
	volatile bool stop = false;

	pg_fake_refuse(fake, 1000, NULL, "nobody there");
	ck_assert_int_eq(pg_connect_wait(conn, 30, NULL), PG_CONNECTION);
	ck_assert_int_ge(pg_fake_slept_ms(fake), 30000);
	ck_assert_int_lt(pg_fake_slept_ms(fake), 33000);
	ck_assert_int_eq(log_lines, 2);
	/* nothing but a ping while nobody answers */
	ck_assert_int_eq(pg_fake_connects(fake), 1);
	pg_fake_stop_at(fake, pg_fake_slept_ms(fake) + 5000, &stop);
	ck_assert_int_eq(pg_connect_wait(conn, 1000, &stop), PG_CONNECTION);
	ck_assert_int_lt(pg_fake_slept_ms(fake), 45000);
}
END_TEST

START_TEST(test_wait_not_for_ever_wrong)
{
	pg_fake_refuse(fake, 1, "28P01", "password authentication failed");
	ck_assert_int_eq(pg_connect_wait(conn, 60, NULL), PG_INSTALLATION);
	ck_assert_int_eq(pg_fake_slept_ms(fake), 0);
}
END_TEST

/* --------------------------------------------------------------- classes */

static const struct {
	const char *sqlstate, *constraint, *function;
	enum pg_class class;
} classes[] = {
	{ "22001", NULL, NULL, PG_RECORD },
	{ "22021", NULL, NULL, PG_RECORD },
	{ "22P02", NULL, NULL, PG_RECORD },
	{ "23505", "job_pkey", NULL, PG_RECORD },
	{ "23502", NULL, NULL, PG_RECORD },
	{ "23514", "job_check", NULL, PG_RECORD },
	{ "23514", NULL, "ExecFindPartition", PG_NO_PARTITION },
	{ "40001", NULL, NULL, PG_RETRY },
	{ "40P01", NULL, NULL, PG_RETRY },
	{ "55P03", NULL, NULL, PG_RETRY },
	{ "57014", NULL, NULL, PG_RETRY },
	{ "26000", NULL, NULL, PG_RETRY },
	{ "0A000", NULL, "RevalidateCachedQuery", PG_RETRY },
	{ "0A000", NULL, "other", PG_INSTALLATION },
	{ "0A000", NULL, NULL, PG_INSTALLATION },
	{ "08006", NULL, NULL, PG_CONNECTION },
	{ "25006", NULL, NULL, PG_CONNECTION },
	{ "57P01", NULL, NULL, PG_CONNECTION },
	{ "57P02", NULL, NULL, PG_CONNECTION },
	{ "57P03", NULL, NULL, PG_CONNECTION },
	{ "25P03", NULL, NULL, PG_CONNECTION },
	{ "53100", NULL, NULL, PG_RESOURCE },
	{ "53300", NULL, NULL, PG_RESOURCE },
	{ "58030", NULL, NULL, PG_RESOURCE },
	{ "54000", NULL, NULL, PG_RECORD },
	{ "54001", NULL, NULL, PG_INSTALLATION },
	{ "42P01", NULL, NULL, PG_INSTALLATION },
	{ "42501", NULL, NULL, PG_INSTALLATION },
	{ "28P01", NULL, NULL, PG_INSTALLATION },
	{ "3D000", NULL, NULL, PG_INSTALLATION },
	{ "XX001", NULL, NULL, PG_INSTALLATION },
	{ "P0001", NULL, NULL, PG_INSTALLATION },
	{ "25P02", NULL, NULL, PG_INSTALLATION },
};

START_TEST(test_class)
{
	connected();
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, classes[_i].sqlstate, "said so");
	if (classes[_i].constraint)
		pg_fake_constraint(fake, classes[_i].constraint);
	if (classes[_i].function)
		pg_fake_function(fake, classes[_i].function);
	ck_assert_int_eq(exec(&one), classes[_i].class);
	ck_assert_int_eq(pg_last_error(conn)->class, classes[_i].class);
	ck_assert_str_eq(pg_last_error(conn)->sqlstate, classes[_i].sqlstate);
	ck_assert_str_eq(pg_last_error(conn)->statement, "one");
	ck_assert_str_eq(pg_last_error(conn)->message, "said so");
	ck_assert_pstr_eq(pg_last_error(conn)->constraint,
			  classes[_i].constraint);
	ck_assert_int_eq(log_lines, 0);
}
END_TEST

START_TEST(test_link_lost)
{
	connected();
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, NULL, "server closed the connection");
	ck_assert_int_eq(exec(&one), PG_CONNECTION);
	ck_assert(!pg_is_connected(conn));
	ck_assert_int_eq(exec(&one), PG_CONNECTION);
	connected();
	ck_assert_int_eq(pg_fake_connects(fake), 2);
}
END_TEST

START_TEST(test_error_line)
{
	struct pg_error error = { .statement = "job_merge",
				  .sqlstate = "23505", .message = "dup\nkey",
				  .detail = "Key (a)", .hint = "do x" };
	char *line = pg_error_line(&error);

	ck_assert_str_eq(line,
			 "job_merge: dup key (SQLSTATE 23505); Key (a); hint: do x");
	free(line);
	error = (struct pg_error){ .statement = "connect", .message = "gone" };
	line = pg_error_line(&error);
	ck_assert_str_eq(line, "connect: gone");
	free(line);
}
END_TEST

/* A server that turned read-only is left as soon as it is idle. */
START_TEST(test_read_only_reconnects)
{
	connected();
	ck_assert_int_eq(pg_fake_connects(fake), 1);
	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "25006", "read-only transaction");
	pg_fake_expect(fake, "rollback");
	ck_assert_int_eq(pg_begin(conn), PG_OK);
	ck_assert_int_eq(exec(&one), PG_CONNECTION);
	pg_rollback(conn);
	connected();
	ck_assert_int_eq(pg_fake_connects(fake), 2);
}
END_TEST

/* -------------------------------------------------------------- preparing */

START_TEST(test_prepared_once_per_session)
{
	connected();
	for (int i = 0; i < 3; i++) {
		pg_fake_expect(fake, "one");
		ck_assert_int_eq(exec(&one), PG_OK);
	}
	ck_assert_int_eq(pg_fake_prepares(fake), 1);
	pg_fake_expect(fake, "two");
	ck_assert_int_eq(exec(&two), PG_OK);
	ck_assert_int_eq(pg_fake_prepares(fake), 2);
	ck_assert_int_eq(pg_fake_unprepared(fake), 0);
	pg_disconnect(conn);
	connected();
	pg_fake_expect(fake, "one");
	ck_assert_int_eq(exec(&one), PG_OK);
	ck_assert_int_eq(pg_fake_prepares(fake), 3);
}
END_TEST

START_TEST(test_same_name_other_text)
{
	struct pg_statement other = { "one", "SELECT 1 WHERE true" };

	connected();
	pg_fake_expect(fake, "one");
	ck_assert_int_eq(exec(&one), PG_OK);
	pg_fake_expect(fake, "one");
	pg_fake_text(fake, "/* one */ SELECT 1 WHERE true");
	ck_assert_int_eq(exec(&other), PG_OK);
	ck_assert_int_eq(pg_fake_prepares(fake), 1);
	ck_assert_int_eq(pg_fake_unprepared(fake), 1);
}
END_TEST

/* 26000: the server has forgotten; a new session knows nothing either. */
START_TEST(test_prepared_lost)
{
	connected();
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "26000", "prepared statement does not exist");
	ck_assert_int_eq(exec(&one), PG_RETRY);
	connected();
	ck_assert_int_eq(pg_fake_connects(fake), 2);
	pg_fake_expect(fake, "one");
	ck_assert_int_eq(exec(&one), PG_OK);
	ck_assert_int_eq(pg_fake_prepares(fake), 2);
}
END_TEST

/* ----------------------------------------------------------------- values */

START_TEST(test_values)
{
	struct pg_result *result;
	struct pg_params p = { 0 };
	int64_t *v;
	int n;

	connected();
	pg_fake_expect(fake, "one");
	pg_fake_param(fake, "x");
	pg_fake_param(fake, NULL);
	pg_fake_columns(fake, 7, "i", "u", "d", "b", "t", "null", "a");
	pg_fake_row(fake, 7, "-5", "18446744073709551615", "1.5", "t",
		    "2024-02-29 12:00:00+00", NULL, "{4,NULL,-6}");
	pg_fake_row(fake, 7, NULL, NULL, NULL, NULL, NULL, NULL, "{}");
	pg_fake_affected(fake, 2);
	pg_add_text(&p, "x");
	pg_add_null(&p);
	ck_assert_int_eq(pg_exec(conn, &one, &p, &result), PG_OK);
	ck_assert_int_eq(pg_rows(result), 2);
	ck_assert_int_eq(pg_columns(result), 7);
	ck_assert_int_eq(pg_column(result, "b"), 3);
	ck_assert_int_eq(pg_column(result, "nope"), -1);
	ck_assert_int_eq(pg_affected(result), 2);
	ck_assert_int_eq(pg_int(result, 0, 0, 1), -5);
	ck_assert(pg_uint64(result, 0, 1, 0) == UINT64_MAX);
	ck_assert(pg_double(result, 0, 2, 0) == 1.5);
	ck_assert(pg_bool(result, 0, 3));
	ck_assert_int_eq(pg_time(result, 0, 4), 1709208000);
	ck_assert(pg_is_null(result, 0, 5));
	ck_assert_str_eq(pg_text(result, 0, 5), "");
	v = pg_int_array(result, 0, 6, &n);
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(v[0], 4);
	ck_assert_int_eq(v[1], -6);
	free(v);
	ck_assert_int_eq(pg_int(result, 1, 0, 77), 77);
	ck_assert(pg_uint64(result, 1, 1, 78) == 78);
	ck_assert(pg_double(result, 1, 2, 2.5) == 2.5);
	ck_assert(!pg_bool(result, 1, 3));
	ck_assert_int_eq(pg_time(result, 1, 4), 0);
	ck_assert_ptr_null(pg_int_array(result, 1, 6, &n));
	ck_assert_int_eq(n, 0);
	pg_result_free(&result);
	ck_assert_ptr_null(result);
	pg_params_free(&p);
}
END_TEST

START_TEST(test_out_of_memory_params)
{
	struct pg_params p = { .failed = true };
	struct pg_result *result = (void *) 1;

	connected();
	ck_assert_int_eq(pg_exec(conn, &one, &p, &result), PG_RESOURCE);
	ck_assert_ptr_null(result);
}
END_TEST

static bool sum_until_three(const struct pg_result *row, void *arg)
{
	int64_t *sum = arg, value = pg_int(row, 0, 0, 0);

	ck_assert_int_eq(pg_rows(row), 1);
	*sum += value;
	return value != 3;
}

START_TEST(test_each)
{
	int64_t sum = 0;

	connected();
	pg_fake_expect(fake, "one");
	pg_fake_row(fake, 1, "1");
	pg_fake_row(fake, 1, "2");
	ck_assert_int_eq(pg_exec_each(conn, &one, NULL, sum_until_three, &sum),
			 PG_OK);
	ck_assert_int_eq(sum, 3);
	/* stopped by the caller */
	sum = 0;
	pg_fake_expect(fake, "one");
	pg_fake_row(fake, 1, "3");
	pg_fake_row(fake, 1, "100");
	ck_assert_int_eq(pg_exec_each(conn, &one, NULL, sum_until_three, &sum),
			 PG_OK);
	ck_assert_int_eq(sum, 3);
	/* failed after a row */
	sum = 0;
	pg_fake_expect(fake, "one");
	pg_fake_row(fake, 1, "1");
	pg_fake_error(fake, "57014", "timeout");
	ck_assert_int_eq(pg_exec_each(conn, &one, NULL, sum_until_three, &sum),
			 PG_RETRY);
	ck_assert_int_eq(sum, 1);
	pg_fake_expect(fake, "two");
	ck_assert_int_eq(exec(&two), PG_OK);
}
END_TEST

/* ----------------------------------------------------------- transactions */

static void begun(void)
{
	connected();
	pg_fake_expect(fake, "begin");
	ck_assert_int_eq(pg_begin(conn), PG_OK);
	ck_assert(pg_in_transaction(conn));
}

START_TEST(test_commit)
{
	begun();
	ck_assert_int_eq(pg_begin(conn), PG_INSTALLATION); /* not twice */
	pg_fake_expect(fake, "commit");
	ck_assert_int_eq(pg_commit(conn), PG_OK);
	ck_assert(!pg_in_transaction(conn));
	ck_assert_int_eq(pg_commit(conn), PG_INSTALLATION);
	pg_rollback(conn); /* nothing to do */
}
END_TEST

START_TEST(test_commit_unknown)
{
	begun();
	pg_fake_expect(fake, "commit");
	pg_fake_error(fake, NULL, "server closed the connection");
	ck_assert_int_eq(pg_commit(conn), PG_UNKNOWN);
	ck_assert(!pg_is_connected(conn));
}
END_TEST

START_TEST(test_commit_not_replicated)
{
	begun();
	pg_fake_expect(fake, "commit");
	pg_fake_not_replicated(fake);
	ck_assert_int_eq(pg_commit(conn), PG_UNKNOWN);
	ck_assert(strstr(pg_last_error(conn)->message, "replicated"));
}
END_TEST

/* The server's own refusal is no doubt: nothing was written. */
START_TEST(test_commit_refused)
{
	begun();
	pg_fake_expect(fake, "commit");
	pg_fake_error(fake, "40001", "could not serialize");
	ck_assert_int_eq(pg_commit(conn), PG_RETRY);
	ck_assert(pg_is_connected(conn));
}
END_TEST

/* COMMIT of a failed transaction would be a ROLLBACK that looks well. */
START_TEST(test_commit_after_failure)
{
	begun();
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "22001", "too long");
	ck_assert_int_eq(exec(&one), PG_RECORD);
	/* what comes then is not sent, and fails as the first did */
	ck_assert_int_eq(exec(&two), PG_RECORD);
	ck_assert_int_eq(pg_savepoint(conn), PG_RECORD);
	pg_fake_expect(fake, "rollback");
	ck_assert_int_eq(pg_commit(conn), PG_RECORD);
	ck_assert(!pg_in_transaction(conn));
	ck_assert(pg_is_connected(conn));
}
END_TEST

START_TEST(test_rollback_fails)
{
	begun();
	pg_fake_expect(fake, "rollback");
	pg_fake_error(fake, NULL, "gone");
	pg_rollback(conn);
	ck_assert(!pg_is_connected(conn));
}
END_TEST

START_TEST(test_savepoint)
{
	begun();
	pg_fake_expect(fake, "savepoint");
	ck_assert_int_eq(pg_savepoint(conn), PG_OK);
	pg_fake_expect(fake, "one");
	pg_fake_error(fake, "23505", "duplicate");
	ck_assert_int_eq(exec(&one), PG_RECORD);
	pg_fake_expect(fake, "savepoint_rollback");
	ck_assert_int_eq(pg_savepoint_rollback(conn), PG_OK);
	pg_fake_expect(fake, "savepoint");
	ck_assert_int_eq(pg_savepoint(conn), PG_OK);
	pg_fake_expect(fake, "two");
	ck_assert_int_eq(exec(&two), PG_OK);
	pg_fake_expect(fake, "savepoint_release");
	ck_assert_int_eq(pg_savepoint_release(conn), PG_OK);
	pg_fake_expect(fake, "commit");
	ck_assert_int_eq(pg_commit(conn), PG_OK);
}
END_TEST

/* ---------------------------------------------------------------- retries */

static enum pg_class work(struct pg_conn *c, void *arg)
{
	int *runs = arg;

	(*runs)++;
	return pg_exec(c, &one, NULL, NULL);
}

static void expect_run(const char *sqlstate)
{
	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "one");
	if (!sqlstate) {
		pg_fake_expect(fake, "commit");
		return;
	}
	pg_fake_error(fake, sqlstate, "trouble");
	pg_fake_expect(fake, "rollback");
}

START_TEST(test_run_retries)
{
	volatile bool stop = false;
	struct pg_retry retry = pg_retry_forever(&stop);
	int runs = 0;

	pg_fake_refuse(fake, 5, NULL, "nobody there");
	expect_run("40P01");
	expect_run("40P01");
	expect_run(NULL);
	ck_assert_int_eq(pg_run(conn, &retry, work, &runs), PG_OK);
	ck_assert_int_eq(runs, 3);
	/* the first failure, the change of its kind, the recovery */
	ck_assert_int_eq(log_lines, 3);
	ck_assert(strstr(logged, "nobody there [connection]"));
	ck_assert(strstr(logged, "SQLSTATE 40P01"));
	ck_assert(strstr(logged, "[to be tried again; 4 more since]"));
	ck_assert(strstr(logged, "works again after"));
}
END_TEST

/* A lost answer to COMMIT is replayed. */
START_TEST(test_run_unknown)
{
	struct pg_retry retry = pg_retry_client();
	int runs = 0;

	pg_fake_expect(fake, "begin");
	pg_fake_expect(fake, "one");
	pg_fake_expect(fake, "commit");
	pg_fake_error(fake, NULL, "gone");
	expect_run(NULL);
	ck_assert_int_eq(pg_run(conn, &retry, work, &runs), PG_OK);
	ck_assert_int_eq(runs, 2);
	ck_assert_int_eq(pg_fake_connects(fake), 2);
}
END_TEST

START_TEST(test_run_final)
{
	struct pg_retry retry = pg_retry_client();
	int runs = 0;

	expect_run("22001");
	ck_assert_int_eq(pg_run(conn, &retry, work, &runs), PG_RECORD);
	ck_assert_int_eq(runs, 1);
	ck_assert_int_eq(pg_fake_slept_ms(fake), 0);
	ck_assert_int_eq(log_lines, 0);
}
END_TEST

START_TEST(test_run_gives_up)
{
	struct pg_retry retry = pg_retry_client();
	int runs = 0;

	for (int i = 0; i < 5; i++)
		expect_run("53100");
	ck_assert_int_eq(pg_run(conn, &retry, work, &runs), PG_RESOURCE);
	ck_assert_int_eq(runs, 5);
	ck_assert_int_eq(log_lines, 1);
}
END_TEST

START_TEST(test_run_bounded_in_time)
{
	struct pg_retry retry = { .first_ms = 100, .limit_ms = 1000,
				  .seconds = 20 };
	int runs = 0;

	pg_fake_refuse(fake, 100000, NULL, "nobody there");
	ck_assert_int_eq(pg_run(conn, &retry, work, &runs), PG_CONNECTION);
	ck_assert_int_ge(pg_fake_slept_ms(fake), 20000);
	ck_assert_int_lt(pg_fake_slept_ms(fake), 21001);
	ck_assert_int_eq(runs, 0);
}
END_TEST

START_TEST(test_run_stops)
{
	volatile bool stop = false;
	struct pg_retry retry = pg_retry_forever(&stop);
	int runs = 0;

	pg_fake_refuse(fake, 100000, NULL, "nobody there");
	pg_fake_stop_at(fake, 3600 * 1000, &stop);
	ck_assert_int_eq(pg_run(conn, &retry, work, &runs), PG_CONNECTION);
	/* stops within a step of its sleep, and backs off until then */
	ck_assert_int_lt(pg_fake_slept_ms(fake), 3600 * 1000 + 101);
	ck_assert_int_lt(pg_fake_connects(fake), 1000);
	/* the first, and then one line every ten minutes */
	ck_assert_int_ge(log_lines, 6);
	ck_assert_int_le(log_lines, 7);
}
END_TEST

START_TEST(test_backoff)
{
	struct pg_retry retry = { .first_ms = 100, .limit_ms = 1000 };
	static const int full[] = { 100, 200, 400, 800, 1000, 1000 };
	bool differ = false;

	for (int failures = 1; failures <= 6; failures++) {
		int first = pg_backoff(conn, &retry, failures);

		for (int i = 0; i < 200; i++) {
			int ms = pg_backoff(conn, &retry, failures);

			ck_assert_int_ge(ms, full[failures - 1] / 2);
			ck_assert_int_le(ms, full[failures - 1]);
			differ |= ms != first;
		}
	}
	ck_assert(differ);
	ck_assert_int_le(pg_backoff(conn, &retry, 1000000), 1000);
}
END_TEST

/* A state that cannot follow is an error, and the link is not trusted. */
START_TEST(test_states)
{
	connected();
	pg_set_state(conn, PG_COMMITTING);
	ck_assert(strstr(logged, "internal error"));
	ck_assert(!pg_is_connected(conn));
	logged[0] = '\0';
}
END_TEST

#define COUNT(a) ((int) (sizeof(a) / sizeof((a)[0])))

static TCase *case_of(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, setup, teardown);
	suite_add_tcase(suite, tcase);
	return tcase;
}

static void add_connecting(TCase *tcase)
{
	tcase_add_test(tcase, test_not_connected);
	tcase_add_test(tcase, test_encoding_refused);
	tcase_add_test(tcase, test_connect_logs_once);
	tcase_add_test(tcase, test_lost_while_idle);
	tcase_add_test(tcase, test_wait);
	tcase_add_test(tcase, test_wait_ends);
	tcase_add_test(tcase, test_wait_not_for_ever_wrong);
	tcase_add_test(tcase, test_states);
}

static void add_statements(TCase *tcase)
{
	tcase_add_loop_test(tcase, test_class, 0, COUNT(classes));
	tcase_add_test(tcase, test_link_lost);
	tcase_add_test(tcase, test_error_line);
	tcase_add_test(tcase, test_read_only_reconnects);
	tcase_add_test(tcase, test_prepared_once_per_session);
	tcase_add_test(tcase, test_same_name_other_text);
	tcase_add_test(tcase, test_prepared_lost);
	tcase_add_test(tcase, test_values);
	tcase_add_test(tcase, test_out_of_memory_params);
	tcase_add_test(tcase, test_each);
}

static void add_transactions(TCase *tcase)
{
	tcase_add_test(tcase, test_commit);
	tcase_add_test(tcase, test_commit_unknown);
	tcase_add_test(tcase, test_commit_not_replicated);
	tcase_add_test(tcase, test_commit_refused);
	tcase_add_test(tcase, test_commit_after_failure);
	tcase_add_test(tcase, test_rollback_fails);
	tcase_add_test(tcase, test_savepoint);
}

static void add_retries(TCase *tcase)
{
	tcase_add_test(tcase, test_run_retries);
	tcase_add_test(tcase, test_run_unknown);
	tcase_add_test(tcase, test_run_final);
	tcase_add_test(tcase, test_run_gives_up);
	tcase_add_test(tcase, test_run_bounded_in_time);
	tcase_add_test(tcase, test_run_stops);
	tcase_add_test(tcase, test_backoff);
}

int main(void)
{
	Suite *suite = suite_create("pg: statements");
	SRunner *runner;
	int failed;

	add_connecting(case_of(suite, "connecting"));
	add_statements(case_of(suite, "statements"));
	add_transactions(case_of(suite, "transactions"));
	add_retries(case_of(suite, "retries"));
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
