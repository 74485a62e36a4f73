/*
 * driver_libpq.c - the driver that speaks to PostgreSQL
 *
 * The socket is non-blocking and waited for with poll(), a second at a time,
 * so that a daemon that stops does not hang on a server that is silent.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

#define POLL_MS 1000

struct libpq {
	PGconn *pg;
	bool not_replicated; /* said by the server during this request */
	bool given_up;	     /* by us: stopped in the middle of an answer */
	bool ended;	     /* by the server, said while the link was idle */
	bool in_transaction; /* when the streaming began */
	bool copying, copying_in;
};

static struct libpq *link_of(const struct pg_conn *conn)
{
	return conn->link;
}

/* -------------------------------------------------------------- replies */

static char *field(const PGresult *result, int code)
{
	const char *text = PQresultErrorField(result, code);

	return text ? strdup(text) : NULL;
}

static char *one_line(const char *text)
{
	char *line = strdup(text ? text : "");
	size_t n = line ? strlen(line) : 0;

	while (n && line[n - 1] == '\n')
		line[--n] = '\0';
	return line;
}

/* Takes result. */
static void reply_error(struct libpq *link, struct pg_reply *reply,
			PGresult *result)
{
	char *sqlstate = field(result, PG_DIAG_SQLSTATE);
	char *message = field(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!message)
		message = one_line(PQerrorMessage(link->pg));
	/* the first failure tells; what follows it is a consequence */
	if (!reply->failed) {
		pg_reply_fail(reply, sqlstate, message ? message : "");
		reply->detail = field(result, PG_DIAG_MESSAGE_DETAIL);
		if (!reply->detail && link->copying) /* which line */
			reply->detail = field(result, PG_DIAG_CONTEXT);
		reply->hint = field(result, PG_DIAG_MESSAGE_HINT);
		reply->constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
		reply->function = field(result, PG_DIAG_SOURCE_FUNCTION);
	}
	free(sqlstate);
	free(message);
	PQclear(result);
}

static void reply_result(struct libpq *link, struct pg_reply *reply,
			 PGresult *result)
{
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_SINGLE_TUPLE:
	case PGRES_EMPTY_QUERY:
		PQclear(reply->result);
		reply->result = result;
		reply->affected = strtoll(PQcmdTuples(result), NULL, 10);
		break;
	case PGRES_COPY_IN:
	case PGRES_COPY_OUT:
	case PGRES_COPY_BOTH:
		PQclear(result);
		pg_reply_fail(reply, "0A000", "COPY is not for this function");
		link->given_up = true;
		break;
	default:
		reply_error(link, reply, result);
	}
}

/*
 * Two notices matter. The server ended a COMMIT's wait for its standby: the
 * text is translated, the C function's name is not (syncrep.c of PostgreSQL's
 * source). And a FATAL one on an idle link is the server's farewell.
 */
static void on_notice(void *arg, const PGresult *result)
{
	struct pg_conn *conn = arg;
	const char *function = PQresultErrorField(result,
						  PG_DIAG_SOURCE_FUNCTION);
	const char *severity =
		PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(result,
						 PG_DIAG_MESSAGE_PRIMARY);

	if (function && !strcmp(function, "SyncRepWaitForLSN") && conn->link)
		link_of(conn)->not_replicated = true;
	if (severity && conn->link &&
	    (!strcmp(severity, "FATAL") || !strcmp(severity, "PANIC")))
		link_of(conn)->ended = true;
	pg_log(conn,
	       severity && !strcmp(severity, "WARNING") ? PG_LOG_INFO :
							   PG_LOG_DEBUG,
	       "PostgreSQL: %s: %s", severity ? severity : "notice",
	       message ? message : "");
}

/* ----------------------------------------------------------- connecting */

