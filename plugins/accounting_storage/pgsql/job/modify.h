/*
 * modify.h - what a person changes of jobs afterwards (sacctmgr modify job)
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_MODIFY_H
#define SLURM_PGSQL_JOB_MODIFY_H

#include "../storage/storage.h"

/*
 * acct_storage_p_modify_job: derived exit code, comments and wckey of the jobs
 * that cond finds. Own jobs may be changed by anybody, but for the comments of
 * administrators. A list of char *, "7 submitted at 2026-11-23T04:47:50",
 * errno 0; or NULL with errno, where there is nothing to change as well.
 *
 * slurmctld's burst buffers set the system comment with it, and do not wait
 * (JOBCOND_FLAG_NO_WAIT): then NULL with errno 0 is all that they get, but
 * for ESLURM_DB_CONNECTION, after which it is sent again.
 */
extern slurm_list_t job_modify(struct storage_conn *conn, uint32_t uid,
			       slurmdb_job_cond_t *cond,
			       const slurmdb_job_rec_t *job);

#endif
