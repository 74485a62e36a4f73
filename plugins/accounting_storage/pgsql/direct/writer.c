/*
 * writer.c - the thread that brings slurmctld's records into the database
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "thread.h"
#include "writer.h"

struct writer {
	struct writer_sink sink;
	volatile bool *stop;
	pthread_t thread;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	bool ended;
	int64_t busy_since; /* ms; 0: not busy */

	/* the thread's own */
	struct record *batch;
	uint64_t *numbers;
	bool abandoned; /* what was taken is left as it is */
	bool at_fault;  /* the fault of the installation is in the log */
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

static int64_t now_ms(void)
{
	struct timespec ts = thread_deadline_ms(0);

	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void set_busy(struct writer *w, bool busy)
{
	pthread_mutex_lock(&w->lock);
	w->busy_since = busy ? now_ms() : 0;
	pthread_mutex_unlock(&w->lock);
}

int64_t writer_busy_ms(struct writer *w)
{
	int64_t since;

	pthread_mutex_lock(&w->lock);
	since = w->busy_since;
	pthread_mutex_unlock(&w->lock);
	return since ? now_ms() - since : 0;
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
		   "accounting records wait, PostgreSQL does not take them (%s): %s",
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

static enum pg_class store_once(struct writer *w, int first, int n)
{
	enum pg_class class;

	set_busy(w, true);
	if (n > 1)
		class = w->sink.store(w->sink.arg, w->batch + first,
				      w->numbers + first, n);
	else
		class = w->sink.store_single(w->sink.arg, w->batch + first,
					     w->numbers[first]);
	set_busy(w, false);
	return class;
}

/* PG_OK, PG_RECORD, or what it was when the writer had to leave it. */
static enum pg_class store(struct writer *w, int first, int n)
{
	enum pg_class class;

	for (int tries = 1;; tries++) {
		class = store_once(w, first, n);
		if (class == PG_OK) {
			report_recovery(w);
			return class;
		}
		if (class == PG_RECORD || *w->stop)
			return class;
		if (w->sink.abandons(w->sink.arg)) {
			w->abandoned = true;
			return class;
		}
		report_fault(w, class);
		if (!back_off(w, tries))
			return class;
	}
}

/* The last net: neither the record nor its dead letter can be stored. */
static void give_up(struct writer *w, const struct record *record)
{
	char *why = w->sink.explain(w->sink.arg);
	char *text = record->kind->describe
			     ? record->kind->describe(record->what)
			     : NULL;

	writer_log(w, PG_LOG_ERROR,
		   "accounting record lost, PostgreSQL refuses it even as a dead letter (%s): %s %s",
		   why ? why : "no reason known", record->kind->name,
		   text ? text : "");
	xfree(text);
	free(why);
}

/* n records of the batch from `first` on. */
static void store_range(struct writer *w, int first, int n)
{
	bool left = w->abandoned || *w->stop;
	enum pg_class class = left ? PG_CONNECTION : store(w, first, n);

	if (class == PG_RECORD && n > 1) {
		store_range(w, first, n / 2);
		store_range(w, first + n / 2, n - n / 2);
		return;
	}
	if (class == PG_RECORD)
		give_up(w, w->batch + first);
	w->sink.done(w->sink.arg, w->batch + first, w->numbers + first, n,
		     class == PG_OK || class == PG_RECORD);
}

/* -------------------------------------------------------------- the thread */

/* False: stop. */
static bool prepare(struct writer *w)
{
	enum pg_class class;

	for (int tries = 1; !*w->stop; tries++) {
		set_busy(w, true);
		class = w->sink.prepare(w->sink.arg);
		set_busy(w, false);
		if (class == PG_OK) {
			report_recovery(w);
			return true;
		}
		report_fault(w, class);
		if (!back_off(w, tries))
			return false;
	}
	return false;
}

static void *writer_main(void *arg)
{
	struct writer *w = arg;
	int n = 0;

	while (n >= 0 && prepare(w)) {
		n = w->sink.take(w->sink.arg, w->batch, w->numbers,
				 w->sink.batch);
		w->abandoned = false;
		if (n > 0)
			store_range(w, 0, n);
	}
	pthread_mutex_lock(&w->lock);
	w->ended = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void writer_free(struct writer *w)
{
	thread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w->batch);
	free(w->numbers);
	free(w);
}

static struct writer *writer_make(const struct writer_sink *sink)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->batch = calloc(sink->batch, sizeof(*w->batch));
	w->numbers = calloc(sink->batch, sizeof(*w->numbers));
	w->sink = *sink;
	pthread_mutex_init(&w->lock, NULL);
	thread_cond_init(&w->changed);
	if (w->batch && w->numbers)
		return w;
	writer_free(w);
	return NULL;
}

struct writer *writer_start(const struct writer_sink *sink, volatile bool *stop)
{
	struct writer *w = writer_make(sink);

	if (!w) {
		sink->log(PG_LOG_ERROR, "no memory for the accounting writer");
		return NULL;
	}
	w->stop = stop;
	*stop = false;
	if (!thread_start(&w->thread, "pgsql-writer", writer_main, w))
		return w;
	writer_log(w, PG_LOG_ERROR,
		   "can't start the accounting writer's thread: %s",
		   strerror(errno));
	writer_free(w);
	return NULL;
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

bool writer_stop(struct writer **writer, int drain_seconds)
{
	struct writer *w = *writer;
	bool ended;

	if (!w)
		return true;
	*writer = NULL;
	ended = wait_ended(w, drain_seconds);
	if (!ended)
		*w->stop = true;
	pthread_join(w->thread, NULL);
	writer_free(w);
	return ended;
}
