/*
 * session.c - what every session of ours is set to
 *
 * One statement and one round trip. Behind a pooler that gives each
 * transaction another session these would have to become settings of the
 * role; nothing else here relies on the session.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

#define SET(name, value) "set_config('" name "', '" value "', false)"

/* Times are read and written in UTC whatever the server's zone; jit costs
 * more than it saves on short questions; a generic plan would not prune the
 * months. Unqualified names find nothing that a user could have made. */
#define SESSION                                                              \
	"SELECT current_setting('server_encoding'), " SET("timezone", "UTC") \
	", " SET("datestyle", "ISO, YMD") ", "                               \
	SET("intervalstyle", "postgres") ", " SET("bytea_output", "hex")     \
	", " SET("jit", "off") ", "                                          \
	SET("plan_cache_mode", "force_custom_plan") ", "                     \
	SET("search_path", "pg_catalog, pg_temp") ", "                       \
	SET("standard_conforming_strings", "on") ", "                        \
	SET("default_transaction_isolation", "read committed") ", "          \
	SET("client_min_messages", "warning")

static const struct pg_statement session_reader = { "session", SESSION };

/* A COMMIT is never cancelled, neither by us nor by a timeout. */
static const struct pg_statement session_writer = {
	"session", SESSION ", " SET("statement_timeout", "0") ", "
	SET("idle_in_transaction_session_timeout", "0")
};

static enum pg_class session_encoding(struct pg_conn *conn,
				      const char *encoding)
{
	char *message;
	enum pg_class class;

	if (!strcmp(encoding, "UTF8"))
		return PG_OK;
	if (asprintf(&message,
		     "the database's encoding is %s and must be UTF8: make the database anew with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0",
		     encoding) < 0)
		message = NULL;
	class = pg_fail_message(conn, "connect", PG_INSTALLATION,
				message ? message : "encoding is not UTF8");
	free(message);
	return class;
}

enum pg_class pg_session_begin(struct pg_conn *conn)
{
	const struct pg_statement *session =
		conn->settings.reader ? &session_reader : &session_writer;
	struct pg_request request = { .name = session->name,
				      .text = session->text };
	struct pg_reply reply = { 0 };
	enum pg_class class = pg_request(conn, &request, &reply);

	if (!class)
		class = session_encoding(conn, PQgetvalue(reply.result, 0, 0));
	pg_reply_clear(&reply);
	return class;
}
