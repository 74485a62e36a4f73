/*
 * fold.c - what many records say, one change for each job and step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fold.h"

#include "../job/job.h"

static void index_init(struct fold_index *index, uint32_t buckets, int n)
{
	index->first = xcalloc(buckets, sizeof(*index->first));
	index->next = xcalloc(n, sizeof(*index->next));
}

static void index_free(struct fold_index *index)
{
	xfree(index->first);
	xfree(index->next);
}

void fold_init(struct fold *fold, int n)
{
	uint32_t buckets = 64;

	while (buckets < 2 * (uint32_t)n)
		buckets *= 2;
	*fold = (struct fold){ .room = n, .mask = buckets - 1 };
	fold->job = xcalloc(n, sizeof(*fold->job));
	fold->step = xcalloc(n, sizeof(*fold->step));
	fold->job_of = xcalloc(n, sizeof(*fold->job_of));
	index_init(&fold->by_id, buckets, n);
	index_init(&fold->by_index, buckets, n);
	index_init(&fold->by_step, buckets, n);
	fold_clear(fold);
}

void fold_free(struct fold *fold)
{
	xfree(fold->job);
	xfree(fold->step);
	xfree(fold->job_of);
	index_free(&fold->by_id);
	index_free(&fold->by_index);
	index_free(&fold->by_step);
}

void fold_clear(struct fold *fold)
{
	size_t size = ((size_t)fold->mask + 1) * sizeof(int);

	fold->jobs = fold->steps = 0;
	memset(fold->by_id.first, 0xff, size);
	memset(fold->by_index.first, 0xff, size);
	memset(fold->by_step.first, 0xff, size);
}

/* ---------------------------------------------------------------- finding */

static uint32_t bucket_of(const struct fold *fold, uint64_t key)
{
	return (key * 0x9e3779b97f4a7c15u) >> 32 & fold->mask;
}

static void index_add(const struct fold *fold, struct fold_index *index,
		      uint64_t key, int at)
{
	uint32_t bucket = bucket_of(fold, key);

	index->next[at] = index->first[bucket];
	index->first[bucket] = at;
}

static int find_id(const struct fold *fold, uint32_t job_id)
{
	int at = fold->by_id.first[bucket_of(fold, job_id)];

	while (at >= 0 && fold->job[at].job_id != job_id)
		at = fold->by_id.next[at];
	return at;
}

static int find_index(const struct fold *fold, uint64_t db_index)
{
	int at = fold->by_index.first[bucket_of(fold, db_index)];

	while (at >= 0 && fold->job[at].db_index != db_index)
		at = fold->by_index.next[at];
	return at;
}

static uint64_t step_key(int job, const struct step_change *step)
{
	return ((uint64_t)job << 32) ^ (uint64_t)step->step_id << 8 ^
	       (uint64_t)step->het_comp;
}

static int find_step(const struct fold *fold, int job,
		     const struct step_change *step)
{
	int at = fold->by_step.first[bucket_of(fold, step_key(job, step))];

	while (at >= 0 && (fold->job_of[at] != job ||
			   fold->step[at].step_id != step->step_id ||
			   fold->step[at].het_comp != step->het_comp))
		at = fold->by_step.next[at];
	return at;
}

/* ----------------------------------------------------------------- adding */

static bool goes_on(const struct job_change *change)
{
	return change->rank[JOB_GROUP_END] == END_CONTINUED;
}

/* One change may do what the two do, whatever is in the table: they are looked
 * for in the same way, and no end among them depends on what stands there. */
static bool are_alike(const struct job_change *a, const struct job_change *b)
{
	return a->db_index == b->db_index && a->probe_time == b->probe_time &&
	       !goes_on(a) && !goes_on(b);
}

/*
 * The change of the job, merged with those before; its place, or -1. Another
 * record of the same job id may be the same row (an index that MySQL gave), or
 * a life before or after it.
 */
static int add_job(struct fold *fold, const struct job_change *change)
{
	int at = find_id(fold, change->job_id);

	if (at != find_index(fold, change->db_index))
		return -1;
	if (at >= 0) {
		if (!are_alike(&fold->job[at], change))
			return -1;
		job_change_overlay(&fold->job[at], change);
		return at;
	}
	at = fold->jobs++;
	fold->job[at] = *change;
	index_add(fold, &fold->by_id, change->job_id, at);
	index_add(fold, &fold->by_index, change->db_index, at);
	return at;
}

static bool add_step(struct fold *fold, const struct step_change *change)
{
	int job = add_job(fold, change->job), at;

	if (job < 0)
		return false;
	at = find_step(fold, job, change);
	if (at >= 0) {
		step_change_overlay(&fold->step[at], change);
		return true;
	}
	at = fold->steps++;
	fold->step[at] = *change;
	fold->job_of[at] = job;
	index_add(fold, &fold->by_step, step_key(job, change), at);
	return true;
}

static bool is_job(const struct record_kind *kind)
{
	return kind == &job_start_kind || kind == &job_end_kind;
}

static bool is_step(const struct record_kind *kind)
{
	return kind == &step_start_kind || kind == &step_end_kind;
}

bool fold_knows(const struct record_kind *kind)
{
	return is_job(kind) || is_step(kind);
}

bool fold_add(struct fold *fold, const struct record *record)
{
	if (is_job(record->kind)) {
		job_change_resolve(record->what);
		return add_job(fold, record->what) >= 0;
	}
	step_change_resolve(record->what);
	return add_step(fold, record->what);
}
