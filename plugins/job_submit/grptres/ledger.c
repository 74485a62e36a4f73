/*
 * ledger.c - what slurmctld's jobs hold of each budget
 *
 * A running job holds its allocation for the time that is left until its
 * end_time; a suspended one (whose end_time stands still) its time limit
 * less the time it ran; a queued one all that it asks for all its time. A
 * job counts at its association and all parents, whatever limits mask each
 * other for it, because slurmctld counts it there when it runs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <math.h>

#include "ledger.h"

#include "request.h"
#include "reserve.h"

/* How old sums may be to accept a job; keeper.c makes new ones each second. */
#define SECONDS_KEPT 3
/* Changes that slurmctld does not tell as one of jobs: an account moved. */
#define SECONDS_CURRENT 30

static struct {
	struct tally *sums;
	size_t ntres;
	time_t built;
	time_t job_update; /* last_job_update as it was then */
} ledger;

struct walk {
	struct tally *own; /* by association, without those below it */
	struct tally *sums;
	time_t now;
	bool failed;
	struct whole whole;
	uint32_t least_new; /* jobs from this id on may be just listed */
	const job_record_t **fresh;
	size_t nfresh, size;
};

static uint64_t time_left(const job_record_t *job, time_t now)
{
	uint64_t limit = (uint64_t)job->time_limit * 60;

	if (job->time_limit == INFINITE || job->time_limit == NO_VAL)
		return BUDGET_ENDLESS;
	if (IS_JOB_SUSPENDED(job))
		return limit > (uint64_t)job->pre_sus_time ?
			       limit - (uint64_t)job->pre_sus_time :
			       0;
	return job->end_time > now ? (uint64_t)(job->end_time - now) : 0;
}

static uint64_t charge(uint64_t seconds, double factor)
{
	if (factor == 1.0 || seconds == BUDGET_ENDLESS)
		return factor > 0 ? seconds : 0;
	return seconds * factor;
}

uint64_t ledger_asked(uint32_t minutes, const slurmdb_qos_rec_t *qos)
{
	/* what slurmctld charges for it: as itself, or as another's use */
	double factor = MAX(chain_factor(qos), chain_own_factor(qos));

	if (minutes != BUDGET_NO_END)
		return charge((uint64_t)minutes * 60, factor);
	/*
	 * Where slurmctld enforces the limit such a job never starts, so it
	 * must not stand in the way of others; elsewhere it takes all.
	 */
	return chain_enforced() ? 0 : charge(BUDGET_ENDLESS, factor);
}

bool ledger_job(const job_record_t *job, struct whole *whole, time_t now,
		bool *queued, uint64_t *seconds)
{
	uint64_t each;

	if (IS_JOB_FINISHED(job) || IS_JOB_REVOKED(job))
		return false;
	*queued = IS_JOB_PENDING(job);
	if (*queued) {
		uint32_t minutes = request_minutes(job->time_limit,
						   job->part_ptr);

		if (!request_recount(job, whole, seconds))
			return false;
		each = budget_mul(request_tasks(job),
				  ledger_asked(minutes, job->qos_ptr));
	} else {
		if (!job->tres_alloc_cnt)
			return false;
		for (int i = 0; i < slurmctld_tres_cnt; i++)
			seconds[i] = request_consumed(job->tres_alloc_cnt, i);
		each = charge(time_left(job, now),
			      chain_factor(job->qos_ptr));
	}
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		seconds[i] = budget_mul(seconds[i], each);
	return each;
}

static void add(struct walk *walk, struct tally *tally, uint64_t owner,
		bool queued, const uint64_t *seconds)
{
	struct budget_use *use = tally_at(tally, owner);

	if (!use)
		walk->failed = true;
	else if (queued)
		tally_queued(use, slurmctld_tres_cnt, seconds, 1);
	else
		tally_running(use, slurmctld_tres_cnt, seconds, 1);
}

