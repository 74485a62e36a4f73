/*
 * pool.c - links that clients of slurmdbd left, for those who come next
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>
#include <time.h>

#include "pool.h"
#include "storage.h"

/* The most that are kept. slurmdbd serves up to 100 clients at once. */
#define KEPT 32
/* A process of PostgreSQL grows with what it has seen: a link that is older, in
 * seconds, is not kept. */
#define SESSION_SECONDS 600
/* One that lay idle for so many seconds is closed when the next one comes. */
#define IDLE_SECONDS 60

struct kept {
	struct pg_conn *pg;
	time_t since;
};

/* The last that came is the first to go; so those at the front grow old. */
static struct kept kept[KEPT];
static int n;
static bool ended;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* The lock is held. The one at the front, if it lay idle for too long. */
static struct pg_conn *take_old(void)
{
	struct pg_conn *old;

	if (!n || now() - kept[0].since <= IDLE_SECONDS)
		return NULL;
	old = kept[0].pg;
	n--;
	memmove(kept, kept + 1, n * sizeof(*kept));
	return old;
}

extern struct pg_conn *pool_take(void)
{
	struct pg_conn *pg = NULL;

	slurm_mutex_lock(&lock);
	if (n)
		pg = kept[--n].pg;
	slurm_mutex_unlock(&lock);
	return pg ? pg : pg_conn_new(storage_settings());
}

static bool is_worth_keeping(struct pg_conn *pg)
{
	return storage_host() == HOST_SLURMDBD && pg_is_connected(pg) &&
	       !pg_in_transaction(pg) &&
	       pg_session_seconds(pg) < SESSION_SECONDS;
}

extern void pool_give(struct pg_conn **pg)
{
	bool worth = *pg && is_worth_keeping(*pg);
	struct pg_conn *old;

	slurm_mutex_lock(&lock);
	old = take_old();
	if (worth && !ended && n < KEPT) {
		kept[n++] = (struct kept){ .pg = *pg, .since = now() };
		*pg = NULL;
	}
	slurm_mutex_unlock(&lock);
	/* not under the lock: it says good-bye to the server */
	pg_conn_free(pg);
	pg_conn_free(&old);
}

extern void pool_end(void)
{
	slurm_mutex_lock(&lock);
	ended = true;
	while (n)
		pg_conn_free(&kept[--n].pg);
	slurm_mutex_unlock(&lock);
}
