/*
 * reserve.h - jobs that were accepted and that slurmctld has not listed yet
 *
 * slurmctld asks a plugin under a read lock, lets go of it, and makes the job
 * under a write lock later. Another job must not be given the same budget in
 * between. A reservation holds until its job is seen in job_list, and is over
 * when the thread that handled the request has gone on (then the job is
 * listed, or slurmctld refused it), or after some seconds.
 *
 * All functions need the plugin's own mutex, but for those that say so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_RESERVE_H
#define GRPTRES_RESERVE_H

#include "src/budget/tally.h"
#include "src/slurm/ctld.h"

/* mutex: the plugin's own, taken when a thread ends. */
extern int reserve_init(pthread_mutex_t *mutex);
extern void reserve_fini(void);

/* This thread asks about a new job: what it asked about before is decided. */
extern void reserve_thread_asks(const job_desc_msg_t *desc);

/*
 * Holds seconds of each TRES (slurmctld_tres_cnt of them) at the owners,
 * and adds them to tally as queued. desc is what slurmctld makes the job of.
 */
extern void reserve_add(const job_desc_msg_t *desc, struct tally *tally,
			const uint64_t *owners, size_t nowners,
			const uint64_t *seconds, time_t now);

/*
 * Ends what this thread holds: another part of the same job was refused. True
 * if it held anything, which sums made before have in them.
 */
extern bool reserve_drop_thread(void);

/* Is there a reservation that reserve_settle() will find to be over? */
extern bool reserve_decided(void);

/* The least id that a job of a reservation can have; no job has it: none. */
extern uint32_t reserve_least_id(void);

/*
 * After a walk over job_list, still under slurmctld's job lock: jobs are
 * those with reserve_least_id() or a greater one. Ends what is over and adds
 * to tally what is still held; false where memory is short.
 */
extern bool reserve_settle(const job_record_t *const *jobs, size_t njobs,
			   struct tally *tally, time_t now);

#endif
