/*
 * trouble.c - a failure that lasts is logged once, and its end; the clock
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "src/pg/conn.h"

/* A failure that lasts is logged again so often, with what was held back. */
#define TROUBLE_AGAIN_MS (10 * 60 * 1000)

static int64_t real_now(struct pg_conn *conn)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t) ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void real_sleep(struct pg_conn *conn, int ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

const struct pg_clock pg_clock_real = { real_now, real_sleep };

void pg_trouble_report(struct pg_conn *conn, enum pg_class class)
{
	struct pg_trouble *t = &conn->trouble;
	int64_t now = conn->clock->now(conn);
	char *line;

	if (!t->present) {
		*t = (struct pg_trouble){ .present = true, .since = now };
	} else if (t->class == class && now - t->logged < TROUBLE_AGAIN_MS) {
		t->held_back++;
		return;
	}
	t->class = class;
	t->logged = now;
	line = pg_error_line(&conn->error);
	if (t->held_back)
		pg_log(conn, PG_LOG_ERROR, "PostgreSQL: %s [%s; %d more since]",
		       line ? line : "", pg_class_name(class), t->held_back);
	else
		pg_log(conn, PG_LOG_ERROR, "PostgreSQL: %s [%s]",
		       line ? line : "", pg_class_name(class));
	t->held_back = 0;
	free(line);
}

void pg_trouble_over(struct pg_conn *conn)
{
	struct pg_trouble *t = &conn->trouble;

	if (!t->present)
		return;
	t->present = false;
	pg_log(conn, PG_LOG_INFO, "PostgreSQL: works again after %.1f s",
	       (conn->clock->now(conn) - t->since) / 1000.0);
}
