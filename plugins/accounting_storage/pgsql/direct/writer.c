/*
 * writer.c - the thread that brings slurmctld's records into the database
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "thread.h"
#include "watch.h"
#include "writer.h"

struct writer {
	struct queue *queue;
	struct writer_sink sink;
	volatile bool *stop;
	struct watch *watch;
	pthread_t thread;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	bool ended;

	/* the thread's own */
	struct record *batch;
	bool at_fault; /* the fault of the installation is in the log */
	int64_t left;  /* records of a batch that was given up at the end */
};

static void writer_log(struct writer *w, enum pg_log_level level,
		       const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void writer_log(struct writer *w, enum pg_log_level level,
		       const char *format, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	w->sink.log(level, line);
}

/* ------------------------------------------------------------ one batch */

static void free_records(struct record *records, int n)
{
	for (int i = 0; i < n; i++)
		records[i].kind->free(records[i].what);
}

/* Once an episode: an administrator has to do something. */
static void report_fault(struct writer *w, enum pg_class class)
{
	char *why;

	if (w->at_fault)
		return;
	w->at_fault = true;
	why = w->sink.explain(w->sink.arg);
	writer_log(w, PG_LOG_ERROR,
		   "accounting records wait in slurmctld's memory, PostgreSQL "
		   "does not take them (%s): %s",
		   pg_class_name(class), why ? why : "no reason known");
	free(why);
}

static void report_recovery(struct writer *w)
{
	if (!w->at_fault)
		return;
	w->at_fault = false;
	writer_log(w, PG_LOG_INFO, "PostgreSQL takes accounting records again");
}

/* Wait before try number n; false: stop. */
static bool back_off(struct writer *w, int n)
{
	int64_t ms = w->sink.first_ms;

	while (n-- > 1 && ms < w->sink.limit_ms)
		ms *= 2;
	if (ms > w->sink.limit_ms)
		ms = w->sink.limit_ms;
	for (; ms > 0 && !*w->stop; ms -= 100)
		thread_sleep_ms(ms < 100 ? ms : 100);
	return !*w->stop;
}

/* PG_OK, PG_RECORD, or what it was when the writer had to stop. */
static enum pg_class store(struct writer *w, struct record *records, int n)
{
	enum pg_class class;

	for (int tries = 1;; tries++) {
		class = n > 1 ? w->sink.store(w->sink.arg, records, n)
			      : w->sink.store_single(w->sink.arg, records);
		if (class == PG_OK) {
			report_recovery(w);
			return class;
		}
		if (class == PG_RECORD || *w->stop)
			return class;
		report_fault(w, class);
		if (!back_off(w, tries))
			return class;
	}
}

/* The last net: neither the record nor its dead letter can be stored. */
static void give_up(struct writer *w, struct record *record)
{
	char *why = w->sink.explain(w->sink.arg);
	char *text = record->kind->describe
			     ? record->kind->describe(record->what)
			     : NULL;

	writer_log(w, PG_LOG_ERROR,
		   "accounting record lost, PostgreSQL refuses it even as a "
		   "dead letter (%s): %s %s",
		   why ? why : "no reason known", record->kind->name,
		   text ? text : "");
	xfree(text);
	free(why);
	record->kind->free(record->what);
}

/* Store and free them; what could not be stored by the end is counted. */
static void store_range(struct writer *w, struct record *records, int n)
{
	enum pg_class class = *w->stop ? PG_CONNECTION : store(w, records, n);

	if (class == PG_OK) {
		free_records(records, n);
	} else if (class != PG_RECORD) {
		w->left += n;
		free_records(records, n);
	} else if (n == 1) {
		give_up(w, records);
	} else {
		store_range(w, records, n / 2);
		store_range(w, records + n / 2, n - n / 2);
	}
}

/* -------------------------------------------------------------- the thread */

static void *writer_main(void *arg)
{
	struct writer *w = arg;
	int n;

	while ((n = queue_take(w->queue, w->batch, w->sink.batch)))
		store_range(w, w->batch, n);
	pthread_mutex_lock(&w->lock);
	w->ended = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void writer_free(struct writer *w)
{
	watch_stop(&w->watch);
	thread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w->batch);
	free(w);
}

struct writer *writer_start(struct queue *queue, const struct writer_sink *sink,
			    volatile bool *stop)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w || !(w->batch = calloc(sink->batch, sizeof(*w->batch)))) {
		free(w);
		sink->log(PG_LOG_ERROR, "no memory for the accounting writer");
		return NULL;
	}
	w->queue = queue;
	w->sink = *sink;
	w->stop = stop;
	*stop = false;
	pthread_mutex_init(&w->lock, NULL);
	thread_cond_init(&w->changed);
	w->watch = watch_start(queue, sink->log);
	if (thread_start(&w->thread, "pgsql-writer", writer_main, w)) {
		writer_log(w, PG_LOG_ERROR,
			   "can't start the accounting writer's thread: %s",
			   strerror(errno));
		writer_free(w);
		return NULL;
	}
	return w;
}

/* True: the thread has stored all and ended. */
static bool wait_ended(struct writer *w, int seconds)
{
	struct timespec until = thread_deadline_ms(seconds * 1000L);
	int rc = 0;

	pthread_mutex_lock(&w->lock);
	while (!w->ended && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&w->changed, &w->lock, &until);
	pthread_mutex_unlock(&w->lock);
	return !rc;
}

int64_t writer_stop(struct writer **writer, int drain_seconds)
{
	struct writer *w = *writer;
	int64_t left;

	if (!w)
		return 0;
	*writer = NULL;
	queue_close(w->queue);
	if (!wait_ended(w, drain_seconds)) {
		watch_stop(&w->watch); /* while the queue is as it is */
		*w->stop = true; /* the rest is taken, counted and freed */
	}
	pthread_join(w->thread, NULL);
	left = w->left;
	if (left)
		writer_log(w, PG_LOG_ERROR,
			   "%" PRId64
			   " accounting records were not stored: PostgreSQL "
			   "did not take them within %d s of the shutdown",
			   left, drain_seconds);
	writer_free(w);
	return left;
}
