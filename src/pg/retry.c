/*
 * retry.c - try again as a policy says
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "src/pg/conn.h"

/* Sleeping goes in steps, so that *stop is seen soon. */
#define SLEEP_STEP_MS 100

struct pg_retry pg_retry_client(void)
{
	return (struct pg_retry){ .first_ms = 50, .limit_ms = 1000, .tries = 5,
				  .seconds = 5 };
}

struct pg_retry pg_retry_forever(const volatile bool *stop)
{
	return (struct pg_retry){ .first_ms = 100, .limit_ms = 10000,
				  .stop = stop };
}

/* Between half and the whole of first_ms doubled `failures - 1` times, so
 * that those who failed together do not come back together. */
int pg_backoff(struct pg_conn *conn, const struct pg_retry *retry, int failures)
{
	int64_t delay = retry->first_ms;

	while (--failures > 0 && delay < retry->limit_ms)
		delay *= 2;
	if (delay > retry->limit_ms)
		delay = retry->limit_ms;
	return delay / 2 + rand_r(&conn->seed) % (delay / 2 + 1);
}

static bool stopped(struct pg_conn *conn, const struct pg_retry *retry)
{
	return (retry->stop && *retry->stop) || pg_stopped(conn);
}

static void wait_ms(struct pg_conn *conn, const struct pg_retry *retry, int ms)
{
	while (ms > 0 && !stopped(conn, retry)) {
		int step = ms < SLEEP_STEP_MS ? ms : SLEEP_STEP_MS;

		conn->clock->sleep(conn, step);
		ms -= step;
	}
}

static bool worth_again(enum pg_class class)
{
	return class == PG_RETRY || class == PG_CONNECTION ||
	       class == PG_RESOURCE || class == PG_UNKNOWN;
}

static enum pg_class run_once(struct pg_conn *conn, pg_work_fn fn, void *arg)
{
	enum pg_class class = pg_connect(conn);

	if (!class)
		class = pg_begin(conn);
	if (class)
		return class;
	class = fn(conn, arg);
	if (!class)
		return pg_commit(conn);
	pg_rollback(conn);
	return class;
}

static bool again(struct pg_conn *conn, const struct pg_retry *retry,
		  int64_t began, int failures)
{
	int64_t passed = conn->clock->now(conn) - began;

	if (stopped(conn, retry) || (retry->tries && failures >= retry->tries))
		return false;
	return !retry->seconds || passed < (int64_t) retry->seconds * 1000;
}

enum pg_class pg_run(struct pg_conn *conn, const struct pg_retry *retry,
		     pg_work_fn fn, void *arg)
{
	int64_t began = conn->clock->now(conn);
	enum pg_class class;
	int failures = 0;

	conn->running = true;
	for (;;) {
		class = run_once(conn, fn, arg);
		if (!class) {
			pg_trouble_over(conn);
			break;
		}
		if (!worth_again(class))
			break; /* the caller reports what is final */
		pg_trouble_report(conn, class);
		if (!again(conn, retry, began, ++failures))
			break;
		wait_ms(conn, retry, pg_backoff(conn, retry, failures));
	}
	conn->running = false;
	return class;
}
