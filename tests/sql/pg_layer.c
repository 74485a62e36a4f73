/*
 * pg_layer.c - the database layer against a real server (see pg-layer)
 *
 * Prints TAP. Connects as PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE
 * say. What has to happen to the server is asked of the script on file
 * descriptor 3, one line a wish; it answers with a line on 4.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "src/pg/pg.h"

/* With AddressSanitizer: freed memory is not held back, so that what is in use
 * can be told. */
extern const char *__asan_default_options(void)
	__attribute__((visibility("default")));
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

static int tests, failed;
static char logged[65536];
static struct pg_conn *conn;

static void check(bool good, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void check(bool good, const char *format, ...)
{
	va_list args;

	printf("%sok %d - ", good ? "" : "not ", ++tests);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	failed += !good;
	if (!good && conn) {
		char *line = pg_error_line(pg_last_error(conn));

		printf("#   last error: %s\n", line);
		free(line);
	}
	fflush(stdout);
}

static void log_line(enum pg_log_level level, const char *line)
{
	size_t had = strlen(logged);

	snprintf(logged + had, sizeof(logged) - had, "%s\n", line);
}

/* Have the script do something to the server. */
static void wish(const char *what)
{
	char c;

	dprintf(3, "%s\n", what);
	while (read(4, &c, 1) == 1 && c != '\n')
		;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static char *password; /* libpq is not to find it by itself */

static struct pg_settings settings(void)
{
	return (struct pg_settings){
		.host = getenv("PGHOST"), .port = atoi(getenv("PGPORT")),
		.user = getenv("PGUSER"), .password = password,
		.dbname = getenv("PGDATABASE"), .log = log_line,
		.application_name = "pg_layer",
	};
}

static struct pg_conn *another(void)
{
	struct pg_settings s = settings();
	struct pg_conn *c = pg_conn_new(&s);

	if (pg_connect(c))
		exit(2);
	return c;
}

/* Run text, unprepared or not as it comes, without looking at rows. */
static enum pg_class run(struct pg_conn *c, const char *text)
{
	struct pg_statement statement = { "test", text };

	return pg_exec_script(c, &statement);
}

/* The first value of a query, in a static buffer; "(failed)". */
static const char *value_of(struct pg_conn *c, const char *text)
{
	static char value[4096];
	struct pg_statement statement = { text, text };
	struct pg_result *result;

	if (pg_exec(c, &statement, NULL, &result))
		return "(failed)";
	snprintf(value, sizeof(value), "%s",
		 pg_rows(result) ? pg_text(result, 0, 0) : "(none)");
	pg_result_free(&result);
	return value;
}

static void value_is(const char *text, const char *expected)
{
	const char *value = value_of(conn, text);

	check(!strcmp(value, expected), "%s is %s", text, expected);
	if (strcmp(value, expected))
		printf("#   got %s\n", value);
}

/* -------------------------------------------------------------- connecting */

static void test_session(void)
{
	check(pg_connect(conn) == PG_OK, "connected");
	value_is("SHOW timezone", "UTC");
	value_is("SHOW datestyle", "ISO, YMD");
	value_is("SHOW jit", "off");
	value_is("SHOW plan_cache_mode", "force_custom_plan");
	value_is("SHOW client_encoding", "UTF8");
	value_is("SHOW application_name", "pg_layer");
	value_is("SHOW statement_timeout", "0");
	value_is("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%SHOW jit%' LIMIT 1",
		 "/* SHOW jit */ SHOW jit");
}

/* One attempt with changed settings: its class, and what the error says. */
static void refused(struct pg_settings s, enum pg_class class,
		    const char *sqlstate, const char *says, const char *what)
{
	struct pg_conn *c = pg_conn_new(&s);
	enum pg_class got = pg_connect(c);
	const struct pg_error *e = pg_last_error(c);
	char *line = pg_error_line(e);

	check(got == class && !strcmp(e->sqlstate, sqlstate) &&
		      strstr(line, says) && !strstr(line, "hunter2"),
	      "%s is refused as %s", what, pg_class_name(class));
	if (got != class)
		printf("#   got %s: %s\n", pg_class_name(got), line);
	free(line);
	pg_conn_free(&c);
}

static void test_refusals(void)
{
	struct pg_settings s = settings();

	s.password = "hunter2";
	refused(s, PG_INSTALLATION, "28P01", "password", "a wrong password");
	s.password = NULL;
	refused(s, PG_INSTALLATION, "28P01", "password", "no password");
	s = settings();
	s.dbname = "nowhere";
	refused(s, PG_INSTALLATION, "3D000", "nowhere", "a missing database");
	s.dbname = "latin";
	refused(s, PG_INSTALLATION, "", "LATIN1", "another encoding");
	s = settings();
	s.port = 1;
	refused(s, PG_CONNECTION, "", "", "a port without server");
	s = settings();
	s.host = "/nonexistent";
	refused(s, PG_CONNECTION, "", "/nonexistent", "a missing socket");
	wish("limit connections");
	s = settings();
	refused(s, PG_RESOURCE, "53300", "too many", "one connection too many");
	wish("unlimit connections");
}

static void test_hosts(void)
{
	struct pg_settings s = settings();
	struct pg_conn *c;

	s.host = "127.0.0.2";
	s.backup_host = "127.0.0.1";
	c = pg_conn_new(&s);
	check(pg_connect(c) == PG_OK, "the backup host serves");
	pg_conn_free(&c);
}

static void test_parameters(void)
{
	struct pg_settings s = { .log = log_line };
	struct pg_conn *c;
	char *error, text[1000];

	snprintf(text, sizeof(text),
		 "service=acct,sslmode=disable,passfile=%s",
		 getenv("TEST_PASSFILE"));
	check(!pg_settings_parse(&s, text, &error), "parameters are read");
	c = pg_conn_new(&s);
	pg_settings_free(&s);
	check(pg_connect(c) == PG_OK, "service and passfile are enough");
	pg_conn_free(&c);
}

/* ------------------------------------------------------------------ values */

static const char *const hostile[] = {
	"a'; drop schema slurm_data cascade; --",
	"\"quoted\" \\back\\slash\\",
	"$$ $1 $tag$ %s %n",
	"line\nfeed\r\ttab\x01\x7f",
	"",
	"NULL",
	"{1,2}",
	"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80",
	"Latin-1 M\xFCller",
	"\xED\xA0\x80\xC0\x80\xFE",
	"cut \xE2\x82",
};
#define HOSTILE ((int) (sizeof(hostile) / sizeof(hostile[0])))

static void test_text(void)
{
	static const struct pg_statement echo = {
		"echo", "SELECT $1::text COLLATE \"C\""
	};

	for (int i = 0; i < HOSTILE; i++) {
		struct pg_params p = { 0 };
		struct pg_result *result;
		char *expected = pg_utf8(hostile[i], strlen(hostile[i]), NULL);

		pg_add_text(&p, hostile[i]);
		check(!pg_exec(conn, &echo, &p, &result) &&
			      !strcmp(pg_text(result, 0, 0), expected),
		      "hostile text %d comes back", i);
		pg_result_free(&result);
		pg_params_free(&p);
		free(expected);
	}
}

static void test_text_array(void)
{
	static const struct pg_statement echo = {
		"echo_array",
		"SELECT t FROM unnest($1::text[]) WITH ORDINALITY u (t, n) ORDER BY n"
	};
	const char *v[HOSTILE + 1];
	struct pg_params p = { 0 };
	struct pg_result *result;
	bool good;

	memcpy(v, hostile, sizeof(hostile));
	v[HOSTILE] = NULL;
	pg_add_text_array(&p, v, HOSTILE + 1);
	good = !pg_exec(conn, &echo, &p, &result) &&
	       pg_rows(result) == HOSTILE + 1;
	check(good, "an array of hostile text arrives");
	for (int i = 0; good && i < HOSTILE; i++) {
		char *expected = pg_utf8(hostile[i], strlen(hostile[i]), NULL);

		check(!strcmp(pg_text(result, i, 0), expected) &&
			      !pg_is_null(result, i, 0),
		      "element %d is right", i);
		free(expected);
	}
	check(good && pg_is_null(result, HOSTILE, 0), "the last is NULL");
	pg_result_free(&result);
	pg_params_free(&p);
}

static void test_values(void)
{
	static const struct pg_statement echo = {
		"echo_values",
		"SELECT $1::bigint, $2::numeric(20), $3::double precision, $4::bool, encode($5::bytea, 'hex'), $6::timestamptz, $7::timestamptz, $8::bigint[], $9::timestamptz[], cardinality($10::bigint[])"
	};
	static const int64_t ints[] = { INT64_MIN, 7, INT64_MAX };
	static const bool null[] = { false, true, false };
	static const time_t times[] = { 1709208000, 0 };
	struct pg_params p = { 0 };
	struct pg_result *r;
	int64_t *v;
	int n;

	pg_add_int(&p, INT64_MIN);
	pg_add_uint64(&p, UINT64_MAX);
	pg_add_double(&p, 1.0 / 3);
	pg_add_bool(&p, true);
	pg_add_bytes(&p, "\x00\xFF", 2);
	pg_add_time(&p, 1709208000);
	pg_add_end_time(&p, 0);
	pg_add_int_array_null(&p, ints, null, 3);
	pg_add_time_array(&p, times, 2);
	pg_add_int_array(&p, NULL, 0);
	if (pg_exec(conn, &echo, &p, &r)) {
		check(false, "values come back");
		return;
	}
	v = pg_int_array(r, 0, 7, &n);
	check(pg_int(r, 0, 0, 0) == INT64_MIN, "bigint");
	check(pg_uint64(r, 0, 1, 0) == UINT64_MAX, "numeric");
	check(pg_double(r, 0, 2, 0) == 1.0 / 3, "double");
	check(pg_bool(r, 0, 3), "boolean");
	check(!strcmp(pg_text(r, 0, 4), "00ff"), "bytea");
	check(pg_time(r, 0, 5) == 1709208000, "timestamptz");
	check(!strcmp(pg_text(r, 0, 6), "infinity") && !pg_time(r, 0, 6),
	      "infinity");
	check(n == 2 && v[0] == INT64_MIN && v[1] == INT64_MAX, "bigint[]");
	check(!strcmp(pg_text(r, 0, 8), "{\"2024-02-29 12:00:00+00\",NULL}"),
	      "timestamptz[]");
	check(pg_int(r, 0, 9, -1) == 0, "the empty array");
	free(v);
	pg_result_free(&r);
	pg_params_free(&p);
}

/* --------------------------------------------------------------- failures */

static void test_classes(void)
{
	run(conn, "CREATE TABLE t.p (a int CHECK (a > 0)) PARTITION BY RANGE (a);"
		  "CREATE TABLE t.p1 PARTITION OF t.p FOR VALUES FROM (-10) TO (10)");
	check(run(conn, "INSERT INTO t.p VALUES (20)") == PG_NO_PARTITION,
	      "a row without a partition");
	check(run(conn, "INSERT INTO t.p VALUES (-1)") == PG_RECORD,
	      "a row that a check refuses");
	check(run(conn, "SELECT 1/0") == PG_RECORD, "a division by zero");
	check(run(conn, "SELECT nothing") == PG_INSTALLATION,
	      "a missing column");
	check(pg_last_error(conn)->message && !strcmp(pg_last_error(conn)->sqlstate, "42703"),
	      "its SQLSTATE is known");
	check(run(conn, "SET statement_timeout = 50; SELECT pg_sleep(5)") ==
		      PG_RETRY, "a timeout");
	run(conn, "SET statement_timeout = 0");
	check(run(conn, "COPY t.p FROM STDIN") != PG_OK &&
		      !pg_is_connected(conn), "COPY is no statement of this layer");
	check(!pg_connect(conn), "and the link is made anew");
}

static void test_stale_plan(void)
{
	static const struct pg_statement all = { "all", "SELECT * FROM t.stale" };
	enum pg_class class;

	run(conn, "CREATE TABLE t.stale (a int)");
	check(!pg_exec(conn, &all, NULL, NULL), "a statement is prepared");
	run(conn, "ALTER TABLE t.stale ALTER a TYPE text");
	class = pg_exec(conn, &all, NULL, NULL);
	check(class == PG_RETRY, "its table changes: again");
	check(!pg_connect(conn) && !pg_exec(conn, &all, NULL, NULL),
	      "and then it works");
}

static void test_read_only(void)
{
	struct pg_settings s = settings();
	struct pg_conn *reader;

	wish("read only");
	check(run(conn, "INSERT INTO t.p VALUES (1)") == PG_CONNECTION,
	      "a server that has become read-only");
	check(pg_connect(conn) == PG_CONNECTION,
	      "it is left, and not accepted again");
	s.reader = true;
	reader = pg_conn_new(&s);
	check(!pg_connect(reader), "but for reading it is good enough");
	pg_conn_free(&reader);
	wish("read write");
	check(!pg_connect(conn) && !run(conn, "INSERT INTO t.p VALUES (1)"),
	      "it is taken back when it can be written");
}

/* ------------------------------------------------------------ transactions */

static void test_savepoints(void)
{
	run(conn, "CREATE TABLE t.s (a int PRIMARY KEY)");
	check(!pg_begin(conn) && !pg_savepoint(conn) &&
		      !run(conn, "INSERT INTO t.s VALUES (1)") &&
		      !pg_savepoint_release(conn), "an operation is kept");
	check(!pg_savepoint(conn) &&
		      !run(conn, "INSERT INTO t.s VALUES (2)") &&
		      run(conn, "INSERT INTO t.s VALUES (1)") == PG_RECORD &&
		      !pg_savepoint_rollback(conn), "another is undone");
	check(pg_in_transaction(conn) && !pg_savepoint(conn) &&
		      !run(conn, "INSERT INTO t.s VALUES (3)") &&
		      !pg_savepoint_release(conn) && !pg_commit(conn),
	      "and a third is kept");
	value_is("SELECT string_agg(a::text, ',' ORDER BY a) FROM t.s", "1,3");
	check(!pg_begin(conn) && run(conn, "SELECT 1/0") == PG_RECORD &&
		      pg_commit(conn) == PG_RECORD && !pg_in_transaction(conn),
	      "COMMIT of a failed transaction is no success");
}

static enum pg_class upsert(struct pg_conn *c, void *arg)
{
	static const struct pg_statement statement = {
		"upsert",
		"INSERT INTO t.u VALUES ($1, 1) ON CONFLICT (a) DO UPDATE SET n = u.n + 1"
	};
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, *(int *) arg);
	class = pg_exec(c, &statement, &p, NULL);
	pg_params_free(&p);
	return class;
}

/* The standby that is waited for never comes. */
static void test_unknown(const char *what, const char *how)
{
	double began;
	enum pg_class class;
	int key = 1;

	wish("want standby");
	check(!pg_connect(conn) && !pg_begin(conn) && !upsert(conn, &key),
	      "%s: a transaction", what);
	wish(how);
	began = now();
	class = pg_commit(conn);
	check(class == PG_UNKNOWN, "%s: the outcome of COMMIT is unknown", what);
	if (class != PG_UNKNOWN)
		printf("#   got %s\n", pg_class_name(class));
	check(now() - began < 8, "%s: known soon", what);
	wish("want no standby");
}

static volatile bool stop;

static void test_stop(void)
{
	double began = now();

	wish("stop soon"); /* SIGUSR1 in a second */
	pg_set_stop(conn, &stop);
	check(run(conn, "SELECT pg_sleep(30)") == PG_CONNECTION,
	      "a statement is given up when stopping");
	check(now() - began < 5, "within seconds");
	stop = false;
	wish("want standby");
	check(!pg_connect(conn) && !pg_begin(conn) &&
		      !run(conn, "INSERT INTO t.s VALUES (10)"),
	      "a transaction on a new link");
	wish("stop soon");
	check(pg_commit(conn) == PG_UNKNOWN, "so is the wait for a COMMIT");
	stop = false;
	wish("want no standby");
	check(!pg_connect(conn), "a new link");
	value_is("SELECT count(*) FROM t.s WHERE a = 10", "1");
	pg_set_stop(conn, NULL);
}

/* --------------------------------------------------------------- lost links */

static void test_kill(void)
{
	unsigned sessions;

	check(!pg_connect(conn), "connected anew");
	value_is("SELECT 'prepared'", "prepared");
	sessions = pg_session_number(conn);
	wish("kill");
	wish("start");
	check(!pg_connect(conn), "killed while idle: connected anew");
	check(pg_session_number(conn) == sessions + 1, "that is another session");
	value_is("SELECT 'prepared'", "prepared");
	check(!pg_begin(conn) && !run(conn, "INSERT INTO t.s VALUES (20)"),
	      "a transaction is begun");
	wish("kill");
	check(run(conn, "SELECT 1") == PG_CONNECTION && !pg_is_connected(conn),
	      "killed in a transaction: told at the next statement");
	check(pg_connect(conn) == PG_CONNECTION, "nobody there");
	wish("start");
	check(!pg_connect(conn), "connected anew");
	value_is("SELECT count(*) FROM t.s WHERE a = 20", "0");
}

static void test_run_through_kill(void)
{
	struct pg_retry retry = pg_retry_forever(NULL);
	int bad = 0;

	logged[0] = '\0';
	wish("kill and start soon");
	for (int i = 100; i < 2100; i++) {
		int key = i % 50 + 100;

		bad += pg_run(conn, &retry, upsert, &key) != PG_OK;
		if (i % 10 == 0)
			usleep(10000);
	}
	check(!bad, "2,000 transactions through kill -9");
	value_is("SELECT count(*) FROM t.u WHERE a >= 100", "50");
	/* each once, but for the one whose COMMIT was not answered */
	value_is("SELECT sum(n) BETWEEN 2000 AND 2001 FROM t.u WHERE a >= 100",
		 "t");
	check(strstr(logged, "works again after") != NULL,
	      "the recovery is logged");
}

static void test_wait(void)
{
	struct pg_settings s = settings();
	struct pg_conn *c = pg_conn_new(&s);
	double began = now();

	wish("kill");
	logged[0] = '\0';
	check(pg_connect_wait(c, 2, NULL) == PG_CONNECTION &&
		      now() - began >= 2 && now() - began < 8,
	      "nobody there: waited for no longer than said");
	logged[0] = '\0';
	wish("start soon");
	check(!pg_connect_wait(c, 60, NULL), "waited until the server is there");
	check(strstr(logged, "waiting for the server at host") &&
		      strstr(logged, "the server is there after"),
	      "one line at the begin and one at the end");
	pg_conn_free(&c);
	check(!pg_connect(conn), "connected");
}

/* ---------------------------------------------------------------- streaming */

struct stream {
	int64_t rows, stop_at;
};

static bool take(const struct pg_result *row, void *arg)
{
	struct stream *s = arg;

	s->rows++;
	return !s->stop_at || s->rows < s->stop_at;
}

static const struct pg_statement many = {
	"many", "SELECT generate_series(1, $1::bigint), repeat('x', 100)"
};

static enum pg_class stream(struct stream *s, int64_t rows)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, rows);
	s->rows = 0;
	class = pg_exec_each(conn, &many, &p, take, s);
	pg_params_free(&p);
	return class;
}

