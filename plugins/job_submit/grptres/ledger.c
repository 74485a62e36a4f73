/*
 * ledger.c - what slurmctld's jobs hold of each budget, kept
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ledger.h"

#include "reserve.h"
#include "walk.h"
#include "watch.h"

/* How old sums may be to accept a job; keeper.c makes new ones each second. */
#define SECONDS_KEPT 3
/*
 * Jobs may have come to hold more since, of which slurmctld tells no plugin:
 * by a requeue. So where a look takes no more than this, in microseconds, a new
 * one is taken to accept a job too, such that looks take no more than one part
 * of the time in REST.
 */
#define CHEAP 500
#define REST 20
/* Changes that slurmctld does not tell as one of jobs: an account moved. */
#define SECONDS_CURRENT 30

static struct {
	struct tally *sums;
	size_t ntres;
	time_t built;
	time_t job_update;   /* last_job_update as it was then */
	int64_t ended, took; /* the look, in microseconds */
} ledger;

static int64_t microseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A walk, and how long it took of this thread's own time. */
static void look(struct walk *walk, int64_t *took)
{
	int64_t began = microseconds(CLOCK_THREAD_CPUTIME_ID);

	walk_jobs(walk);
	*took = microseconds(CLOCK_THREAD_CPUTIME_ID) - began;
}

/* The outcome of a walk is the sums from now on. */
static void take_over(struct walk *walk, int64_t took)
{
	if (walk->sums &&
	    !reserve_settle(walk->fresh, walk->nfresh, walk->sums, walk->now))
		tally_free(&walk->sums);
	ledger_forget();
	ledger.sums = walk->sums;
	ledger.ntres = slurmctld_tres_cnt;
	ledger.built = walk->now;
	ledger.job_update = last_job_update;
	ledger.ended = microseconds(CLOCK_MONOTONIC);
	ledger.took = took;
	walk->sums = NULL;
	walk_clear(walk);
}

/*
 * Nothing has changed since the sums were made, but for time that went by.
 * last_job_update has whole seconds: a job may have changed after the walk
 * within the same one, so only an earlier change is surely in the sums.
 */
static bool unchanged(time_t now)
{
	return ledger.sums && ledger.ntres == (size_t)slurmctld_tres_cnt &&
	       last_job_update == ledger.job_update &&
	       last_job_update < ledger.built && !reserve_decided() &&
	       now >= ledger.built && now - ledger.built < SECONDS_CURRENT;
}

/* Sums that are not of this moment, and need not be to accept a job. */
static bool good_enough(time_t now)
{
	if (ledger.took <= CHEAP &&
	    microseconds(CLOCK_MONOTONIC) - ledger.ended >= REST * ledger.took)
		return false;
	return ledger.sums && ledger.ntres == (size_t)slurmctld_tres_cnt &&
	       now >= ledger.built && now - ledger.built <= SECONDS_KEPT;
}

struct tally *ledger_get(time_t now, bool exact)
{
	struct walk walk = { .now = now };
	int64_t took;

	if (exact ? unchanged(now) && ledger.built == now :
		    good_enough(now) || unchanged(now))
		return ledger.sums;
	walk.least_new = reserve_least_id();
	look(&walk, &took);
	take_over(&walk, took);
	return ledger.sums;
}

void ledger_renew(time_t now, pthread_mutex_t *mutex)
{
	struct walk walk = { .now = now };
	int64_t took = 0;
	bool needed;

	slurm_mutex_lock(mutex);
	needed = !unchanged(now);
	if (needed)
		walk.least_new = reserve_least_id();
	slurm_mutex_unlock(mutex);
	if (needed)
		look(&walk, &took);
	slurm_mutex_lock(mutex);
	if (needed)
		take_over(&walk, took);
	if (ledger.sums) /* limits may have changed, though jobs have not */
		watch_sums(ledger.sums, settings_get());
	slurm_mutex_unlock(mutex);
}

void ledger_forget(void)
{
	tally_free(&ledger.sums);
}