/* After "SEVERITY:  " stands the SQLSTATE, in a verbose message. */
static void sqlstate_of_message(const char *message, char *sqlstate)
{
	for (const char *at = message; (at = strstr(at, ":  "));) {
		at += 3;
		if (strspn(at, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 &&
		    at[5] == ':')
			memcpy(sqlstate, at, 5);
	}
}

/*
 * libpq keeps the SQLSTATE of a refused connection to itself, except in a
 * verbose message. So, where a server does answer, ask once more, verbosely;
 * only thus can a wrong password be told from too many connections.
 */
static void connect_refused(struct pg_conn *conn, struct pg_reply *reply)
{
	PGconn *pg = link_of(conn)->pg;
	char *message = one_line(PQerrorMessage(pg));
	char sqlstate[6] = "";

	if (PQconnectionNeedsPassword(pg)) {
		strcpy(sqlstate, "28P01");
	} else if (conn->driver->ping(conn) == PG_SERVER_UP) {
		PQsetErrorVerbosity(pg, PQERRORS_VERBOSE);
		PQreset(pg);
		sqlstate_of_message(PQerrorMessage(pg), sqlstate);
	} else {
		PQfinish(pg);
		link_of(conn)->pg = NULL;
	}
	if (link_of(conn)->pg && PQstatus(link_of(conn)->pg) == CONNECTION_OK)
		PQsetErrorVerbosity(pg, PQERRORS_DEFAULT);
	else
		pg_reply_fail(reply, sqlstate, message ? message : "");
	free(message);
}

static void libpq_disconnect(struct pg_conn *conn)
{
	struct libpq *link = link_of(conn);

	if (!link)
		return;
	PQfinish(link->pg);
	free(link);
	conn->link = NULL;
}

static void libpq_connect(struct pg_conn *conn, struct pg_reply *reply)
{
	struct pg_keywords k;
	struct libpq *link = calloc(1, sizeof(*link));

	conn->link = link;
	if (!link) {
		pg_reply_fail(reply, "53200", "out of memory");
		return;
	}
	pg_keywords_make(&k, &conn->settings);
	/* 0: a dbname is a name, never a connection string */
	link->pg = PQconnectdbParams(k.keyword, k.value, 0);
	pg_keywords_free(&k);
	if (PQstatus(link->pg) != CONNECTION_OK)
		connect_refused(conn, reply);
	if (reply->failed)
		return;
	PQsetnonblocking(link->pg, 1);
	PQsetNoticeReceiver(link->pg, on_notice, conn);
}

static enum pg_server libpq_ping(struct pg_conn *conn)
{
	struct pg_keywords k;
	PGPing ping;

	pg_keywords_make(&k, &conn->settings);
	ping = PQpingParams(k.keyword, k.value, 0);
	pg_keywords_free(&k);
	if (ping == PQPING_OK)
		return PG_SERVER_UP;
	return ping == PQPING_REJECT ? PG_SERVER_STARTING : PG_SERVER_AWAY;
}

static enum pg_link libpq_link(struct pg_conn *conn)
{
	struct libpq *link = link_of(conn);

	if (!link || link->given_up || link->ended ||
	    PQstatus(link->pg) != CONNECTION_OK)
		return PG_LINK_LOST;
	switch (PQtransactionStatus(link->pg)) {
	case PQTRANS_IDLE:
		return PG_LINK_IDLE;
	case PQTRANS_INTRANS:
		return PG_LINK_TRANSACTION;
	case PQTRANS_INERROR:
		return PG_LINK_FAILED;
	default:
		return PG_LINK_LOST;
	}
}

/* Something to read on an idle link is a notification, a farewell, or the
 * end; PQisBusy() is called for what it does besides, to look at the input. */
static bool libpq_alive(struct pg_conn *conn)
{
	struct libpq *link = link_of(conn);
	struct pollfd fd = { .fd = PQsocket(link->pg), .events = POLLIN };

	while (poll(&fd, 1, 0) > 0) {
		if (!PQconsumeInput(link->pg))
			return false;
		PQisBusy(link->pg);
	}
	return !link->ended && PQstatus(link->pg) == CONNECTION_OK;
}

/* ------------------------------------------------------------ statements */

/* Wait until PQgetResult() has something to give. False: stopped. */
static bool await(struct pg_conn *conn)
{
	struct libpq *link = link_of(conn);

	for (;;) {
		int unsent = PQflush(link->pg);
		struct pollfd fd = { .fd = PQsocket(link->pg),
				     .events = POLLIN };

		if (unsent < 0 || (!unsent && !PQisBusy(link->pg)))
			return true;
		if (pg_stopped(conn)) {
			link->given_up = true;
			return false;
		}
		if (unsent)
			fd.events |= POLLOUT;
		poll(&fd, 1, POLL_MS);
		if (fd.revents & ~POLLOUT && !PQconsumeInput(link->pg))
			return true; /* PQgetResult() tells why */
	}
}

static PGresult *next_result(struct pg_conn *conn, struct pg_reply *reply)
{
	if (await(conn))
		return PQgetResult(link_of(conn)->pg);
	pg_reply_fail(reply, NULL, "gave up waiting for an answer: stopping");
	return NULL;
}

static bool send_params(struct libpq *link, const struct pg_request *request)
{
	const struct pg_params *p = request->params;
	int n = p ? p->n : 0, sent;
	const char **value = n ? malloc(n * sizeof(*value)) : NULL;

	if (n && !value)
		return false;
	for (int i = 0; i < n; i++)
		value[i] = pg_param_value(p, i);
	if (request->prepared)
		sent = PQsendQueryPrepared(link->pg, request->prepared, n,
					   value, NULL, NULL, 0);
	else
		sent = PQsendQueryParams(link->pg, request->text, n, NULL,
					 value, NULL, NULL, 0);
	free(value);
	return sent;
}

static bool request_send(struct pg_conn *conn, const struct pg_request *request,
			 struct pg_reply *reply)
{
	struct libpq *link = link_of(conn);
	bool sent;

	link->not_replicated = false;
	if (request->script)
		sent = PQsendQuery(link->pg, request->text);
	else
		sent = send_params(link, request);
	if (!sent)
		reply_error(link, reply, NULL);
	return sent;
}

static void take_all(struct pg_conn *conn, struct pg_reply *reply)
{
	PGresult *result;

	while ((result = next_result(conn, reply))) {
		reply_result(link_of(conn), reply, result);
		if (link_of(conn)->given_up)
			break;
	}
	reply->not_replicated = link_of(conn)->not_replicated;
}

static void libpq_run(struct pg_conn *conn, const struct pg_request *request,
		      struct pg_reply *reply)
{
	if (request_send(conn, request, reply))
		take_all(conn, reply);
}

static void libpq_prepare(struct pg_conn *conn,
			  const struct pg_request *request,
			  struct pg_reply *reply)
{
	struct libpq *link = link_of(conn);

	if (PQsendPrepare(link->pg, request->prepared, request->text, 0, NULL))
		take_all(conn, reply);
	else
		reply_error(link, reply, NULL);
}

/* ------------------------------------------------------------- streaming */

static void libpq_start(struct pg_conn *conn, const struct pg_request *request,
			struct pg_reply *reply)
{
	struct libpq *link = link_of(conn);

	link->in_transaction = PQtransactionStatus(link->pg) != PQTRANS_IDLE;
	if (request_send(conn, request, reply))
		PQsetSingleRowMode(link->pg);
}

static bool libpq_next(struct pg_conn *conn, struct pg_reply *reply)
{
	PGresult *result = next_result(conn, reply);

	if (!result)
		return false;
	if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
		reply->result = result;
		return true;
	}
	reply_result(link_of(conn), reply, result);
	if (!link_of(conn)->given_up)
		take_all(conn, reply); /* the end of the protocol's turn */
	return false;
}

