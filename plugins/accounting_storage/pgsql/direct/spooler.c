/*
 * spooler.c - the thread that brings slurmctld's records from memory to disk
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "kinds.h"
#include "spooler.h"
#include "thread.h"

/* While the disk takes nothing. */
#define AGAIN_AFTER_MS 1000
/* Segments whose time is over are looked for so often. */
#define DROP_EVERY_MS 5000

/* A group that the disk does not take, on its way through memory. */
enum offer { OFFER_NONE, OFFER_MADE, OFFER_TAKEN, OFFER_STORED };

struct spooler {
	struct queue *queue;
	struct spooler_settings settings;
	char *dir;
	pthread_t thread;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	struct spool *spool; /* NULL: not open */
	bool known;          /* whether it can be opened */
	uint64_t own_id;     /* where it can't */
	enum offer offer;
	int offered, passed; /* records of the group; stored of them */
	bool ended, give_up, superseded;
	uint64_t refused;

	/* the thread's own */
	struct record *batch;
	int n;
	struct field_buf buf;
	int64_t tried, synced; /* ms */
	bool failing;
	int64_t left;

	/* the writer's */
	bool unreadable;
	int64_t dropped; /* ms */
};

static int64_t now_ms(void)
{
	struct timespec ts = thread_deadline_ms(0);

	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void say(struct spooler *s, enum pg_log_level level, const char *format,
		...) __attribute__((format(printf, 3, 4)));

static void say(struct spooler *s, enum pg_log_level level, const char *format,
		...)
{
	char line[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	s->settings.log(level, line);
}

static void free_records(struct record *records, int n)
{
	for (int i = 0; i < n; i++)
		records[i].kind->free(records[i].what);
}

/* ------------------------------------------------------- opening the spool */

static void set_spool(struct spooler *s, struct spool *spool)
{
	pthread_mutex_lock(&s->lock);
	s->spool = spool;
	s->known = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

static void say_opened(struct spooler *s, struct spool *spool)
{
	struct spool_state state = spool_state(spool);

	if (state.waiting)
		say(s, PG_LOG_INFO,
		    "%" PRId64 " accounting records are in the spool %s",
		    state.waiting, s->settings.spool.dir);
}

/* An owner that lives may be on its way out; one that hangs is passed. */
static enum spool_class try_open(struct spooler *s, struct spool **spool_r,
				 char **why_r)
{
	int64_t until = now_ms() + s->settings.take_over_s * 1000LL;
	enum spool_class class;

	for (;;) {
		bool last = now_ms() >= until;

		class = spool_open(spool_r, &s->settings.spool, last, why_r);
		if (class != SPOOL_TAKEN || last)
			return class;
		free(*why_r);
		thread_sleep_ms(100);
	}
}

static void open_spool(struct spooler *s)
{
	struct spool *spool;
	char *why;

	s->tried = now_ms();
	if (!try_open(s, &spool, &why)) {
		say_opened(s, spool);
		set_spool(s, spool);
		return;
	}
	if (!s->known)
		say(s, PG_LOG_ERROR,
		    "no spool: %s; accounting records that PostgreSQL has not taken are in slurmctld's memory alone",
		    why ? why : "no memory");
	free(why);
	set_spool(s, NULL);
}

/* --------------------------------------------------------------- to disk */

static bool pack_group(struct spooler *s)
{
	time_t at = time(NULL);

	spool_discard(s->spool);
	for (int i = 0; i < s->n; i++) {
		field_buf_reset(&s->buf);
		record_pack(&s->batch[i], &s->buf);
		if (s->buf.failed ||
		    spool_append(s->spool, s->buf.data, s->buf.used, at))
			return false;
	}
	return true;
}

static void report_failure(struct spooler *s, const char *why)
{
	if (!s->failing)
		say(s, PG_LOG_ERROR,
		    "accounting records can't be spooled, they wait in slurmctld's memory: %s",
		    why);
	s->failing = true;
}

static void report_recovery(struct spooler *s)
{
	if (s->failing)
		say(s, PG_LOG_INFO, "accounting records are spooled again");
	s->failing = false;
}

/* True: the group is durable. */
static bool to_disk(struct spooler *s)
{
	enum spool_class class;

	if (!s->spool && now_ms() - s->tried >= 10 * AGAIN_AFTER_MS)
		open_spool(s);
	if (!s->spool)
		return false;
	s->synced = now_ms();
	if (!pack_group(s)) {
		report_failure(s, spool_why(s->spool));
		return false;
	}
	class = spool_sync(s->spool);
	if (class == SPOOL_TAKEN)
		spooler_supersede(s);
	else if (class)
		report_failure(s, spool_why(s->spool));
	else
		report_recovery(s);
	return !class;
}

/* ---------------------------------------------------- or through memory */

static void make_offer(struct spooler *s)
{
	pthread_mutex_lock(&s->lock);
	s->offer = OFFER_MADE;
	s->offered = s->n;
	s->passed = 0;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

/* Wait while the writer has it; true: all of it is stored. False: it is ours
 * again, for another attempt at the disk. */
static bool offer_answered(struct spooler *s, int ms)
{
	struct timespec until = thread_deadline_ms(ms);
	bool stored;
	int rc = 0;

	pthread_mutex_lock(&s->lock);
	while (s->offer == OFFER_TAKEN ||
	       (s->offer == OFFER_MADE && rc != ETIMEDOUT && !s->give_up &&
		!s->superseded))
		rc = pthread_cond_timedwait(&s->changed, &s->lock, &until);
	stored = s->offer == OFFER_STORED;
	s->offer = OFFER_NONE;
	free_records(s->batch, s->passed);
	s->n -= s->passed;
	memmove(s->batch, s->batch + s->passed, s->n * sizeof(*s->batch));
	s->passed = 0;
	pthread_mutex_unlock(&s->lock);
	return stored;
}

static bool is_over(struct spooler *s, bool *superseded_r)
{
	bool over;

	pthread_mutex_lock(&s->lock);
	*superseded_r = s->superseded;
	over = s->give_up || s->superseded;
	pthread_mutex_unlock(&s->lock);
	return over;
}

/* Nobody will have this group. */
static void drop_group(struct spooler *s, bool superseded)
{
	pthread_mutex_lock(&s->lock);
	if (superseded)
		s->refused += s->n;
	pthread_mutex_unlock(&s->lock);
	if (!superseded)
		s->left += s->n;
	free_records(s->batch, s->n);
	s->n = 0;
}

static void bring(struct spooler *s)
{
	bool superseded;

	while (s->n) {
		if (is_over(s, &superseded)) {
			drop_group(s, superseded);
		} else if (to_disk(s)) {
			free_records(s->batch, s->n);
			s->n = 0;
		} else {
			make_offer(s);
			(void)offer_answered(s, AGAIN_AFTER_MS);
		}
	}
	pthread_mutex_lock(&s->lock);
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

/* -------------------------------------------------------------- the thread */

static void *spooler_main(void *arg)
{
	struct spooler *s = arg;

	open_spool(s);
	while ((s->n = queue_take(s->queue, s->batch, s->settings.batch))) {
		int64_t rest = s->synced + s->settings.group_ms - now_ms();

		/* what comes meanwhile goes with the next group */
		if (rest > 0 && s->n < s->settings.batch)
			thread_sleep_ms(rest);
		s->n += queue_poll(s->queue, s->batch + s->n,
				   s->settings.batch - s->n);
		bring(s);
	}
	pthread_mutex_lock(&s->lock);
	s->ended = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void spooler_free(struct spooler *s)
{
	spool_close(&s->spool);
	thread_cond_destroy(&s->changed);
	pthread_mutex_destroy(&s->lock);
	field_buf_free(&s->buf);
	free(s->batch);
	free(s->dir);
	free(s);
}

struct spooler *spooler_start(struct queue *queue,
			      const struct spooler_settings *settings)
{
	struct spooler *s = calloc(1, sizeof(*s));

	if (!s || !(s->batch = calloc(settings->batch, sizeof(*s->batch)))) {
		free(s);
		settings->log(PG_LOG_ERROR, "no memory for the spool's thread");
		return NULL;
	}
	s->queue = queue;
	s->settings = *settings;
	/* the thread opens it later */
	s->settings.spool.dir = s->dir = strdup(settings->spool.dir);
	while (!s->own_id)
		if (getrandom(&s->own_id, sizeof(s->own_id), 0) < 0)
			s->own_id = now_ms();
	pthread_mutex_init(&s->lock, NULL);
	thread_cond_init(&s->changed);
	if (s->dir && !thread_start(&s->thread, "pgsql-spool", spooler_main, s))
		return s;
	say(s, PG_LOG_ERROR, "can't start the spool's thread: %s",
	    strerror(errno));
	spooler_free(s);
	return NULL;
}

bool spooler_drained(struct spooler *s, int seconds)
{
	struct timespec until = thread_deadline_ms(seconds * 1000L);
	bool ended;
	int rc = 0;

	pthread_mutex_lock(&s->lock);
	while (!s->ended && rc != ETIMEDOUT)
		rc = pthread_cond_timedwait(&s->changed, &s->lock, &until);
	ended = s->ended;
	pthread_mutex_unlock(&s->lock);
	return ended;
}

int64_t spooler_stop(struct spooler **spooler)
{
	struct spooler *s = *spooler;
	int64_t left;

	if (!s)
		return 0;
	*spooler = NULL;
	pthread_mutex_lock(&s->lock);
	s->give_up = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	left = s->left;
	spooler_free(s);
	return left;
}

/* ------------------------------------------------------- the writer's side */

bool spooler_identity(struct spooler *s, uint64_t *id_r, uint64_t *generation_r)
{
	bool known;

	pthread_mutex_lock(&s->lock);
	known = s->known;
	*id_r = s->spool ? spool_id(s->spool) : s->own_id;
	*generation_r = s->spool ? spool_generation(s->spool) : 0;
	pthread_mutex_unlock(&s->lock);
	return known;
}

/* From disk; 0: nothing, -1: it can't be read, which is no reason to take what
 * came later from memory. */
static int take_spooled(struct spool *spool, struct record *records,
			uint64_t *numbers, int max)
{
	struct spool_record *read = calloc(max, sizeof(*read));
	int n = read ? spool_read(spool, read, max) : -1;

	for (int i = 0; i < n; i++) {
		records[i] = record_unpack(read[i].data, read[i].size);
		numbers[i] = read[i].number;
	}
	free(read);
	return n;
}

/* Under the lock. */
static int take_offer(struct spooler *s, struct record *records,
		      uint64_t *numbers, int max)
{
	int n = s->offered - s->passed;

	if (s->offer != OFFER_MADE)
		return 0;
	s->offer = OFFER_TAKEN;
	if (n > max)
		n = max;
	memcpy(records, s->batch + s->passed, n * sizeof(*records));
	memset(numbers, 0, n * sizeof(*numbers));
	return n;
}

/* Once the time is over nothing is waited for any more. Under the lock. */
static bool wait_changed(struct spooler *s, const struct timespec *until)
{
	return pthread_cond_timedwait(&s->changed, &s->lock, until) !=
	       ETIMEDOUT;
}

static void report_unreadable(struct spooler *s, struct spool *spool)
{
	if (!s->unreadable)
		say(s, PG_LOG_ERROR, "accounting records stay on disk: %s",
		    spool_why(spool));
	s->unreadable = true;
}

/* Without the lock. */
static int take_from_disk(struct spooler *s, struct spool *spool,
			  struct record *records, uint64_t *numbers, int max)
{
	int n = take_spooled(spool, records, numbers, max);

	if (n < 0)
		report_unreadable(s, spool);
	else if (n)
		s->unreadable = false;
	if (now_ms() - s->dropped >= DROP_EVERY_MS) {
		spool_drop(spool);
		s->dropped = now_ms();
	}
	return n;
}

int spooler_take(struct spooler *s, struct record *records, uint64_t *numbers,
		 int max, int wait_ms)
{
	struct timespec until = thread_deadline_ms(wait_ms);
	bool in_time = true, ended = false;
	int n;

	pthread_mutex_lock(&s->lock);
	for (;;) {
		struct spool *spool = s->superseded ? NULL : s->spool;

		n = 0;
		if (spool) {
			pthread_mutex_unlock(&s->lock);
			n = take_from_disk(s, spool, records, numbers, max);
			pthread_mutex_lock(&s->lock);
		}
		if (!n && !s->superseded)
			n = take_offer(s, records, numbers, max);
		if (n > 0)
			break;
		/* synced since we looked */
		if (!n && spool && spool_unread(spool))
			continue;
		ended = s->ended;
		if (ended || !in_time)
			break;
		in_time = wait_changed(s, &until);
	}
	pthread_mutex_unlock(&s->lock);
	if (n > 0)
		return n;
	return ended ? -1 : 0;
}

void spooler_done(struct spooler *s, struct record *records,
		  const uint64_t *numbers, int n, bool stored)
{
	if (n && numbers[0]) {
		free_records(records, n);
		if (stored)
			spool_commit(s->spool, numbers[n - 1], n);
		return;
	}
	pthread_mutex_lock(&s->lock);
	if (s->offer == OFFER_TAKEN && stored)
		s->passed += n;
	if (s->offer == OFFER_TAKEN && (!stored || s->passed == s->offered))
		s->offer = stored ? OFFER_STORED : OFFER_MADE;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

bool spooler_seek(struct spooler *s, uint64_t number)
{
	struct spool *spool;

	pthread_mutex_lock(&s->lock);
	spool = s->spool;
	pthread_mutex_unlock(&s->lock);
	return !spool || spool_seek(spool, number);
}

void spooler_supersede(struct spooler *s)
{
	bool before;

	pthread_mutex_lock(&s->lock);
	before = s->superseded;
	s->superseded = true;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
	if (!before)
		say(s, PG_LOG_ERROR,
		    "another slurmctld has taken the accounting over; this one writes no more of its records");
}

struct spooler_state spooler_look(struct spooler *s)
{
	struct spooler_state state = { 0 };

	pthread_mutex_lock(&s->lock);
	state.open = s->spool != NULL;
	if (s->spool)
		state.spool = spool_state(s->spool);
	state.superseded = s->superseded;
	state.refused = s->refused;
	pthread_mutex_unlock(&s->lock);
	return state;
}
