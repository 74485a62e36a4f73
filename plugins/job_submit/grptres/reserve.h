/*
 * reserve.h - jobs that were accepted and that slurmctld has not listed yet
 *
 * slurmctld asks a plugin under a read lock, lets go of it, and makes the job
 * under a write lock later. Another job must not be given the same budget in
 * between. A reservation ends with the first walk over job_list that sees its
 * job, or that begins after the thread that handled the request has gone on
 * (then the job is listed, or slurmctld refused it), or after some seconds.
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

/* Ends what this thread holds: another part of the same job was refused. */
extern void reserve_drop_thread(void);

/* Is there a reservation that the next walk ends for sure? */
extern bool reserve_decided(void);

/*
 * Calls of a walk over job_list, in this order. slurmctld's job lock is held
 * from the first to the last of them, the mutex need not be.
 */

/* Returns the least id that a job of a reservation can have. */
extern uint32_t reserve_walk_begins(time_t now);
/* Of each job with that id or a greater one. */
extern void reserve_seen(const job_record_t *job);
/* Adds what is still held to tally; false where memory is short. */
extern bool reserve_walk_ends(struct tally *tally);

#endif
