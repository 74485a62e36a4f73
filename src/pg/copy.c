/*
 * copy.c - COPY to and from the caller
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "src/pg/conn.h"

/* false: the caller gave up. */
static bool read_all(struct pg_conn *conn, struct pg_reply *reply,
		     pg_copy_to_fn fn, void *arg)
{
	char *data = NULL;
	bool more = true;
	size_t size;

	while (more && (size = conn->driver->copy_read(conn, &data, reply))) {
		more = fn(data, size, arg);
		conn->driver->copy_free(data);
	}
	if (!more)
		conn->driver->copy_cancel(conn, reply);
	return more;
}

static bool write_all(struct pg_conn *conn, struct pg_reply *reply,
		      pg_copy_from_fn fn, void *arg)
{
	const char *data;
	size_t size;
	bool more;

	while ((more = fn(&data, &size, arg)) && size)
		if (!conn->driver->copy_write(conn, data, size, reply))
			break;
	return more;
}

/* Exactly one of to and from is given. */
static enum pg_class copy(struct pg_conn *conn,
			  const struct pg_statement *statement,
			  pg_copy_to_fn to, pg_copy_from_fn from, void *arg,
			  int64_t *rows_r)
{
	struct pg_request request = { .name = statement->name, .script = true };
	struct pg_reply reply = { 0 };
	enum pg_class class = pg_ready(conn, statement->name, NULL);
	bool whole = true;
	char *text;

	if (class)
		return class;
	request.text = text = pg_named_text(statement);
	if (!text)
		return pg_fail_message(conn, statement->name, PG_RESOURCE,
				       "out of memory");
	pg_set_state(conn, PG_STREAMING);
	if (conn->driver->copy_begin(conn, &request, &reply)) {
		whole = to ? read_all(conn, &reply, to, arg) :
			     write_all(conn, &reply, from, arg);
		conn->driver->copy_end(conn, whole ? NULL : "given up", &reply);
	}
	class = pg_settle_reply(conn, statement->name, &reply);
	if (class == PG_OK && rows_r)
		*rows_r = reply.affected;
	pg_reply_clear(&reply);
	free(text);
	if (!whole && class != PG_CONNECTION)
		class = pg_fail_message(conn, statement->name, PG_INSTALLATION,
					"given up by the caller");
	return class;
}

enum pg_class pg_copy_to(struct pg_conn *conn,
			 const struct pg_statement *statement, pg_copy_to_fn fn,
			 void *arg, int64_t *rows_r)
{
	return copy(conn, statement, fn, NULL, arg, rows_r);
}

enum pg_class pg_copy_from(struct pg_conn *conn,
			   const struct pg_statement *statement,
			   pg_copy_from_fn fn, void *arg, int64_t *rows_r)
{
	return copy(conn, statement, NULL, fn, arg, rows_r);
}
