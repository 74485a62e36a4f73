/*
 * keeper.c - the thread that keeps slurmctld and the database in step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "keeper.h"

#include "../cluster/cluster.h"
#include "cache.h"
#include "feed.h"
#include "scripts.h"
#include "send_all.h"
#include "thread.h"

/* What a lost notification would have told is found so much later. */
#define LOOK_EVERY_MS 30000
/* A job that nobody has reported waits so long, as with slurmdbd. */
#define REPORT_EVERY_MS 5000
/* While something has not worked. */
#define AGAIN_AFTER_MS 1000
/* Changes that come one by one in a row are taken together. */
#define REST_MS 50

static const struct pg_statement listen_assoc = { "listen_assoc",
						  "LISTEN slurm_assoc" };

struct keeper {
	pthread_t thread;
	int wake; /* eventfd: something was asked for, or stop */
	volatile bool stop;
	char *cluster_name;

	pthread_mutex_t lock; /* of what follows */
	bool register_wanted;
	uint16_t port;
	bool ready;
	bool report_wanted;
	int report; /* what slurmctld shall report */
	time_t report_time;

	/* the thread's own */
	struct storage_conn *conn;
	unsigned session;         /* that LISTENs */
	bool changed;             /* a notification came */
	int64_t looked, reported; /* when, ms */
	time_t started;
	bool known_sent;
	struct cache cache;
	struct scripts *scripts; /* NULL: they have caught up */
	struct feed feed;
};

