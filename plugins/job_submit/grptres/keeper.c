/*
 * keeper.c - a thread that keeps the ledger young
 *
 * A look at 100,000 jobs takes some milliseconds, and a count of all of them,
 * due once a minute (book.h), ten times as long. The thread takes them, once a
 * second if a job has changed, so that a submission seldom has to; and it rests
 * fifty times as long as that took of its own time, so that those who wait for
 * slurmctld's job lock do not notice, but not for ever.
 *
 * The module is never unmapped (-z nodelete): fini() may be called by
 * somebody who holds the lock that the thread waits for, and can't wait.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "keeper.h"

#include "ledger.h"

#define REST_FACTOR 50
#define LEAST_REST 1000000 /* microseconds */
#define LONGEST_REST 10000000

static pthread_mutex_t state_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static unsigned generation; /* a thread of an earlier one is to end */
static bool started;

struct keeper {
	unsigned generation;
	pthread_mutex_t *mutex;
};

static bool is_over(const struct keeper *keeper)
{
	bool over;

	slurm_mutex_lock(&state_mutex);
	over = keeper->generation != generation ||
	       slurmctld_config.shutdown_time;
	slurm_mutex_unlock(&state_mutex);
	return over;
}

/* Of this thread alone: not what it waits for a lock or for the machine. */
static int64_t microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void rest(const struct keeper *keeper, int64_t walk_took)
{
	int64_t long_rest = MAX(walk_took * REST_FACTOR, LEAST_REST);
	struct timespec until;

	long_rest = MIN(long_rest, LONGEST_REST);

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += long_rest / 1000000;
	slurm_mutex_lock(&state_mutex);
	if (keeper->generation == generation)
		pthread_cond_timedwait(&wake, &state_mutex, &until);
	slurm_mutex_unlock(&state_mutex);
}

/* slurmctld begins with none of these, and a backup one has none. */
static bool is_ready(void)
{
	return job_list && slurmctld_tres_cnt && assoc_mgr_assoc_list &&
	       assoc_mgr_qos_list;
}

static void *keep(void *arg)
{
	struct keeper *keeper = arg;
	slurmctld_lock_t job_locks = { .conf = READ_LOCK,
				       .job = READ_LOCK,
				       .node = READ_LOCK,
				       .part = READ_LOCK,
				       .fed = READ_LOCK };
	assoc_mgr_lock_t assoc_locks = { .assoc = READ_LOCK,
					 .qos = READ_LOCK,
					 .tres = READ_LOCK };

	while (!is_over(keeper)) {
		int64_t began;

		lock_slurmctld(job_locks);
		began = microseconds();
		if (!is_over(keeper) && is_ready()) {
			assoc_mgr_lock(&assoc_locks);
			ledger_renew(time(NULL), keeper->mutex);
			assoc_mgr_unlock(&assoc_locks);
		}
		unlock_slurmctld(job_locks);
		rest(keeper, microseconds() - began);
	}
	xfree(keeper);
	return NULL;
}

void keeper_start(pthread_mutex_t *mutex)
{
	struct keeper *keeper;
	pthread_t thread;

	if (started)
		return;
	started = true;
	keeper = xmalloc(sizeof(*keeper));
	keeper->generation = generation;
	keeper->mutex = mutex;
	if (pthread_create(&thread, NULL, keep, keeper)) {
		error("job_submit/grptres: no thread: %m");
		xfree(keeper);
		return;
	}
	pthread_detach(thread);
}

void keeper_stop(void)
{
	slurm_mutex_lock(&state_mutex);
	generation++;
	started = false;
	pthread_cond_broadcast(&wake);
	slurm_mutex_unlock(&state_mutex);
}
