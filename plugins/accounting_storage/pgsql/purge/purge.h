/*
 * purge.h - records that are older than the site keeps them
 *
 * slurmdbd.conf's Purge*After and Archive* say what goes (man slurmdbd.conf);
 * sacctmgr archive dump asks for the same by hand. What counts as the age of
 * a record is what counts for accounting_storage/mysql (as_mysql_archive.c):
 * a job's submission, another record's own start; what has not ended stays.
 * Beyond that:
 *
 *   - what has not been summed yet (rollup/) stays until it has;
 *   - a job takes its steps and suspensions with it, and scripts and
 *     environments that no job refers to any more;
 *   - the suspensions of a job that has not ended stay with it.
 *
 * A month of jobs or steps in which nothing must stay is detached and
 * dropped; all else goes in batches, each a transaction of its own with the
 * archive of it. So a purge can end anywhere, and goes on the next time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_H
#define SLURM_PGSQL_PURGE_H

#include "policy.h"

/*
 * Purge, on a connection of its own: the clusters of this list of names (NULL
 * or empty: all), or, with only_due, what has not been purged yet as of the
 * policy's times. SLURM_SUCCESS, or a Slurm error after log lines.
 */
extern int purge_run(const struct purge_policy *policy, slurm_list_t clusters,
		     bool only_due);

/* slurmdbd's, after the roll-up: what slurmdbd.conf says, if it says so. */
extern int purge_as_configured(void);
/* jobacct_storage_p_archive */
extern int purge_dump(const slurmdb_archive_cond_t *cond);

#endif
