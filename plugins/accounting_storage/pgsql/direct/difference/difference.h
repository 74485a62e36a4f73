/*
 * difference.h - what has to change in slurmctld's cache of associations
 *
 * slurmctld's lists (Slurm's src/common/assoc_mgr.c) can't be replaced while
 * it runs: jobs, partitions and associations point into them, and the usage
 * counts live there. So the lists of the database are compared with them, and
 * the differences become the same updates that slurmdbd sends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_DIFFERENCE_H
#define SLURM_PGSQL_DIRECT_DIFFERENCE_H

#include "member.h"

/*
 * Updates (slurmdb_update_object_t) for assoc_mgr_update(), in the order in
 * which they may be applied: what others refer to is added first and removed
 * last. Each type is there, with an empty list where nothing has changed.
 */
extern slurm_list_t difference_new(void);
/* How many records the updates hold. */
extern int difference_count(slurm_list_t updates);

/*
 * Add what makes cached into fresh. cached is only read (its lock is held),
 * fresh is consumed. Records are paired by id, users by name. Limits that
 * fresh leaves at NO_VAL count as unchanged.
 */
extern void difference_qos(slurm_list_t updates, slurm_list_t cached,
			   slurm_list_t fresh);
extern void difference_users(slurm_list_t updates, slurm_list_t cached,
			     slurm_list_t fresh);
extern void difference_assocs(slurm_list_t updates, slurm_list_t cached,
			      slurm_list_t fresh);

/* The members that are compared one by one, n of them: for tests. */
extern const struct member *difference_qos_members(int *n_r);
extern const struct member *difference_assoc_members(int *n_r);

#endif
