/*
 * fake.c - a driver for unit tests that lists the statements it expects
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"
#include "src/pg/fake.h"

#define VALUES_MAX 100

struct expected {
	char *statement, *text;
	char *param[VALUES_MAX];
	int n_params;
	bool checks_params;
	PGresult *rows;
	int n_columns;
	int64_t affected;
	bool fails, not_replicated;
	char *sqlstate, *message, *constraint, *function;
	struct expected *next;
};

struct pg_fake {
	struct expected *first, *last;
	enum pg_link link;
	int connects, prepares, unprepared;
	int refuse;
	char *refuse_sqlstate, *refuse_message;
	char *encoding;
	bool closed_idle;
	int64_t now, slept, stop_at;
	volatile bool *stop;
	char *verdict;
	/* streaming */
	struct expected *streamed;
	int row;
};

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

static struct pg_fake *fake_of(struct pg_conn *conn)
{
	return conn->link;
}

/* --------------------------------------------------------- expectations */

void pg_fake_expect(struct pg_fake *fake, const char *statement)
{
	struct expected *e = calloc(1, sizeof(*e));

	e->statement = strdup(statement);
	if (fake->last)
		fake->last->next = e;
	else
		fake->first = e;
	fake->last = e;
}

void pg_fake_param(struct pg_fake *fake, const char *value)
{
	struct expected *e = fake->last;

	e->checks_params = true;
	e->param[e->n_params++] = copy(value);
}

void pg_fake_text(struct pg_fake *fake, const char *part)
{
	fake->last->text = strdup(part);
}

static void set_columns(struct expected *e, int n, char **names)
{
	PGresAttDesc attributes[VALUES_MAX] = { 0 };

	e->rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	e->n_columns = n;
	for (int i = 0; i < n; i++)
		attributes[i].name = names[i];
	PQsetResultAttrs(e->rows, n, attributes);
}

void pg_fake_columns(struct pg_fake *fake, int n, ...)
{
	char *names[VALUES_MAX];
	va_list args;

	va_start(args, n);
	for (int i = 0; i < n; i++)
		names[i] = va_arg(args, char *);
	va_end(args);
	set_columns(fake->last, n, names);
}

void pg_fake_row(struct pg_fake *fake, int n, ...)
{
	struct expected *e = fake->last;
	char buffer[VALUES_MAX][16], *names[VALUES_MAX];
	va_list args;
	int row;

	for (int i = 0; i < n; i++) {
		snprintf(buffer[i], sizeof(buffer[i]), "c%d", i);
		names[i] = buffer[i];
	}
	if (!e->rows)
		set_columns(e, n, names);
	row = PQntuples(e->rows);
	va_start(args, n);
	for (int i = 0; i < n; i++) {
		char *value = va_arg(args, char *);

		PQsetvalue(e->rows, row, i, value,
			   value ? (int) strlen(value) : -1);
	}
	va_end(args);
}

void pg_fake_affected(struct pg_fake *fake, int64_t rows)
{
	fake->last->affected = rows;
}

void pg_fake_error(struct pg_fake *fake, const char *sqlstate,
		   const char *message)
{
	fake->last->fails = true;
	fake->last->sqlstate = copy(sqlstate);
	fake->last->message = copy(message);
}

void pg_fake_constraint(struct pg_fake *fake, const char *constraint)
{
	fake->last->constraint = strdup(constraint);
}

void pg_fake_function(struct pg_fake *fake, const char *function)
{
	fake->last->function = strdup(function);
}

void pg_fake_not_replicated(struct pg_fake *fake)
{
	fake->last->not_replicated = true;
}

static void expected_free(struct expected *e)
{
	for (int i = 0; i < e->n_params; i++)
		free(e->param[i]);
	PQclear(e->rows);
	free(e->statement);
	free(e->text);
	free(e->sqlstate);
	free(e->message);
	free(e->constraint);
	free(e->function);
	free(e);
}

/* -------------------------------------------------------------- verdict */

