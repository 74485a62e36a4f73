/*
 * roller.c - the thread that rolls up usage where there is no slurmdbd
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <time.h>

#include "roller.h"

#include "../rollup/rollup.h"
#include "thread.h"

/* After a failure, which has its lines in the log, it does not wait for the
 * hour. */
#define AGAIN_AFTER 300
/* The clock may be set meanwhile: it is looked at so often. */
#define LOOK_EVERY 30

struct roller {
	pthread_t thread;
	char *cluster_name;
	pthread_mutex_t lock; /* of stop, for the condition */
	pthread_cond_t wake;
	volatile bool stop;
};

/* The next full hour by the local clock, where hours of usage begin. */
static time_t next_hour(time_t now)
{
	struct tm tm;

	if (!localtime_r(&now, &tm))
		return now + 3600;
	return now + 3600 - tm.tm_min * 60 - tm.tm_sec;
}

/* Until that time of day, or roller_stop(). */
static void rest(struct roller *r, time_t until)
{
	slurm_mutex_lock(&r->lock);
	while (!r->stop && time(NULL) < until) {
		time_t left = until - time(NULL);
		struct timespec deadline = thread_deadline_ms(
			(left < LOOK_EVERY ? left : LOOK_EVERY) * 1000);

		(void)pthread_cond_timedwait(&r->wake, &r->lock, &deadline);
	}
	slurm_mutex_unlock(&r->lock);
}

static void *roller_main(void *arg)
{
	struct roller *r = arg;
	const struct rollup_request request = {
		.cluster = r->cluster_name,
		.stop = &r->stop,
	};

	while (!r->stop) {
		time_t began = time(NULL);

		if (rollup_run(&request, NULL))
			rest(r, began + AGAIN_AFTER);
		else
			rest(r, next_hour(began));
	}
	return NULL;
}

static void roller_free(struct roller *r)
{
	thread_cond_destroy(&r->wake);
	slurm_mutex_destroy(&r->lock);
	xfree(r->cluster_name);
	xfree(r);
}

struct roller *roller_start(const char *cluster_name)
{
	struct roller *r = xmalloc(sizeof(*r));

	r->cluster_name = xstrdup(cluster_name);
	slurm_mutex_init(&r->lock);
	thread_cond_init(&r->wake);
	if (!thread_start(&r->thread, "pgsql-roller", roller_main, r))
		return r;
	error("accounting_storage/pgsql: usage will not be rolled up, a thread can't be started: %m");
	roller_free(r);
	return NULL;
}

void roller_stop(struct roller **roller)
{
	struct roller *r = *roller;

	if (!r)
		return;
	*roller = NULL;
	slurm_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_signal(&r->wake);
	slurm_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	roller_free(r);
}