/* Outside a transaction the rest can be cancelled; inside one that would
 * fail the transaction. */
static void libpq_stop(struct pg_conn *conn, struct pg_reply *reply)
{
	struct libpq *link = link_of(conn);
	PGresult *result;
	char message[256];

	if (!link->in_transaction) {
		PGcancel *cancel = PQgetCancel(link->pg);

		if (cancel)
			PQcancel(cancel, message, sizeof(message));
		PQfreeCancel(cancel);
	}
	while ((result = next_result(conn, reply)))
		PQclear(result);
}

/* ------------------------------------------------------------------ COPY */

static bool libpq_copy_begin(struct pg_conn *conn,
			     const struct pg_request *request,
			     struct pg_reply *reply)
{
	struct libpq *link = link_of(conn);
	PGresult *result;
	ExecStatusType status;

	link->copying = true;
	if (!request_send(conn, request, reply) ||
	    !(result = next_result(conn, reply)))
		return false;
	status = PQresultStatus(result);
	link->copying_in = status == PGRES_COPY_IN;
	if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
		PQclear(result);
		return true;
	}
	reply_result(link, reply, result);
	take_all(conn, reply);
	link->copying = false;
	if (!reply->failed)
		pg_reply_fail(reply, "0A000", "this statement is no COPY");
	return false;
}

