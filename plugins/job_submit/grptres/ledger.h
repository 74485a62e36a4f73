/*
 * ledger.h - what slurmctld's jobs hold of each budget
 *
 * Sums by association (with all below it) and by QOS, made by a walk over
 * job_list and kept. Jobs just accepted that are not listed yet are part of
 * them (reserve.h), so sums that are some seconds old lack no job: they may
 * hold too much, of jobs that have ended, run or been made smaller since.
 * Therefore they are good enough to accept a job, but not to refuse one.
 *
 * All functions need slurmctld's job, node and part read locks, assoc_mgr's read
 * locks on assoc, qos and tres, and the plugin's own mutex, but for those
 * that say so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_LEDGER_H
#define GRPTRES_LEDGER_H

#include "chain.h"
#include "whole.h"

/*
 * Sums that are at most some seconds old; exact: as of now, whatever the
 * walk takes. NULL where memory is short.
 */
extern struct tally *ledger_get(time_t now, bool exact);

/*
 * Makes the sums anew if they are not as of now. Takes the mutex itself, and
 * not for as long as the walk takes.
 */
extern void ledger_renew(time_t now, pthread_mutex_t *mutex);

/* The sums are not to be used again. */
extern void ledger_forget(void);
extern void ledger_fini(void);

/*
 * TRES-seconds that a job holds now: what is left to run of its allocation,
 * or all that it asks while it is queued. False if it holds nothing.
 */
extern bool ledger_job(const job_record_t *job, struct whole *whole,
		       time_t now, bool *queued_r, uint64_t *seconds_r);

/*
 * Seconds that each unit of a TRES holds for a queued job of these minutes
 * (BUDGET_NO_END is allowed) under a QOS.
 */
extern uint64_t ledger_asked(uint32_t minutes, const slurmdb_qos_rec_t *qos);

/* Does slurmctld count a running job in full until it ends? */
extern bool ledger_full(void);

/*
 * The running jobs that hold a TRES at a level (owner: its number in the
 * tally), for budget_when(). The caller frees drains_r (xfree).
 */
extern size_t ledger_drains(uint64_t owner, size_t tres, time_t now,
			    struct budget_drain **drains_r);

#endif
