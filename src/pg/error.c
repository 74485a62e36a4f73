/*
 * error.c - what a failure means, and the last one of a connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

/*
 * SQLSTATE or class of SQLSTATEs (its first two characters) to class of
 * failure; the longest match counts. See "PostgreSQL Error Codes" in its
 * manual. What is not listed is for an administrator: keep everything.
 */
static const struct {
	const char *sqlstate;
	enum pg_class class;
} error_classes[] = {
	{ "08", PG_CONNECTION },
	{ "0A", PG_INSTALLATION },
	{ "22", PG_RECORD },
	{ "23", PG_RECORD },
	{ "23514", PG_RECORD }, /* or PG_NO_PARTITION: pg_classify() */
	{ "25006", PG_CONNECTION },	/* read only: a standby now */
	{ "25P03", PG_CONNECTION },	/* idle_in_transaction_session_timeout */
	{ "25P04", PG_CONNECTION },	/* transaction_timeout */
	{ "26000", PG_RETRY },		/* prepared statement lost: again */
	{ "28", PG_INSTALLATION },
	{ "3D", PG_INSTALLATION },
	{ "40", PG_RETRY },		/* serialization failure, deadlock */
	{ "42", PG_INSTALLATION },
	{ "53", PG_RESOURCE },		/* disk, memory, connections */
	{ "54000", PG_RECORD },		/* a value too long for an index */
	{ "55006", PG_RETRY },		/* object in use */
	{ "55P03", PG_RETRY },		/* lock_timeout */
	{ "57014", PG_RETRY },		/* cancelled, statement_timeout */
	{ "57P", PG_CONNECTION },	/* shutdown, crash, starting up */
	{ "58030", PG_RESOURCE },	/* I/O error */
	{ "72000", PG_RETRY },		/* snapshot too old */
	{ "XX", PG_INSTALLATION },
};

static const char *const class_names[] = {
	[PG_OK] = "ok",
	[PG_RECORD] = "record refused",
	[PG_NO_PARTITION] = "no partition",
	[PG_RETRY] = "to be tried again",
	[PG_CONNECTION] = "connection",
	[PG_RESOURCE] = "resources",
	[PG_INSTALLATION] = "installation",
	[PG_UNKNOWN] = "outcome unknown",
};

const char *pg_class_name(enum pg_class class)
{
	return class_names[class];
}

static enum pg_class class_of_sqlstate(const char *sqlstate)
{
	enum pg_class class = PG_INSTALLATION;
	size_t best = 0;

	for (size_t i = 0; i < sizeof(error_classes) / sizeof(error_classes[0]);
	     i++) {
		size_t length = strlen(error_classes[i].sqlstate);

		if (length > best &&
		    !strncmp(sqlstate, error_classes[i].sqlstate, length)) {
			best = length;
			class = error_classes[i].class;
		}
	}
	return class;
}

/*
 * A check that fails is 23514 with the constraint's name; a row that no
 * partition takes is 23514 without one, from the C function named here. A
 * plan that went stale (a column changed its type) is 0A000.
 */
enum pg_class pg_classify(const struct pg_reply *reply)
{
	if (!reply->failed)
		return PG_OK;
	if (!reply->sqlstate[0]) /* libpq's own: the link */
		return PG_CONNECTION;
	if (!strcmp(reply->sqlstate, "23514") && !reply->constraint)
		return PG_NO_PARTITION;
	if (!strcmp(reply->sqlstate, "0A000") && reply->function &&
	    !strcmp(reply->function, "RevalidateCachedQuery"))
		return PG_RETRY;
	return class_of_sqlstate(reply->sqlstate);
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

void pg_error_copy(struct pg_error *to, const struct pg_error *from)
{
	*to = *from;
	to->message = copy(from->message);
	to->detail = copy(from->detail);
	to->hint = copy(from->hint);
	to->constraint = copy(from->constraint);
}

void pg_error_clear(struct pg_error *error)
{
	free(error->message);
	free(error->detail);
	free(error->hint);
	free(error->constraint);
	memset(error, 0, sizeof(*error));
}

enum pg_class pg_fail(struct pg_conn *conn, const char *statement,
		      enum pg_class class, const struct pg_reply *reply)
{
	struct pg_error *error = &conn->error;

	pg_error_clear(error);
	error->class = class;
	memcpy(error->sqlstate, reply->sqlstate, sizeof(error->sqlstate));
	error->statement = statement;
	error->message = copy(reply->message ? reply->message : "no message");
	error->detail = copy(reply->detail);
	error->hint = copy(reply->hint);
	error->constraint = copy(reply->constraint);
	return class;
}

enum pg_class pg_fail_message(struct pg_conn *conn, const char *statement,
			      enum pg_class class, const char *message)
{
	struct pg_reply reply = { .failed = true };
	char *text = strdup(message); /* it may be the last error's own */

	reply.message = text;
	pg_fail(conn, statement, class, &reply);
	free(text);
	return class;
}

const struct pg_error *pg_last_error(const struct pg_conn *conn)
{
	return &conn->error;
}

char *pg_error_line(const struct pg_error *e)
{
	char *line = NULL;

	if (asprintf(&line, "%s: %s%s%s%s%s%s%s%s%s",
		     e->statement ? e->statement : "PostgreSQL",
		     e->message ? e->message : "no error",
		     e->sqlstate[0] ? " (SQLSTATE " : "", e->sqlstate,
		     e->sqlstate[0] ? ")" : "", e->detail ? "; " : "",
		     e->detail ? e->detail : "", e->hint ? "; hint: " : "",
		     e->hint ? e->hint : "", "") < 0)
		return NULL;
	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	return line;
}

/* -------------------------------------------------------------- replies */

void pg_reply_clear(struct pg_reply *reply)
{
	PQclear(reply->result);
	free(reply->message);
	free(reply->detail);
	free(reply->hint);
	free(reply->constraint);
	free(reply->function);
	memset(reply, 0, sizeof(*reply));
}

void pg_reply_fail(struct pg_reply *reply, const char *sqlstate,
		   const char *message)
{
	reply->failed = true;
	snprintf(reply->sqlstate, sizeof(reply->sqlstate), "%s",
		 sqlstate ? sqlstate : "");
	free(reply->message);
	reply->message = strdup(message);
}
