/*
 * wckey.h - wckeys of jobs that come into being with the job
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_WCKEY_H
#define SLURM_PGSQL_JOB_WCKEY_H

#include "change.h"

/*
 * TrackWCKey of slurmdbd.conf: a start that names no wckey gets its user's
 * default, "*NAME"; a wckey that the user does not have is added, and told to
 * slurmctlds. Nothing elsewhere than in slurmdbd. The change is stored in any
 * case; what goes wrong is logged.
 */
extern void job_wckey_ensure(struct storage_conn *conn,
			     struct job_change *change);

#endif
