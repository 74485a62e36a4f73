/*
 * reserve.c - jobs that were accepted and that slurmctld has not listed yet
 *
 * Nothing in a job says which request it came of, and a person may submit
 * many alike at once. So jobs and reservations that are alike are matched
 * anew in each walk, one to one. A reservation that is over keeps its job, so
 * that the next walk does not take the same job for that of another request,
 * which may not be listed yet.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>
#include <stdlib.h>

#include "reserve.h"

/*
 * Longer than slurmctld takes from the check to the list, even when busy. A
 * walk may have begun before a reservation was made, so both signs count.
 */
#define SECONDS_HELD 30

struct reservation {
	struct reservation *next;
	/* where it comes from */
	pthread_t thread;
	time_t made;
	bool decided; /* the thread has gone on: listed, or refused */
	/* the job that will come of it */
	uint32_t least_id; /* job ids rise: it gets this one or a later one */
	uint32_t uid, sid, time_limit, min_cpus;
	char *name;
	/* the job that it was matched with, 0: none is listed */
	uint32_t job_id;
	bool over; /* holds nothing: kept for job_id alone */
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
	r->least_id =
		desc->job_id != NO_VAL ? desc->job_id : get_next_job_id(true);
	r->uid = desc->user_id;
	r->sid = desc->alloc_sid;
	r->time_limit = desc->time_limit;
	r->min_cpus = desc->min_cpus;
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

bool reserve_drop_thread(void)
{
	struct reservation **at = &reservations;
	bool any = false;

	while (*at) {
		struct reservation *r = *at;

		if (r->decided || r->over ||
		    !pthread_equal(r->thread, pthread_self())) {
			at = &r->next;
			continue;
		}
		*at = r->next;
		free_reservation(r);
		any = true;
	}
	return any;
}

bool reserve_decided(void)
{
	for (struct reservation *r = reservations; r; r = r->next)
		if (r->decided && !r->over)
			return true;
	return false;
}

uint32_t reserve_least_id(void)
{
	uint32_t least = UINT32_MAX;

	for (struct reservation *r = reservations; r; r = r->next)
		if (!r->over)
			least = MIN(least, r->least_id);
	return least;
}

/* Tasks of an array get records of their own, with ids that are new too. */
static bool is_task(const job_record_t *job)
{
	return job->array_job_id && job->array_job_id != job->job_id;
}

static bool is_of(const job_record_t *job, const struct reservation *r)
{
	return job->job_id >= r->least_id && !is_task(job) &&
	       job->user_id == r->uid && job->alloc_sid == r->sid &&
	       (r->time_limit == NO_VAL || job->time_limit == r->time_limit) &&
	       !xstrcmp(job->name, r->name);
}

/* Does a hold less than b? Of the first TRES in which they differ. */
static bool is_smaller(const struct reservation *a, const struct reservation *b)
{
	for (size_t t = 0; t < MIN(a->ntres, b->ntres); t++)
		if (a->seconds[t] != b->seconds[t])
			return a->seconds[t] < b->seconds[t];
	return false;
}

static bool same_size(const job_record_t *job, const struct reservation *r)
{
	return job->details && job->details->min_cpus == r->min_cpus;
}

/*
 * Which of two alike the job is of. One that is decided comes first: its job
 * is listed for sure, that of another may not be yet. Then one of the job's
 * size, and then the smaller, so that what is still held is rather too much.
 */
static bool is_better(const job_record_t *job, const struct reservation *a,
		      const struct reservation *b)
{
	if (a->decided != b->decided)
		return a->decided;
	if (same_size(job, a) != same_size(job, b))
		return same_size(job, a);
	return is_smaller(a, b);
}

static void match(const job_record_t *job)
{
	struct reservation *best = NULL;

	for (struct reservation *r = reservations; r; r = r->next) {
		if (r->job_id == job->job_id)
			return;
		if (!r->job_id && is_of(job, r) &&
		    (!best || is_better(job, r, best)))
			best = r;
	}
	if (best)
		best->job_id = job->job_id;
}

static bool is_over(const struct reservation *r, time_t now)
{
	return r->over || r->decided ||
	       llabs((long long)now - r->made) > SECONDS_HELD ||
	       r->ntres != (size_t)slurmctld_tres_cnt;
}

/* Those that are over, but for those whose job another might be given. */
static void forget(void)
{
	struct reservation **at = &reservations;
	uint32_t least = reserve_least_id();

	while (*at) {
		struct reservation *r = *at;

		if (!r->over || r->job_id >= least) {
			at = &r->next;
			continue;
		}
		*at = r->next;
		free_reservation(r);
	}
}

bool reserve_settle(const job_record_t *const *jobs, size_t njobs,
		    struct tally *tally, time_t now)
{
	bool held = true;

	for (struct reservation *r = reservations; r; r = r->next)
		if (!r->over)
			r->job_id = 0;
	for (size_t i = 0; i < njobs; i++)
		match(jobs[i]);
	for (struct reservation *r = reservations; r; r = r->next) {
		r->over = is_over(r, now);
		if (!r->over && !r->job_id)
			held &= hold(r, tally);
	}
	forget();
	return held;
}