static long resident_kb(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void test_streaming(void)
{
	struct stream s = { 0 };
	long before = resident_kb();
	double began = now();

	check(!stream(&s, 300000) && s.rows == 300000, "300,000 rows stream in");
	check(resident_kb() - before < 20000, "they are never in memory at once: %ld KiB more",
	      resident_kb() - before);
	s.stop_at = 5;
	began = now();
	check(!stream(&s, 1000000000) && s.rows == 5,
	      "stopped at the fifth of 1,000,000,000");
	check(now() - began < 10, "without reading the others");
	value_is("SELECT 1", "1");
	check(!pg_begin(conn) && !run(conn, "INSERT INTO t.s VALUES (30)") &&
		      !stream(&s, 50000) && s.rows == 5 && !pg_commit(conn),
	      "stopped inside a transaction, which goes on");
	value_is("SELECT count(*) FROM t.s WHERE a = 30", "1");
}

/* -------------------------------------------------------------------- COPY */

struct copied {
	char text[64];
	size_t used, total, stop_at;
	int left; /* lines to be given */
};

static bool copied(const char *data, size_t size, void *arg)
{
	struct copied *c = arg;

	if (c->used + size < sizeof(c->text)) {
		memcpy(c->text + c->used, data, size);
		c->used += size;
	}
	c->total += size;
	return !c->stop_at || c->total < c->stop_at;
}

static bool give(const char **data_r, size_t *size_r, void *arg)
{
	struct copied *c = arg;

	*data_r = c->text;
	*size_r = c->left ? strlen(c->text) : 0;
	return c->left-- >= 0;
}

static void test_copy(void)
{
	static const struct pg_statement
		out = { "copy_out", "COPY (SELECT a, NULL::int, 'x,y'::text AS t FROM"
			" generate_series(1, 2) AS a) TO STDOUT (FORMAT csv, HEADER)" },
		much = { "copy_much", "COPY (SELECT repeat('x', 100) FROM"
			" generate_series(1, 1000000)) TO STDOUT" },
		in = { "copy_in", "COPY t.c FROM STDIN (FORMAT csv)" },
		none = { "copy_none", "SELECT 1" };
	struct copied c = { .used = 0 };
	int64_t rows = 0;

	check(!pg_copy_to(conn, &out, copied, &c, &rows) && rows == 2,
	      "two rows are copied out");
	check(!strcmp(c.text, "a,int4,t\n1,,\"x,y\"\n2,,\"x,y\"\n"),
	      "as CSV with a header");
	c = (struct copied){ .stop_at = 5000 };
	check(pg_copy_to(conn, &much, copied, &c, NULL) == PG_INSTALLATION &&
		      c.total < 100000, "given up after the first pieces");
	value_is("SELECT 4", "4");
	check(!run(conn, "CREATE TABLE t.c (a int, b text)"), "a table");
	c = (struct copied){ .text = "1,one\n", .left = 200000 };
	check(!pg_copy_from(conn, &in, give, &c, &rows) && rows == 200000,
	      "200,000 rows are copied in");
	value_is("SELECT count(*) FROM t.c WHERE a = 1 AND b = 'one'", "200000");
	c = (struct copied){ .text = "2,two\nx,three\n", .left = 1 };
	check(pg_copy_from(conn, &in, give, &c, NULL) == PG_RECORD &&
		      pg_last_error(conn)->detail &&
		      strstr(pg_last_error(conn)->detail, "line 2"),
	      "what is refused is told with its line");
	c = (struct copied){ .text = "3,three\n", .left = -1 };
	check(pg_copy_from(conn, &in, give, &c, NULL) == PG_INSTALLATION,
	      "given up");
	value_is("SELECT count(*) FROM t.c WHERE a > 1", "0");
	check(pg_copy_to(conn, &none, copied, &c, NULL) == PG_INSTALLATION,
	      "a statement that is no COPY is refused");
	check(!pg_begin(conn) && !pg_copy_to(conn, &out, copied, &c, NULL) &&
		      !pg_commit(conn), "inside a transaction");
	value_is("SELECT 5", "5");
}

/* ------------------------------------------------------------ notifications */

static void test_listen(void)
{
	struct pg_conn *other = another();
	struct pollfd fd = { .events = POLLIN };
	char *channel;

	check(!run(conn, "LISTEN slurm_test"), "listening");
	check(pg_notification(conn, &channel) == 0, "nothing yet");
	run(other, "NOTIFY slurm_test");
	fd.fd = pg_socket(conn);
	check(fd.fd >= 0 && poll(&fd, 1, 5000) == 1, "the socket wakes");
	check(pg_notification(conn, &channel) == 1 &&
		      !strcmp(channel, "slurm_test"), "a notification");
	free(channel);
	check(pg_notification(conn, &channel) == 0, "and no other");
	/* one that comes along with an answer */
	run(other, "NOTIFY slurm_test");
	value_is("SELECT 2", "2");
	check(pg_notification(conn, &channel) == 1, "one that came with an answer");
	free(channel);
	pg_conn_free(&other);
	wish("kill");
	check(pg_notification(conn, &channel) == -1, "the link is lost");
	wish("start");
	check(!pg_connect(conn), "connected anew");
}


static void on_usr1(int signal)
{
	stop = true;
}

int main(void)
{
	struct pg_settings s;

	password = strdup(getenv("PGPASSWORD"));
	unsetenv("PGPASSWORD");
	s = settings();
	signal(SIGUSR1, on_usr1);
	signal(SIGPIPE, SIG_IGN);
	conn = pg_conn_new(&s);
	test_session();
	check(!run(conn, "CREATE SCHEMA t; CREATE TABLE t.u (a int PRIMARY KEY, n int)"),
	      "a script of two statements");
	test_text();
	test_text_array();
	test_values();
	test_classes();
	test_stale_plan();
	test_savepoints();
	test_streaming();
	test_copy();
	test_refusals();
	test_hosts();
	test_parameters();
	test_read_only();
	test_listen();
	test_unknown("cancelled wait", "cancel soon");
	test_unknown("ended backend", "terminate soon");
	test_unknown("killed server", "kill soon");
	test_kill();
	test_run_through_kill();
	test_wait();
	test_stop();
	pg_conn_free(&conn);
	free(password);
	printf("1..%d\n", tests);
	return failed != 0;
}
