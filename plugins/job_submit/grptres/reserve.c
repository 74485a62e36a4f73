/*
 * reserve.c - jobs that were accepted and that slurmctld has not listed yet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "reserve.h"

/* Longer than slurmctld takes from the check to the list, even when busy. */
#define SECONDS_HELD 30

struct reservation {
	struct reservation *next;
	/* where it comes from */
	pthread_t thread;
	time_t made;
	bool decided; /* the thread has gone on: listed, or refused */
	/* as to the walk that is under way */
	bool ends; /* with it, whether or not its job is seen */
	bool seen; /* its job is listed */
	/* the job that will come of it */
	uint32_t least_id; /* job ids rise: it gets this one or a later one */
	uint32_t uid, sid, time_limit;
	char *name;
	/* what it holds */
	uint64_t *owners;
	size_t nowners;
	uint64_t *seconds;
	size_t ntres;
};

static struct reservation *reservations;
static pthread_mutex_t *plugin_mutex;
static pthread_key_t thread_key;
static bool has_key;

static void free_reservation(struct reservation *r)
{
	xfree(r->name);
	xfree(r->owners);
	xfree(r->seconds);
	xfree(r);
}

/* The calling thread has gone on: all that it asked about is decided. */
static void decide(void)
{
	for (struct reservation *r = reservations; r; r = r->next)
		if (pthread_equal(r->thread, pthread_self()))
			r->decided = true;
}

/* A thread of slurmctld that handled a request ends. */
static void thread_ends(void *unused)
{
	slurm_mutex_lock(plugin_mutex);
	decide();
	slurm_mutex_unlock(plugin_mutex);
}

int reserve_init(pthread_mutex_t *mutex)
{
	plugin_mutex = mutex;
	has_key = !pthread_key_create(&thread_key, thread_ends);
	return has_key ? SLURM_SUCCESS : SLURM_ERROR;
}

void reserve_fini(void)
{
	if (has_key)
		pthread_key_delete(thread_key);
	has_key = false;
	while (reservations) {
		struct reservation *r = reservations;

		reservations = r->next;
		free_reservation(r);
	}
}

void reserve_thread_asks(const job_desc_msg_t *desc)
{
	/* parts of a het job are asked one after the other, then made */
	if (desc->het_job_offset == NO_VAL || desc->het_job_offset == 0)
		decide();
}

static bool hold(const struct reservation *r, struct tally *tally)
{
	for (size_t i = 0; i < r->nowners; i++) {
		struct budget_use *use = tally_at(tally, r->owners[i]);

		if (!use)
			return false;
		tally_queued(use, r->ntres, r->seconds, 1);
	}
	return true;
}

void reserve_add(const job_desc_msg_t *desc, struct tally *tally,
		 const uint64_t *owners, size_t nowners,
		 const uint64_t *seconds, time_t now)
{
	struct reservation *r = xmalloc(sizeof(*r));

	r->thread = pthread_self();
	r->made = now;
	r->least_id = desc->job_id != NO_VAL ? desc->job_id :
					       get_next_job_id(true);
	r->uid = desc->user_id;
	r->sid = desc->alloc_sid;
	r->time_limit = desc->time_limit;
	r->name = xstrdup(desc->name);
	r->owners = xcalloc(nowners, sizeof(*owners));
	memcpy(r->owners, owners, nowners * sizeof(*owners));
	r->nowners = nowners;
	r->ntres = slurmctld_tres_cnt;
	r->seconds = xcalloc(r->ntres, sizeof(*seconds));
	memcpy(r->seconds, seconds, r->ntres * sizeof(*seconds));
	r->next = reservations;
	reservations = r;
	hold(r, tally);
	if (has_key)
		pthread_setspecific(thread_key, &reservations);
}

void reserve_drop_thread(void)
{
	struct reservation **at = &reservations;

	while (*at) {
		struct reservation *r = *at;

		if (r->decided || !pthread_equal(r->thread, pthread_self())) {
			at = &r->next;
			continue;
		}
		*at = r->next;
		free_reservation(r);
	}
}

bool reserve_decided(void)
{
	for (struct reservation *r = reservations; r; r = r->next)
		if (r->decided)
			return true;
	return false;
}

uint32_t reserve_walk_begins(time_t now)
{
	uint32_t least = UINT32_MAX;

	for (struct reservation *r = reservations; r; r = r->next) {
		r->seen = false;
		r->ends = r->decided || now - r->made > SECONDS_HELD ||
			  now < r->made ||
			  r->ntres != (size_t)slurmctld_tres_cnt;
		least = MIN(least, r->least_id);
	}
	return least;
}

static bool is_of(const job_record_t *job, const struct reservation *r)
{
	return !r->seen && job->job_id >= r->least_id &&
	       job->user_id == r->uid && job->alloc_sid == r->sid &&
	       (r->time_limit == NO_VAL || job->time_limit == r->time_limit) &&
	       !xstrcmp(job->name, r->name);
}

/*
 * One job ends one reservation. Of several alike, one that is decided comes
 * first: its job is listed for sure, that of another may not be yet.
 */
void reserve_seen(const job_record_t *job)
{
	struct reservation *best = NULL;

	for (struct reservation *r = reservations; r; r = r->next)
		if ((!best || r->decided > best->decided) && is_of(job, r))
			best = r;
	if (best)
		best->seen = true;
}

bool reserve_walk_ends(struct tally *tally)
{
	struct reservation **at = &reservations;
	bool held = true;

	while (*at) {
		struct reservation *r = *at;

		if (!r->ends && !r->seen) {
			held &= hold(r, tally);
			at = &r->next;
			continue;
		}
		*at = r->next;
		free_reservation(r);
	}
	return held;
}
