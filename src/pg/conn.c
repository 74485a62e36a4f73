/*
 * conn.c - a connection's life: made, connected, lost, freed
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

struct pg_conn *pg_conn_new_driver(const struct pg_settings *settings,
				   const struct pg_driver *driver,
				   const struct pg_clock *clock, void *link)
{
	struct pg_conn *conn = calloc(1, sizeof(*conn));

	if (!conn)
		return NULL;
	pg_settings_copy(&conn->settings, settings);
	conn->driver = driver;
	conn->clock = clock;
	conn->link = link;
	conn->prepares = true;
	conn->seed = (unsigned) (uintptr_t) conn ^ (unsigned) clock->now(conn);
	return conn;
}

struct pg_conn *pg_conn_new(const struct pg_settings *settings)
{
	return pg_conn_new_driver(settings, &pg_driver_libpq, &pg_clock_real,
				  NULL);
}

void pg_conn_free(struct pg_conn **conn)
{
	if (!*conn)
		return;
	pg_disconnect(*conn);
	if ((*conn)->driver->free)
		(*conn)->driver->free(*conn);
	pg_settings_free(&(*conn)->settings);
	pg_error_clear(&(*conn)->error);
	free(*conn);
	*conn = NULL;
}

/* A link that the server closed while it lay idle, and one to a server that
 * has become read-only, are not worth keeping. */
static bool conn_good(struct pg_conn *conn)
{
	if (conn->state == PG_CLOSED)
		return false;
	if (conn->state != PG_IDLE)
		return true;
	if (conn->reconnect || !conn->driver->alive(conn)) {
		pg_disconnect(conn);
		return false;
	}
	return true;
}

static enum pg_class conn_attempt(struct pg_conn *conn)
{
	struct pg_reply reply = { 0 };
	enum pg_class class;

	conn->driver->connect(conn, &reply);
	class = pg_classify(&reply);
	if (class) {
		pg_fail(conn, "connect", class, &reply);
		pg_reply_clear(&reply);
		conn->driver->disconnect(conn);
		return class;
	}
	pg_reply_clear(&reply);
	conn->reconnect = false;
	conn->sessions++;
	conn->session_began = conn->clock->now(conn);
	pg_set_state(conn, PG_IDLE);
	class = pg_session_begin(conn);
	if (class)
		pg_disconnect(conn);
	return class;
}

enum pg_class pg_connect(struct pg_conn *conn)
{
	enum pg_class class;

	if (conn_good(conn))
		return PG_OK;
	if (pg_stopped(conn))
		return pg_fail_message(conn, "connect", PG_CONNECTION,
				       "not connected: stopping");
	class = conn_attempt(conn);
	if (conn->running)
		return class;
	if (class)
		pg_trouble_report(conn, class);
	else
		pg_trouble_over(conn);
	return class;
}

unsigned pg_session_number(const struct pg_conn *conn)
{
	return conn->sessions;
}

int pg_session_seconds(struct pg_conn *conn)
{
	return (conn->clock->now(conn) - conn->session_began) / 1000;
}

void pg_set_stop(struct pg_conn *conn, const volatile bool *stop)
{
	conn->stop = stop;
}

int pg_socket(const struct pg_conn *conn)
{
	if (conn->state == PG_CLOSED)
		return -1;
	return conn->driver->socket((struct pg_conn *) conn);
}

int pg_notification(struct pg_conn *conn, char **channel_r)
{
	int rc = -1;

	*channel_r = NULL;
	if (conn->state != PG_CLOSED)
		rc = conn->driver->notification(conn, channel_r);
	if (rc < 0)
		pg_disconnect(conn);
	return rc;
}