static void differ(struct pg_fake *fake, const char *what, const char *expected,
		   const char *got)
{
	if (fake->verdict)
		return;
	if (asprintf(&fake->verdict, "%s: expected %s, got %s", what,
		     expected ? expected : "NULL", got ? got : "NULL") < 0)
		fake->verdict = NULL;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool params_fit(struct pg_fake *fake, const struct expected *e,
		       const struct pg_request *request)
{
	int n = request->params ? request->params->n : 0;
	char what[200];

	if (!e->checks_params)
		return true;
	if (n != e->n_params) {
		snprintf(what, sizeof(what), "%s: %d parameters expected, not %d",
			 e->statement, e->n_params, n);
		differ(fake, what, "", "");
		return false;
	}
	for (int i = 0; i < n; i++) {
		const char *value = pg_param_value(request->params, i);

		if (same(value, e->param[i]))
			continue;
		snprintf(what, sizeof(what), "%s: $%d", e->statement, i + 1);
		differ(fake, what, e->param[i], value);
		return false;
	}
	return true;
}

/* The expectation that the request meets, taken off the list, or NULL. */
static struct expected *meet(struct pg_fake *fake,
			     const struct pg_request *request)
{
	struct expected *e = fake->first;

	if (!e || strcmp(e->statement, request->name)) {
		differ(fake, "statement", e ? e->statement : "no more",
		       request->name);
		return NULL;
	}
	if (e->text && (!request->text || !strstr(request->text, e->text))) {
		differ(fake, e->statement, e->text, request->text);
		return NULL;
	}
	if (!params_fit(fake, e, request))
		return NULL;
	fake->first = e->next;
	if (!fake->first)
		fake->last = NULL;
	return e;
}

const char *pg_fake_verdict(struct pg_fake *fake)
{
	if (fake->first)
		differ(fake, "at the end", fake->first->statement, "nothing");
	return fake->verdict;
}

/* --------------------------------------------------------------- driver */

static void fake_connect(struct pg_conn *conn, struct pg_reply *reply)
{
	struct pg_fake *fake = fake_of(conn);

	fake->connects++;
	if (fake->refuse > 0) {
		fake->refuse--;
		pg_reply_fail(reply, fake->refuse_sqlstate,
			      fake->refuse_message);
		return;
	}
	fake->closed_idle = false;
	fake->link = PG_LINK_IDLE;
}

static void fake_disconnect(struct pg_conn *conn)
{
	fake_of(conn)->link = PG_LINK_LOST;
}

static enum pg_link fake_link(struct pg_conn *conn)
{
	return fake_of(conn)->link;
}

static bool fake_alive(struct pg_conn *conn)
{
	return !fake_of(conn)->closed_idle;
}

static void fake_prepare(struct pg_conn *conn, const struct pg_request *request,
			 struct pg_reply *reply)
{
	fake_of(conn)->prepares++;
}

/* The server's side of a transaction. */
static void follow_transaction(struct pg_fake *fake, const char *name,
			       bool failed)
{
	if (!strcmp(name, "commit") || !strcmp(name, "rollback"))
		fake->link = PG_LINK_IDLE;
	else if (failed && fake->link == PG_LINK_TRANSACTION)
		fake->link = PG_LINK_FAILED;
	else if (!failed && (!strncmp(name, "begin", 5) ||
			     !strcmp(name, "savepoint_rollback")))
		fake->link = PG_LINK_TRANSACTION;
}

static void answer(struct pg_fake *fake, struct expected *e,
		   struct pg_reply *reply)
{
	reply->not_replicated = e->not_replicated;
	reply->affected = e->affected;
	reply->function = copy(e->function);
	if (e->fails) {
		pg_reply_fail(reply, e->sqlstate,
			      e->message ? e->message : "failed");
		reply->constraint = copy(e->constraint);
		if (!e->sqlstate)
			fake->link = PG_LINK_LOST;
		return;
	}
	reply->result = e->rows ? PQcopyResult(e->rows, PG_COPYRES_ATTRS |
							PG_COPYRES_TUPLES) :
				  PQmakeEmptyPGresult(NULL, PGRES_COMMAND_OK);
}

static void answer_session(struct pg_fake *fake, struct pg_reply *reply)
{
	struct expected e = { 0 };
	char *names[] = { "server_encoding" };

	set_columns(&e, 1, names);
	PQsetvalue(e.rows, 0, 0, fake->encoding, strlen(fake->encoding));
	reply->result = e.rows;
}

static void fake_run(struct pg_conn *conn, const struct pg_request *request,
		     struct pg_reply *reply)
{
	struct pg_fake *fake = fake_of(conn);
	struct expected *e;

	if (!strcmp(request->name, "session")) {
		answer_session(fake, reply);
		return;
	}
	if (!request->prepared)
		fake->unprepared++;
	e = meet(fake, request);
	if (!e) {
		pg_reply_fail(reply, "XX000", "not expected by the test");
		follow_transaction(fake, request->name, true);
		return;
	}
	answer(fake, e, reply);
	if (fake->link != PG_LINK_LOST)
		follow_transaction(fake, request->name, reply->failed);
	expected_free(e);
}

static void fake_start(struct pg_conn *conn, const struct pg_request *request,
		       struct pg_reply *reply)
{
	struct pg_fake *fake = fake_of(conn);

	fake->streamed = meet(fake, request);
	fake->row = 0;
	if (!fake->streamed)
		pg_reply_fail(reply, "XX000", "not expected by the test");
}

static bool fake_next(struct pg_conn *conn, struct pg_reply *reply)
{
	struct pg_fake *fake = fake_of(conn);
	struct expected *e = fake->streamed;

	if (e->rows && fake->row < PQntuples(e->rows)) {
		reply->result = PQcopyResult(e->rows, PG_COPYRES_ATTRS);
		for (int i = 0; i < e->n_columns; i++) {
			bool null = PQgetisnull(e->rows, fake->row, i);

			PQsetvalue(reply->result, 0, i,
				   null ? NULL :
					  PQgetvalue(e->rows, fake->row, i),
				   null ? -1 :
					  PQgetlength(e->rows, fake->row, i));
		}
		fake->row++;
		return true;
	}
	answer(fake, e, reply);
	if (fake->link != PG_LINK_LOST)
		follow_transaction(fake, e->statement, reply->failed);
	expected_free(e);
	fake->streamed = NULL;
	return false;
}

static void fake_stop(struct pg_conn *conn, struct pg_reply *reply)
{
	struct pg_fake *fake = fake_of(conn);

	expected_free(fake->streamed);
	fake->streamed = NULL;
}

static enum pg_server fake_ping(struct pg_conn *conn)
{
	return fake_of(conn)->refuse > 0 ? PG_SERVER_AWAY : PG_SERVER_UP;
}

static int fake_socket(struct pg_conn *conn)
{
	return -1;
}

static int fake_notification(struct pg_conn *conn, char **channel_r)
{
	return 0;
}

static int64_t fake_now(struct pg_conn *conn)
{
	return fake_of(conn)->now;
}

static void fake_sleep(struct pg_conn *conn, int ms)
{
	struct pg_fake *fake = fake_of(conn);

	fake->now += ms;
	fake->slept += ms;
	if (fake->stop && fake->slept >= fake->stop_at)
		*fake->stop = true;
}

static const struct pg_driver fake_driver = {
	.connect = fake_connect,
	.disconnect = fake_disconnect,
	.link = fake_link,
	.alive = fake_alive,
	.prepare = fake_prepare,
	.run = fake_run,
	.start = fake_start,
	.next = fake_next,
	.stop = fake_stop,
	.ping = fake_ping,
	.socket = fake_socket,
	.notification = fake_notification,
};

static const struct pg_clock fake_clock = { fake_now, fake_sleep };

/* ---------------------------------------------------------------- public */

struct pg_fake *pg_fake_new(void)
{
	struct pg_fake *fake = calloc(1, sizeof(*fake));

	fake->encoding = strdup("UTF8");
	return fake;
}

void pg_fake_free(struct pg_fake **fake)
{
	while ((*fake)->first) {
		struct expected *e = (*fake)->first;

		(*fake)->first = e->next;
		expected_free(e);
	}
	free((*fake)->refuse_sqlstate);
	free((*fake)->refuse_message);
	free((*fake)->encoding);
	free((*fake)->verdict);
	free(*fake);
	*fake = NULL;
}

struct pg_conn *pg_fake_conn(struct pg_fake *fake, pg_log_fn log)
{
	struct pg_settings settings = { .host = "fake", .dbname = "fake",
					.log = log };
	struct pg_conn *conn;

	/* the clock is asked while the connection is made */
	conn = pg_conn_new_driver(&settings, &fake_driver, &fake_clock, fake);
	return conn;
}

void pg_fake_refuse(struct pg_fake *fake, int times, const char *sqlstate,
		    const char *message)
{
	fake->refuse = times;
	free(fake->refuse_sqlstate);
	free(fake->refuse_message);
	fake->refuse_sqlstate = copy(sqlstate);
	fake->refuse_message = strdup(message);
}

void pg_fake_encoding(struct pg_fake *fake, const char *encoding)
{
	free(fake->encoding);
	fake->encoding = strdup(encoding);
}

void pg_fake_close_idle(struct pg_fake *fake)
{
	fake->closed_idle = true;
}

int64_t pg_fake_slept_ms(const struct pg_fake *fake)
{
	return fake->slept;
}

void pg_fake_pass_ms(struct pg_fake *fake, int64_t ms)
{
	fake->now += ms;
}

void pg_fake_stop_at(struct pg_fake *fake, int64_t ms, volatile bool *stop)
{
	fake->stop_at = ms;
	fake->stop = stop;
}

int pg_fake_connects(const struct pg_fake *fake)
{
	return fake->connects;
}

int pg_fake_prepares(const struct pg_fake *fake)
{
	return fake->prepares;
}

int pg_fake_unprepared(const struct pg_fake *fake)
{
	return fake->unprepared;
}
