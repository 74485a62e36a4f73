/*
 * direct.h - slurmctld without slurmdbd: its records, caches, registration
 *
 * Nothing here runs in slurmdbd or in clients. slurmctld loads the plugin
 * before it forks and clients load it too, so threads start with the
 * registration, never before.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_H
#define SLURM_PGSQL_DIRECT_H

#include "../storage/storage.h"

/*
 * register_ctld: slurmctld became active, or slurmdbd beside it asks for its
 * address. Starts the writer and the keeper, and registers. errno is 0
 * afterwards, or ESLURM_DB_CONNECTION where the database is away: slurmctld
 * goes on with what its state files say then, and reads everything from the
 * database when the keeper finds it (Slurm's controller.c,
 * ctld_assoc_mgr_init).
 */
extern int direct_register(struct storage_conn *conn, uint16_t port);

/* slurmctld has read slurm.conf again: the keeper registers once more, with
 * what is written of it then (PrivateData). Under slurmctld's locks, no I/O. */
extern void direct_reconfigured(void);

/*
 * cluster_tres: find out nodes and TRES and hand them over as a record. What
 * the database then wants to know of slurmctld (Slurm's answers to a
 * registration) is reported by the keeper. Takes slurmctld's node lock.
 */
extern int direct_cluster_tres(struct storage_conn *conn);

/*
 * Whether the start of a job that has ended may not have been stored: it ended
 * under an earlier slurmctld, which repeats the ends that it knows, or starts
 * had to be dropped from the queue. Then it is to be reported once more. Under
 * slurmctld's job lock, no I/O.
 */
extern bool direct_start_may_be_lost(const job_record_t *job);

/* A record of this job has begun: its script and environment are stored too
 * (scripts.h). Under slurmctld's job lock, no I/O. */
extern void direct_job_began(const job_record_t *job);

/* slurmctld closes its connection: what uses it ends. direct_register() starts
 * it again. */
extern void direct_detach(void);

/*
 * The module is unloaded: slurmctld ends, or became the backup. Waits a
 * bounded time for the writer; what is left is counted in the log.
 */
extern void direct_stop(void);

/*
 * What sdiag and slurmctld ask, into *(int *)data_r: whether the link is up,
 * how many records wait for the database (acct_storage_info_t in Slurm's
 * accounting storage header; "DBD Agent queue size" of sdiag).
 */
extern int direct_info(struct storage_conn *conn, acct_storage_info_t what,
		       void *data_r);

#endif
