/*
 * whole.h - what a job gets beyond what it asks: whole nodes, whole cores
 *
 * slurmctld counts a queued job with what it asks, but compares the limits
 * with what it is about to give: with --exclusive, in a partition with
 * OverSubscribe=EXCLUSIVE or with select/linear all CPUs and all generic
 * resources of the nodes; with CR_Core or CR_Socket all threads of a core.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_WHOLE_H
#define GRPTRES_WHOLE_H

#include "src/slurm/ctld.h"

/* What partitions' nodes have at most, found once for each; zero to begin. */
struct whole {
	struct whole_partition *partitions;
	size_t n;
};

/* How a job takes its nodes. */
struct whole_job {
	part_record_t *part;
	bool exclusive;   /* --exclusive, not =user */
	bool own_threads; /* said itself how many threads of a core it uses */
	uint64_t memory;  /* pn_min_memory */
};

/*
 * Raises the counts (slurmctld_tres_cnt of them) to what the job gets. Of
 * nodes that differ the largest are taken, and the fewest threads. whole: NULL
 * for what is kept for some seconds between calls. Needs slurmctld's node and
 * part read locks and assoc_mgr's read lock on tres.
 */
extern void whole_raise(struct whole *whole, const struct whole_job *job,
			uint64_t *count);
extern void whole_free(struct whole *whole);

/* Ends what is kept. */
extern void whole_fini(void);

#endif
