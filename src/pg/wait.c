/*
 * wait.c - wait for a server that is not there yet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "src/pg/conn.h"

static const char *const server_says[] = {
	[PG_SERVER_UP] = "it accepts connections but not ours",
	[PG_SERVER_STARTING] = "it is starting up or shutting down",
	[PG_SERVER_AWAY] = "no connection to it",
};

static void log_begin(struct pg_conn *conn, enum pg_server server)
{
	char *where = pg_settings_describe(&conn->settings);
	char *line = pg_error_line(&conn->error);

	pg_log(conn, PG_LOG_INFO,
	       "PostgreSQL: waiting for the server at %s (%s): %s",
	       where ? where : "?", server_says[server], line ? line : "?");
	free(where);
	free(line);
}

static void log_end(struct pg_conn *conn, enum pg_class class, int64_t began)
{
	double seconds = (conn->clock->now(conn) - began) / 1000.0;

	if (!class)
		pg_log(conn, PG_LOG_INFO,
		       "PostgreSQL: the server is there after %.1f s", seconds);
	else
		pg_log(conn, PG_LOG_ERROR,
		       "PostgreSQL: no connection after %.1f s of waiting",
		       seconds);
}

/* Worth waiting for: the link, and a server whose slots are taken. */
static bool may_pass(enum pg_class class)
{
	return class == PG_CONNECTION || class == PG_RESOURCE;
}

enum pg_class pg_connect_wait(struct pg_conn *conn, int seconds,
			      const volatile bool *stop)
{
	static const struct pg_retry pace = { .first_ms = 250,
					      .limit_ms = 2000 };
	int64_t began = conn->clock->now(conn);
	enum pg_class class;
	int failures = 0;

	conn->running = true;
	class = pg_connect(conn);
	while (may_pass(class)) {
		enum pg_server server = conn->driver->ping(conn);

		if (!failures++)
			log_begin(conn, server);
		if ((stop && *stop) || pg_stopped(conn) ||
		    conn->clock->now(conn) - began >= (int64_t) seconds * 1000)
			break;
		conn->clock->sleep(conn, pg_backoff(conn, &pace, failures));
		if (conn->driver->ping(conn) == PG_SERVER_UP)
			class = pg_connect(conn);
	}
	conn->running = false;
	if (failures)
		log_end(conn, class, began);
	if (!class)
		pg_trouble_over(conn);
	return class;
}
