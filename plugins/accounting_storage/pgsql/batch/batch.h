/*
 * batch.h - many records of slurmctld's in one transaction
 *
 * What several records say of one job, and of one step, is folded into one
 * change of its row (job_change_overlay()), and the rows of many jobs are
 * changed by one statement. A fold does what its records would have done, one
 * after the other; where it would not (two lives of one job, an end that may be
 * taken back) and before a record that speaks of more than one job, what was
 * folded so far is stored first. So the order is kept for each job.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_BATCH_H
#define SLURM_PGSQL_BATCH_H

#include "../record/record.h"

/*
 * Store n records as they came, in a transaction that the caller began, for
 * conn->cluster_id. They stay as they are but for what resolving fills in, so
 * that the same can be stored again, in other portions too. PG_RECORD: one of
 * them is refused; which one is not known.
 */
extern enum pg_class batch_store(struct storage_conn *conn,
				 const struct record *records,
				 int n) PG_MUST_CHECK;

#endif
