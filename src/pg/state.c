/*
 * state.c - the states of a connection, and its log
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/pg/conn.h"

static const char *const state_names[PG_STATES] = {
	[PG_CLOSED] = "closed",		[PG_IDLE] = "idle",
	[PG_OPEN] = "in transaction",	[PG_FAILED] = "failed transaction",
	[PG_COMMITTING] = "committing", [PG_STREAMING] = "streaming",
};

#define FROM(state) (1u << (state))
/* Every state may become PG_CLOSED. */
static const unsigned state_may_follow[PG_STATES] = {
	[PG_CLOSED] = ~0u,
	[PG_IDLE] = FROM(PG_CLOSED) | FROM(PG_OPEN) | FROM(PG_FAILED) |
		    FROM(PG_COMMITTING) | FROM(PG_STREAMING),
	[PG_OPEN] = FROM(PG_IDLE) | FROM(PG_FAILED) | FROM(PG_STREAMING),
	[PG_FAILED] = FROM(PG_OPEN) | FROM(PG_STREAMING),
	[PG_COMMITTING] = FROM(PG_OPEN),
	[PG_STREAMING] = FROM(PG_IDLE) | FROM(PG_OPEN),
};

void pg_log(const struct pg_conn *conn, enum pg_log_level level,
	    const char *format, ...)
{
	char *line;
	va_list args;
	int n;

	if (!conn->settings.log)
		return;
	va_start(args, format);
	n = vasprintf(&line, format, args);
	va_end(args);
	if (n < 0)
		return;
	conn->settings.log(level, line);
	free(line);
}

bool pg_stopped(const struct pg_conn *conn)
{
	return (conn->stop && *conn->stop) ||
	       (conn->settings.stopping && conn->settings.stopping());
}

/* -------------------------------------------------------------- states */

void pg_set_state(struct pg_conn *conn, enum pg_state state)
{
	if (state == conn->state)
		return;
	if (!(state_may_follow[state] & FROM(conn->state))) {
		pg_log(conn, PG_LOG_ERROR,
		       "PostgreSQL: internal error: a link that is %s became %s; closing it",
		       state_names[conn->state], state_names[state]);
		state = PG_CLOSED;
	}
	if (state == PG_CLOSED) {
		conn->driver->disconnect(conn);
		pg_forget_prepared(conn);
	}
	if (state != PG_FAILED)
		conn->broken_by = PG_OK;
	conn->state = state;
}

void pg_settle(struct pg_conn *conn)
{
	static const enum pg_state state_of_link[] = {
		[PG_LINK_LOST] = PG_CLOSED,
		[PG_LINK_IDLE] = PG_IDLE,
		[PG_LINK_TRANSACTION] = PG_OPEN,
		[PG_LINK_FAILED] = PG_FAILED,
	};

	pg_set_state(conn, state_of_link[conn->driver->link(conn)]);
}

void pg_disconnect(struct pg_conn *conn)
{
	pg_set_state(conn, PG_CLOSED);
}

bool pg_is_connected(const struct pg_conn *conn)
{
	return conn->state != PG_CLOSED;
}

bool pg_in_transaction(const struct pg_conn *conn)
{
	return conn->state == PG_OPEN || conn->state == PG_FAILED;
}
