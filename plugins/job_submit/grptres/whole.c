/*
 * whole.c - what a job gets beyond what it asks: whole nodes, whole cores
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "whole.h"

/* How long what partitions' nodes have is taken for true, in seconds. */
#define KEPT 10

/* For checks of single jobs: a partition may have thousands of nodes. */
static struct {
	pthread_mutex_t mutex;
	struct whole whole;
	time_t made, part_update, conf_update;
	int ntres;
} kept = { .mutex = PTHREAD_MUTEX_INITIALIZER };

struct whole_partition {
	const part_record_t *part;
	uint32_t threads; /* of a core, on the nodes that have the fewest */
	uint64_t *count;  /* of each TRES on a node, the largest */
};

static bool is_whole(const struct whole_job *job)
{
	return job->exclusive || job->part->max_share == 0 ||
	       !xstrcmp(slurm_conf.select_type, "select/linear");
}

static bool rounds_cores(const struct whole_job *job)
{
	return !job->own_threads &&
	       slurm_conf.select_type_param & (CR_CORE | CR_SOCKET);
}

static void look_at(struct whole_partition *found, const node_record_t *node)
{
	uint32_t threads = MAX(node->tpc, 1);

	if (!found->threads || threads < found->threads)
		found->threads = threads;
	for (int t = 0; node->tres_cnt && t < slurmctld_tres_cnt; t++)
		found->count[t] = MAX(found->count[t], node->tres_cnt[t]);
}

static const struct whole_partition *find(struct whole *whole,
					  const part_record_t *part)
{
	struct whole_partition *found;

	for (size_t i = 0; i < whole->n; i++)
		if (whole->partitions[i].part == part)
			return &whole->partitions[i];
	xrecalloc(whole->partitions, whole->n + 1, sizeof(*found));
	found = &whole->partitions[whole->n++];
	found->part = part;
	found->count = xcalloc(slurmctld_tres_cnt, sizeof(*found->count));
	if (!part->node_bitmap)
		return found;
	for (int64_t i = 0; i < bit_size(part->node_bitmap); i++)
		if (bit_test(part->node_bitmap, i) && node_record_table_ptr[i])
			look_at(found, node_record_table_ptr[i]);
	return found;
}

static void take_nodes(const struct whole_partition *found, uint64_t *count)
{
	uint64_t nodes = count[TRES_ARRAY_NODE];

	for (int t = 0; t < slurmctld_tres_cnt; t++)
		if (t == TRES_ARRAY_CPU ||
		    !xstrcasecmp(assoc_mgr_tres_array[t]->type, "gres"))
			count[t] = MAX(count[t], nodes * found->count[t]);
}

static void raise_counts(struct whole *whole, const struct whole_job *job,
			 uint64_t *count)
{
	const struct whole_partition *found = find(whole, job->part);
	uint64_t cpus = count[TRES_ARRAY_CPU];

	if (is_whole(job))
		take_nodes(found, count);
	else if (found->threads > 1)
		count[TRES_ARRAY_CPU] = (cpus + found->threads - 1) /
					found->threads * found->threads;
	if (job->memory != NO_VAL64 && job->memory & MEM_PER_CPU &&
	    count[TRES_ARRAY_CPU] > cpus)
		count[TRES_ARRAY_MEM] = MAX(count[TRES_ARRAY_MEM],
					    (job->memory & ~MEM_PER_CPU) *
						    count[TRES_ARRAY_CPU]);
	count[TRES_ARRAY_BILLING] =
		assoc_mgr_tres_weighted(count, job->part->billing_weights,
					slurm_conf.priority_flags, true);
}

/* Needs its mutex. */
static void renew_kept(void)
{
	time_t now = time(NULL);

	if (kept.part_update == last_part_update &&
	    kept.conf_update == slurm_conf.last_update &&
	    kept.ntres == slurmctld_tres_cnt && now >= kept.made &&
	    now - kept.made < KEPT)
		return;
	whole_free(&kept.whole);
	kept.part_update = last_part_update;
	kept.conf_update = slurm_conf.last_update;
	kept.ntres = slurmctld_tres_cnt;
	kept.made = now;
}

void whole_raise(struct whole *whole, const struct whole_job *job,
		 uint64_t *count)
{
	if (!job->part || !(is_whole(job) || rounds_cores(job)))
		return;
	if (whole) {
		raise_counts(whole, job, count);
		return;
	}
	slurm_mutex_lock(&kept.mutex);
	renew_kept();
	raise_counts(&kept.whole, job, count);
	slurm_mutex_unlock(&kept.mutex);
}

void whole_fini(void)
{
	slurm_mutex_lock(&kept.mutex);
	whole_free(&kept.whole);
	kept.made = 0;
	slurm_mutex_unlock(&kept.mutex);
}

void whole_free(struct whole *whole)
{
	for (size_t i = 0; i < whole->n; i++)
		xfree(whole->partitions[i].count);
	xfree(whole->partitions);
	whole->n = 0;
}
