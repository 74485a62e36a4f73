/*
 * exec.c - run statements: the one place that owns a reply until it is freed
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

/* A session keeps at most so many; the others go unprepared. */
#define PREPARED_MAX 512

/* The statement's name as a comment, so that it shows in pg_stat_statements
 * and in the server's log. Generated ones begin with it. Caller frees. */
char *pg_named_text(const struct pg_statement *statement)
{
	char *text;

	if (!strncmp(statement->text, "/*", 2))
		return strdup(statement->text);
	if (asprintf(&text, "/* %s */ %s", statement->name, statement->text) < 0)
		return NULL;
	return text;
}

/* ------------------------------------------------------------- failures */

/* What a failure leaves behind, besides conn->error. */
static void after_failure(struct pg_conn *conn, enum pg_class class,
			  const struct pg_reply *reply)
{
	if (!strcmp(reply->sqlstate, "25006"))
		conn->reconnect = true;
	/* the session lost its statements, or one no longer fits its tables */
	if (class == PG_RETRY && (!strcmp(reply->sqlstate, "26000") ||
				  !strcmp(reply->sqlstate, "0A000")))
		conn->reconnect = true;
	if (conn->state == PG_FAILED && !conn->broken_by)
		conn->broken_by = class;
}

enum pg_class pg_settle_reply(struct pg_conn *conn, const char *name,
			      struct pg_reply *reply)
{
	enum pg_class class = pg_classify(reply);
	bool was_failed = conn->state == PG_FAILED;

	pg_settle(conn);
	if (!class)
		return PG_OK;
	/* libpq refused it, and the link is as it was: this will not pass */
	if (!reply->sqlstate[0] && conn->state != PG_CLOSED)
		class = PG_INSTALLATION;
	if (conn->state == PG_CLOSED && class != PG_RESOURCE)
		class = PG_CONNECTION;
	if (!was_failed || conn->state != PG_FAILED)
		after_failure(conn, class, reply);
	return pg_fail(conn, name, class, reply);
}

/* Whether a statement can be sent now. */
enum pg_class pg_ready(struct pg_conn *conn, const char *name,
		       const struct pg_params *p)
{
	if (conn->state == PG_CLOSED)
		return pg_fail_message(conn, name, PG_CONNECTION,
				       "not connected");
	if (conn->state == PG_STREAMING)
		return pg_fail_message(conn, name, PG_INSTALLATION,
				       "internal error: the connection is busy with a query's rows");
	if (conn->state == PG_FAILED)
		return pg_fail_message(conn, name, conn->broken_by,
				       "not run: the transaction has failed before");
	if (p && p->failed)
		return pg_fail_message(conn, name, PG_RESOURCE,
				       "out of memory for the parameters");
	return PG_OK;
}

enum pg_class pg_request(struct pg_conn *conn, const struct pg_request *request,
			 struct pg_reply *reply)
{
	conn->driver->run(conn, request, reply);
	return pg_settle_reply(conn, request->name, reply);
}

/* Prepare a statement on its first use. False: reply tells why not. */
static bool prepare(struct pg_conn *conn, const struct pg_statement *statement,
		    struct pg_request *request, struct pg_reply *reply)
{
	struct pg_prepared *new = pg_prepared_add(conn, statement);

	if (!new)
		return true; /* out of memory: go unprepared */
	request->prepared = new->id;
	conn->driver->prepare(conn, request, reply);
	if (!reply->failed)
		return true;
	pg_prepared_take_back(conn);
	return false;
}

/*
 * Run statement: prepared, unless its name stands for another text already.
 * *text is the text that was sent, for the caller to free.
 */
static enum pg_class exec(struct pg_conn *conn,
			  const struct pg_statement *statement,
			  struct pg_request *request, char **text,
			  struct pg_reply *reply)
{
	struct pg_prepared *known = pg_prepared_find(conn, statement);

	if (known && !strcmp(known->text, statement->text)) {
		request->prepared = known->id;
		return pg_request(conn, request, reply);
	}
	request->text = *text = pg_named_text(statement);
	if (!*text)
		return pg_fail_message(conn, statement->name, PG_RESOURCE,
				       "out of memory");
	if (!known && conn->prepares && conn->n_prepared < PREPARED_MAX &&
	    !prepare(conn, statement, request, reply))
		return pg_settle_reply(conn, statement->name, reply);
	return pg_request(conn, request, reply);
}

/* ---------------------------------------------------------------- public */

static enum pg_class finish(struct pg_conn *conn, const char *name,
			    struct pg_reply *reply, struct pg_result **result_r)
{
	if (!result_r)
		return PG_OK;
	*result_r = pg_result_take(reply);
	if (*result_r)
		return PG_OK;
	return pg_fail_message(conn, name, PG_RESOURCE, "out of memory");
}

enum pg_class pg_exec(struct pg_conn *conn,
		      const struct pg_statement *statement,
		      const struct pg_params *p, struct pg_result **result_r)
{
	struct pg_request request = { .name = statement->name, .params = p };
	struct pg_reply reply = { 0 };
	enum pg_class class = pg_ready(conn, statement->name, p);
	char *text = NULL;

	if (result_r)
		*result_r = NULL;
	if (class)
		return class;
	class = exec(conn, statement, &request, &text, &reply);
	if (!class)
		class = finish(conn, statement->name, &reply, result_r);
	pg_reply_clear(&reply);
	free(text);
	return class;
}

enum pg_class pg_exec_script(struct pg_conn *conn,
			     const struct pg_statement *script)
{
	struct pg_request request = { .name = script->name, .script = true };
	struct pg_reply reply = { 0 };
	enum pg_class class = pg_ready(conn, script->name, NULL);
	char *text;

	if (class)
		return class;
	request.text = text = pg_named_text(script);
	if (!text)
		return pg_fail_message(conn, script->name, PG_RESOURCE,
				       "out of memory");
	class = pg_request(conn, &request, &reply);
	pg_reply_clear(&reply);
	free(text);
	return class;
}

/* Hand rows on until the end or until fn has enough. */
static void stream(struct pg_conn *conn, struct pg_reply *reply, pg_row_fn fn,
		   void *arg)
{
	bool more = true;

	while (more && conn->driver->next(conn, reply)) {
		struct pg_result row = { .result = reply->result };

		more = fn(&row, arg);
		PQclear(reply->result);
		reply->result = NULL;
	}
	if (!more)
		conn->driver->stop(conn, reply);
}

enum pg_class pg_exec_each(struct pg_conn *conn,
			   const struct pg_statement *statement,
			   const struct pg_params *p, pg_row_fn fn, void *arg)
{
	struct pg_request request = { .name = statement->name, .params = p };
	struct pg_reply reply = { 0 };
	enum pg_class class = pg_ready(conn, statement->name, p);
	char *text;

	if (class)
		return class;
	request.text = text = pg_named_text(statement);
	if (!text)
		return pg_fail_message(conn, statement->name, PG_RESOURCE,
				       "out of memory");
	pg_set_state(conn, PG_STREAMING);
	conn->driver->start(conn, &request, &reply);
	if (!reply.failed)
		stream(conn, &reply, fn, arg);
	class = pg_settle_reply(conn, statement->name, &reply);
	pg_reply_clear(&reply);
	free(text);
	return class;
}
