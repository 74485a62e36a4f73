/*
 * watch.c - says in the log how queue, spool and writer fare
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "thread.h"
#include "watch.h"

#define LOOK_EVERY_MS 1000
/* A transaction that takes longer is told. */
#define LONG_MS 10000

struct watch {
	watch_look_fn look;
	void *arg;
	void (*log)(enum pg_log_level level, const char *line);
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool stop;
	struct watch_said said;
};

static char *line_of(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static char *line_of(const char *format, ...)
{
	char *line = NULL;
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&line, format, ap) < 0)
		line = NULL;
	va_end(ap);
	return line;
}

static uint64_t total_lost(const struct queue_state *state)
{
	uint64_t lost = 0;

	for (int i = 0; i < RECORD_LOSS_COUNT; i++)
		lost += state->lost[i];
	return lost;
}

static char *judge_queue(const struct queue_state *state,
			 struct watch_said *said)
{
	int quarters = state->count * 4 / state->limit;
	uint64_t lost = total_lost(state);

	if (lost > said->lost) {
		uint64_t now = lost - said->lost;

		said->lost = lost;
		said->quarters = 4;
		return line_of("%" PRIu64
			       " accounting records lost, the queue of %" PRId64
			       " (MaxDBDMsgs) is full; lost in all: %" PRIu64
			       " of steps, %" PRIu64 " of job starts, %" PRIu64
			       " others",
			       now, state->limit, state->lost[RECORD_DETAIL],
			       state->lost[RECORD_REPEATED],
			       state->lost[RECORD_KEEP]);
	}
	if (quarters >= 2 && quarters > said->quarters) {
		said->quarters = quarters;
		return line_of(
			"%" PRId64
			" accounting records wait in memory; at %" PRId64
			" (MaxDBDMsgs) records of steps are lost first, then job starts",
			state->count, state->limit);
	}
	if (said->quarters && !state->count) {
		said->quarters = 0;
		return line_of("no accounting records wait in memory any more");
	}
	return NULL;
}

static char *judge_spool(const struct watch_state *state,
			 struct watch_said *said)
{
	int quarters = 0;

	if (state->spool_limit)
		quarters = state->spool_bytes * 4 / state->spool_limit;
	if (quarters >= 2 && quarters > said->spool_quarters) {
		said->spool_quarters = quarters;
		return line_of("%" PRId64 " accounting records wait for PostgreSQL in the spool, %" PRId64
			       " of %" PRId64
			       " MB (spool_size); beyond that they wait in memory",
			       state->spool_waiting, state->spool_bytes >> 20,
			       state->spool_limit >> 20);
	}
	if (said->spool_quarters && !state->spool_waiting) {
		said->spool_quarters = 0;
		return line_of(
			"all accounting records that waited are in PostgreSQL");
	}
	return NULL;
}

static char *judge_busy(const struct watch_state *state,
			struct watch_said *said)
{
	bool busy = state->busy_ms >= LONG_MS;

	if (busy == said->busy)
		return NULL;
	said->busy = busy;
	if (!busy)
		return line_of("PostgreSQL takes accounting records again");
	return line_of("a transaction of accounting records has not ended in %d s: PostgreSQL is away or stuck, or its COMMIT waits for a standby (slurm.lag); %" PRId64 " wait",
		       LONG_MS / 1000,
		       state->spool_waiting + state->queue.count);
}

char *watch_judge(const struct watch_state *state, struct watch_said *said)
{
	char *line = judge_queue(&state->queue, said);

	if (!line)
		line = judge_spool(state, said);
	return line ? line : judge_busy(state, said);
}

static bool is_well(const struct watch_said *said)
{
	return !said->quarters && !said->spool_quarters && !said->busy;
}

static void look(struct watch *w)
{
	struct watch_state state = { .queue.limit = 1 };
	char *line;

	w->look(w->arg, &state);
	line = watch_judge(&state, &w->said);
	if (line)
		w->log(is_well(&w->said) ? PG_LOG_INFO : PG_LOG_ERROR, line);
	free(line);
}

static void *watch_main(void *arg)
{
	struct watch *w = arg;
	bool stop = false;

	while (!stop) {
		struct timespec until = thread_deadline_ms(LOOK_EVERY_MS);
		int rc = 0;

		look(w);
		pthread_mutex_lock(&w->lock);
		while (!w->stop && rc != ETIMEDOUT)
			rc = pthread_cond_timedwait(&w->changed, &w->lock,
						    &until);
		stop = w->stop;
		pthread_mutex_unlock(&w->lock);
	}
	look(w);
	return NULL;
}

static void watch_free(struct watch *w)
{
	thread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

struct watch *watch_start(watch_look_fn look_fn, void *arg,
			  void (*log)(enum pg_log_level level,
				      const char *line))
{
	struct watch *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->look = look_fn;
	w->arg = arg;
	w->log = log;
	pthread_mutex_init(&w->lock, NULL);
	thread_cond_init(&w->changed);
	if (!thread_start(&w->thread, "pgsql-watch", watch_main, w))
		return w;
	log(PG_LOG_ERROR,
	    "can't start the thread that watches the accounting queue");
	watch_free(w);
	return NULL;
}

void watch_stop(struct watch **watch)
{
	struct watch *w = *watch;

	if (!w)
		return;
	*watch = NULL;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	watch_free(w);
}