static int64_t now_ms(void)
{
	struct timespec ts = thread_deadline_ms(0);

	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* ----------------------------------------------------------- registration */

static bool take_register_wanted(struct keeper *k, uint16_t *port_r)
{
	bool wanted;

	slurm_mutex_lock(&k->lock);
	wanted = k->register_wanted;
	*port_r = k->port;
	k->register_wanted = false;
	slurm_mutex_unlock(&k->lock);
	return wanted;
}

static void wake(struct keeper *k)
{
	(void)eventfd_write(k->wake, 1); /* full: it is awake anyway */
}

void keeper_register(struct keeper *k, uint16_t port)
{
	slurm_mutex_lock(&k->lock);
	k->register_wanted = true;
	k->port = port;
	slurm_mutex_unlock(&k->lock);
	wake(k);
}

static int do_register(struct keeper *k)
{
	uint16_t port;
	int rc;

	if (!take_register_wanted(k, &port))
		return SLURM_SUCCESS;
	rc = cluster_register(k->conn, port);
	if (rc)
		keeper_register(k, port);
	return rc;
}

/* ----------------------------------------------------------------- reports */

/* Of two answers the one that asks for more. */
static int more_of(int a, int b)
{
	static const int by_size[] = {
		ACCOUNTING_FIRST_REG,
		ACCOUNTING_NODES_CHANGE_DB,
		ACCOUNTING_TRES_CHANGE_DB,
	};

	for (size_t i = 0; i < sizeof(by_size) / sizeof(by_size[0]); i++)
		if (a == by_size[i] || b == by_size[i])
			return by_size[i];
	return SLURM_SUCCESS;
}

void keeper_report(struct keeper *k, int answer, time_t time)
{
	slurm_mutex_lock(&k->lock);
	k->report = k->report_wanted ? more_of(k->report, answer) : answer;
	k->report_time = time;
	k->report_wanted = true;
	slurm_mutex_unlock(&k->lock);
	wake(k);
}

void keeper_ready(struct keeper *k)
{
	slurm_mutex_lock(&k->lock);
	k->ready = true;
	slurm_mutex_unlock(&k->lock);
	wake(k);
}

static void do_report(struct keeper *k)
{
	bool wanted, due;
	time_t time;
	int answer;

	slurm_mutex_lock(&k->lock);
	due = k->ready && now_ms() - k->reported >= REPORT_EVERY_MS;
	wanted = k->report_wanted;
	answer = k->report;
	time = k->report_time;
	k->report_wanted = false;
	slurm_mutex_unlock(&k->lock);
	if (wanted)
		send_all(answer, time);
	if (!due)
		return;
	send_unreported_jobs(k->conn);
	if (!k->known_sent)
		send_known_jobs(k->conn, k->started);
	k->known_sent = true;
	k->reported = now_ms();
}

/* ----------------------------------------------------------- notifications */

static int do_listen(struct keeper *k)
{
	unsigned session;
	int rc;

	if ((rc = storage_query(k->conn, &listen_assoc, NULL, NULL)))
		return rc;
	session = pg_session_number(k->conn->pg);
	if (session != k->session)
		k->changed = true; /* while nobody listened, perhaps */
	k->session = session;
	return SLURM_SUCCESS;
}

/* False: the link is gone. */
static bool read_notifications(struct keeper *k)
{
	char *channel;
	int n;

	while ((n = pg_notification(k->conn->pg, &channel)) > 0) {
		free(channel);
		k->changed = true;
	}
	return n == 0;
}

static bool is_ready(struct keeper *k)
{
	bool ready;

	slurm_mutex_lock(&k->lock);
	ready = k->ready;
	slurm_mutex_unlock(&k->lock);
	return ready;
}

/* Not while slurmctld itself is loading its lists. */
static int do_follow(struct keeper *k)
{
	int rc;

	if (!is_ready(k))
		return SLURM_SUCCESS;
	if (!k->changed && now_ms() - k->looked < LOOK_EVERY_MS)
		return SLURM_SUCCESS;
	k->changed = false;
	if ((rc = cache_follow(&k->cache, k->conn)))
		k->changed = true;
	else
		k->looked = now_ms();
	return rc;
}

/* ---------------------------------------------------------------- scripts */

/* Once, when slurmctld has read its state. */
static int do_catch_up(struct keeper *k)
{
	int rc;

	if (!k->scripts || !is_ready(k))
		return SLURM_SUCCESS;
	if (!(rc = scripts_catch_up(k->scripts, k->conn)))
		k->scripts = NULL;
	return rc;
}

/* ------------------------------------------------------------- the thread */

static bool listens(struct keeper *k)
{
	return pg_is_connected(k->conn->pg) &&
	       pg_session_number(k->conn->pg) == k->session;
}

/* Everything that is to be done now. */
static int work(struct keeper *k)
{
	int rc = SLURM_SUCCESS;

	if (!listens(k) || !read_notifications(k))
		rc = do_listen(k);
	if (!rc)
		rc = do_register(k);
	if (!rc)
		rc = do_follow(k);
	if (!rc)
		rc = do_catch_up(k);
	if (!rc)
		rc = feed_tell(&k->feed, k->conn, now_ms());
	/* what came with the answers does not wake poll() */
	if (!rc && !read_notifications(k))
		rc = ESLURM_DB_CONNECTION;
	return rc;
}

/* Until a notification, keeper_register(), keeper_stop() or the time. */
static void rest(struct keeper *k, int ms, bool for_notifications)
{
	struct pollfd fds[2] = {
		{ .fd = k->wake, .events = POLLIN },
		{ .fd = for_notifications ? pg_socket(k->conn->pg) : -1,
		  .events = POLLIN },
	};
	eventfd_t count;

	(void)poll(fds, 2, ms);
	if (fds[0].revents)
		(void)eventfd_read(k->wake, &count);
}

/* ms until something has to be done unasked */
static int until_due(const struct keeper *k)
{
	int64_t look = k->looked + LOOK_EVERY_MS;
	int64_t report = k->reported + REPORT_EVERY_MS;
	int64_t now = now_ms();
	int64_t due = MIN(look, report) - now;

	due = MIN(due, feed_due(&k->feed, now));
	return due > 0 ? due : 0;
}

static void *keeper_main(void *arg)
{
	struct keeper *k = arg;

	k->conn = storage_open(STORAGE_OWN_THREAD, false, k->cluster_name);
	pg_set_stop(k->conn->pg, &k->stop);
	while (!k->stop) {
		do_report(k);
		if (work(k))
			rest(k, AGAIN_AFTER_MS, false);
		else if ((!k->changed || !is_ready(k)) && !k->stop)
			rest(k, until_due(k), true);
		if (!k->stop)
			rest(k, REST_MS, false);
	}
	cache_forget(&k->cache);
	storage_close(&k->conn);
	return NULL;
}

static void keeper_free(struct keeper *k)
{
	if (k->wake >= 0)
		close(k->wake);
	slurm_mutex_destroy(&k->lock);
	xfree(k->cluster_name);
	xfree(k);
}

struct keeper *keeper_start(const char *cluster_name, struct scripts *scripts,
			    int notify_seconds)
{
	struct keeper *k = xmalloc(sizeof(*k));

	k->cluster_name = xstrdup(cluster_name);
	k->scripts = scripts;
	k->feed.every_ms = notify_seconds * 1000;
	k->looked = now_ms() - LOOK_EVERY_MS;
	k->reported = now_ms();
	k->started = time(NULL);
	slurm_mutex_init(&k->lock);
	k->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (k->wake >= 0 &&
	    !thread_start(&k->thread, "pgsql-keeper", keeper_main, k))
		return k;
	error("accounting_storage/pgsql: changes in the database will not reach slurmctld, a thread can't be started: %m");
	keeper_free(k);
	return NULL;
}

void keeper_stop(struct keeper **keeper)
{
	struct keeper *k = *keeper;

	if (!k)
		return;
	*keeper = NULL;
	k->stop = true;
	wake(k);
	pthread_join(k->thread, NULL);
	keeper_free(k);
}