/* Wait for the socket. False: stopping, or the link is lost. */
static bool copy_wait(struct pg_conn *conn, short events,
		      struct pg_reply *reply)
{
	struct libpq *link = link_of(conn);
	struct pollfd fd = { .fd = PQsocket(link->pg), .events = events };

	if (pg_stopped(conn)) {
		link->given_up = true;
		pg_reply_fail(reply, NULL, "gave up a COPY: stopping");
		return false;
	}
	poll(&fd, 1, POLL_MS);
	if (fd.revents & ~POLLOUT && !PQconsumeInput(link->pg)) {
		reply_error(link, reply, NULL);
		return false;
	}
	return true;
}

static size_t libpq_copy_read(struct pg_conn *conn, char **data_r,
			      struct pg_reply *reply)
{
	PGconn *pg = link_of(conn)->pg;
	int n;

	while (!(n = PQgetCopyData(pg, data_r, 1)))
		if (!copy_wait(conn, POLLIN, reply))
			return 0;
	if (n == -2)
		reply_error(link_of(conn), reply, NULL);
	return n > 0 ? n : 0;
}

static void libpq_copy_free(char *data)
{
	PQfreemem(data);
}

static bool libpq_copy_write(struct pg_conn *conn, const char *data,
			     size_t size, struct pg_reply *reply)
{
	PGconn *pg = link_of(conn)->pg;
	int done;

	while (!(done = PQputCopyData(pg, data, size))) {
		if (PQflush(pg) < 0)
			break;
		if (!copy_wait(conn, POLLIN | POLLOUT, reply))
			return false;
	}
	if (done <= 0)
		reply_error(link_of(conn), reply, NULL);
	return done > 0;
}

static void libpq_copy_end(struct pg_conn *conn, const char *why,
			   struct pg_reply *reply)
{
	PGconn *pg = link_of(conn)->pg;

	while (link_of(conn)->copying_in && !PQputCopyEnd(pg, why) && PQflush(pg) >= 0)
		if (!copy_wait(conn, POLLIN | POLLOUT, reply))
			break;
	if (!link_of(conn)->given_up)
		take_all(conn, reply);
	link_of(conn)->copying = false;
}

static void libpq_copy_cancel(struct pg_conn *conn, struct pg_reply *reply)
{
	PGcancel *cancel = PQgetCancel(link_of(conn)->pg);
	char message[256], *data = NULL;

	if (cancel)
		PQcancel(cancel, message, sizeof(message));
	PQfreeCancel(cancel);
	while (libpq_copy_read(conn, &data, reply))
		PQfreemem(data);
}

/* -------------------------------------------------------------- the rest */

static int libpq_socket(struct pg_conn *conn)
{
	return PQsocket(link_of(conn)->pg);
}

static int libpq_notification(struct pg_conn *conn, char **channel_r)
{
	PGconn *pg = link_of(conn)->pg;
	PGnotify *notify;
	bool lost = !PQconsumeInput(pg);

	notify = PQnotifies(pg);
	if (!notify)
		return lost || link_of(conn)->ended ? -1 : 0;
	*channel_r = strdup(notify->relname);
	PQfreemem(notify);
	return *channel_r ? 1 : -1;
}

const struct pg_driver pg_driver_libpq = {
	.connect = libpq_connect,
	.disconnect = libpq_disconnect,
	.link = libpq_link,
	.alive = libpq_alive,
	.prepare = libpq_prepare,
	.run = libpq_run,
	.start = libpq_start,
	.next = libpq_next,
	.stop = libpq_stop,
	.copy_begin = libpq_copy_begin,
	.copy_read = libpq_copy_read,
	.copy_free = libpq_copy_free,
	.copy_write = libpq_copy_write,
	.copy_end = libpq_copy_end,
	.copy_cancel = libpq_copy_cancel,
	.ping = libpq_ping,
	.socket = libpq_socket,
	.notification = libpq_notification,
};
