/*
 * association.h - associations that have had jobs
 *
 * sacctmgr keeps the row of a removed association if it ever had one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_ASSOCIATION_H
#define SLURM_PGSQL_JOB_ASSOCIATION_H

#include "change.h"

/*
 * Note it of the associations of these changes, in the transaction. Somebody
 * at sacctmgr may hold a row while thinking: then the next job's message does
 * it, nobody waits.
 */
extern enum pg_class association_used(struct storage_conn *conn,
				      struct job_change *const *changes,
				      int n) PG_MUST_CHECK;

#endif