struct part_walk {
	struct walk *walk;
	const struct belongs *belongs;
	const uint64_t *seconds;
	slurmdb_qos_rec_t *seen[REQUEST_PARTITIONS];
	int n;
};

static int add_partition(void *item, void *arg)
{
	part_record_t *part = item;
	struct part_walk *at = arg;
	slurmdb_qos_rec_t *qos = part->qos_ptr;

	if (!qos || qos == at->belongs->first || qos == at->belongs->second ||
	    at->n == REQUEST_PARTITIONS)
		return 0;
	for (int i = 0; i < at->n; i++)
		if (at->seen[i] == qos)
			return 0;
	at->seen[at->n++] = qos;
	add(at->walk, at->walk->sums, CHAIN_QOS(qos->id), true, at->seconds);
	return 0;
}

/* A queued job may start in any partition that it names. */
static void add_partition_qos(struct walk *walk, const job_record_t *job,
			      const struct belongs *belongs,
			      const uint64_t *seconds)
{
	struct part_walk at = {
		.walk = walk,
		.belongs = belongs,
		.seconds = seconds,
	};

	list_for_each_ro(job->part_ptr_list, add_partition, &at);
}

static void note_fresh(struct walk *walk, const job_record_t *job)
{
	if (walk->nfresh == walk->size) {
		walk->size = walk->size ? 2 * walk->size : 64;
		xrecalloc(walk->fresh, walk->size, sizeof(*walk->fresh));
	}
	walk->fresh[walk->nfresh++] = job;
}

static int add_job(void *item, void *arg)
{
	job_record_t *job = item;
	struct walk *walk = arg;
	uint64_t seconds[slurmctld_tres_cnt];
	struct belongs belongs;
	bool queued;

	if (job->job_id >= walk->least_new)
		note_fresh(walk, job);
	if (!ledger_job(job, &walk->whole, walk->now, &queued, seconds) ||
	    !chain_of_job(job, &belongs))
		return 0;
	add(walk, walk->own, CHAIN_ASSOC(belongs.assoc->id), queued, seconds);
	if (belongs.first)
		add(walk, walk->sums, CHAIN_QOS(belongs.first->id), queued,
		    seconds);
	if (belongs.second)
		add(walk, walk->sums, CHAIN_QOS(belongs.second->id), queued,
		    seconds);
	if (queued && job->part_ptr_list)
		add_partition_qos(walk, job, &belongs, seconds);
	return 0;
}

/* An association's own jobs count there and at all its parents. */
static void add_up(uint64_t owner, const struct budget_use *use, void *arg)
{
	struct walk *walk = arg;
	slurmdb_assoc_rec_t key = { .id = owner }, *assoc = NULL;

	assoc_mgr_fill_in_assoc(acct_db_conn, &key, 0, &assoc, true);
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr) {
		struct budget_use *sum =
			tally_at(walk->sums, CHAIN_ASSOC(assoc->id));

		if (!sum)
			walk->failed = true;
		else
			tally_merge(sum, slurmctld_tres_cnt, use);
	}
}

/* The walk itself: all that needs no mutex. */
static void walk_jobs(struct walk *walk)
{
	walk->own = tally_new(slurmctld_tres_cnt);
	walk->sums = tally_new(slurmctld_tres_cnt);
	if (!walk->own || !walk->sums) {
		walk->failed = true;
		return;
	}
	list_for_each_ro(job_list, add_job, walk);
	tally_each(walk->own, add_up, walk);
	whole_free(&walk->whole);
}

