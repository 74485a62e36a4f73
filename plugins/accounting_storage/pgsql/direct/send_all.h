/*
 * send_all.h - slurmctld reports what the database does not know yet
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_SEND_ALL_H
#define SLURM_PGSQL_DIRECT_SEND_ALL_H

#include "../storage/storage.h"

/*
 * ACCOUNTING_FIRST_REG, ACCOUNTING_NODES_CHANGE_DB: jobs, reservations and
 * nodes that are down; ACCOUNTING_TRES_CHANGE_DB: jobs and nodes;
 * SLURM_SUCCESS: jobs. Of jobs it is those without a db_index, which slurmctld
 * takes from them where the storage may not know them (a cold start, a change
 * of AccountingStorageType). The reports come in through our own entry
 * points. Takes slurmctld's locks for jobs, nodes and reservations, one after
 * the other; slurmctld's connection must be open.
 */
extern void send_all(int answer, time_t event_time);

/*
 * Report jobs that nobody has reported: slurmctld does it when a job becomes
 * eligible, so one that is held or depends on another has no record until
 * then; and it only marks an array whose tasks have changed. (Through slurmdbd
 * a thread of accounting_storage/slurmdbd does this.) Takes slurmctld's job
 * lock, for writing only where there is one. conn is any connection.
 */
extern void send_unreported_jobs(struct storage_conn *conn);

/*
 * Report which records slurmctld knows, so that those of before that it forgot
 * in a crash are ended. Once a start, when it has read its state. Takes
 * slurmctld's job lock for reading.
 */
extern void send_known_jobs(struct storage_conn *conn, time_t started);

#endif
