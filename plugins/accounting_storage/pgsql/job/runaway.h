/*
 * runaway.h - jobs that have not ended, and that slurmctld does not know
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_RUNAWAY_H
#define SLURM_PGSQL_JOB_RUNAWAY_H

#include "../storage/storage.h"

/*
 * acct_storage_p_fix_runaway_jobs: the jobs (slurmdb_job_rec_t, of one
 * cluster) that sacctmgr show runawayjobs has found end at the latest of their
 * start, eligible and submit times, as COMPLETED. The usage that they seemed
 * to have is rolled up again, by the triggers of slurm_data.job. Part of the
 * client's transaction: sacctmgr asks before it commits, and until it does
 * slurmctld's records wait.
 *
 * SLURM_SUCCESS; ESLURM_ACCESS_DENIED for who is no operator; SLURM_ERROR for
 * no jobs, jobs of several clusters, or none that has a submit time.
 */
extern int job_fix_runaway(struct storage_conn *conn, uint32_t uid,
			   slurm_list_t jobs);

#endif