/* Its outcome is the sums from now on. */
static void take_over(struct walk *walk)
{
	for (size_t i = 0; i < walk->nfresh; i++)
		reserve_seen(walk->fresh[i]);
	if (!walk->failed && !reserve_walk_ends(walk->sums))
		walk->failed = true;
	if (walk->failed)
		tally_free(&walk->sums);
	ledger_forget();
	ledger.sums = walk->sums;
	ledger.ntres = slurmctld_tres_cnt;
	ledger.built = walk->now;
	ledger.job_update = last_job_update;
	tally_free(&walk->own);
	xfree(walk->fresh);
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

static bool good_enough(time_t now)
{
	return ledger.sums && ledger.ntres == (size_t)slurmctld_tres_cnt &&
	       now >= ledger.built && now - ledger.built <= SECONDS_KEPT;
}

struct tally *ledger_get(time_t now, bool exact)
{
	struct walk walk = { .now = now };

	if (exact ? unchanged(now) && ledger.built == now :
		    good_enough(now) || unchanged(now))
		return ledger.sums;
	walk.least_new = reserve_walk_begins(now);
	walk_jobs(&walk);
	take_over(&walk);
	return ledger.sums;
}

void ledger_renew(time_t now, pthread_mutex_t *mutex)
{
	struct walk walk = { .now = now };
	bool needed;

	slurm_mutex_lock(mutex);
	needed = !unchanged(now);
	if (needed)
		walk.least_new = reserve_walk_begins(now);
	slurm_mutex_unlock(mutex);
	if (!needed)
		return;
	walk_jobs(&walk);
	slurm_mutex_lock(mutex);
	take_over(&walk);
	slurm_mutex_unlock(mutex);
}

void ledger_forget(void)
{
	tally_free(&ledger.sums);
}

void ledger_fini(void)
{
	ledger_forget();
}

struct drain_walk {
	uint64_t owner;
	size_t tres;
	time_t now;
	bool full;
	struct budget_drain *drains;
	size_t n, size;
};

static bool owns(uint64_t owner, const struct belongs *belongs)
{
	slurmdb_assoc_rec_t *assoc = belongs->assoc;

	if ((belongs->first && CHAIN_QOS(belongs->first->id) == owner) ||
	    (belongs->second && CHAIN_QOS(belongs->second->id) == owner))
		return true;
	for (; assoc && assoc->usage; assoc = assoc->usage->parent_assoc_ptr)
		if (CHAIN_ASSOC(assoc->id) == owner)
			return true;
	return false;
}

static int add_drain(void *item, void *arg)
{
	job_record_t *job = item;
	struct drain_walk *walk = arg;
	struct budget_drain *drain;
	struct belongs belongs;
	double factor;
	uint64_t count;

	if (!(IS_JOB_RUNNING(job) || IS_JOB_SUSPENDED(job)) ||
	    !job->tres_alloc_cnt || !chain_of_job(job, &belongs) ||
	    !owns(walk->owner, &belongs))
		return 0;
	count = request_consumed(job->tres_alloc_cnt, walk->tres);
	factor = chain_factor(job->qos_ptr);
	if (walk->n == walk->size) {
		walk->size = walk->size ? 2 * walk->size : 64;
		xrecalloc(walk->drains, walk->size, sizeof(*walk->drains));
	}
	drain = &walk->drains[walk->n++];
	drain->end = IS_JOB_SUSPENDED(job) ? BUDGET_NO_DRAIN : job->end_time;
	if (walk->full || IS_JOB_SUSPENDED(job) ||
	    job->time_limit == INFINITE)
		drain->full = budget_mul(
			count, charge(walk->full ?
					      (uint64_t)job->time_limit * 60 :
					      time_left(job, walk->now),
				      factor));
	else
		drain->rate = (uint64_t)ceil(count * factor);
	return 0;
}

bool ledger_full(void)
{
	return chain_enforced() &&
	       !xstrcmp(slurm_conf.priority_type, "priority/basic");
}

size_t ledger_drains(uint64_t owner, size_t tres, time_t now,
		     struct budget_drain **drains)
{
	struct drain_walk walk = {
		.owner = owner,
		.tres = tres,
		.now = now,
		.full = ledger_full(),
	};

	list_for_each_ro(job_list, add_drain, &walk);
	*drains = walk.drains;
	return walk.n;
}
