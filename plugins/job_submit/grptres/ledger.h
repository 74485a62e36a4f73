/*
 * ledger.h - what slurmctld's jobs hold of each budget, kept
 *
 * Sums by association (with all below it) and by QOS, made by a walk over
 * job_list and kept. Jobs just accepted that are not listed yet are part of
 * them (reserve.h), so sums that are some seconds old lack no job: they may
 * hold too much, of jobs that have ended, run or been made smaller since.
 * Therefore they are good enough to accept a job, but not to refuse one. What
 * they may lack is what a job was requeued with since. So they are as old as
 * that only where there are so many jobs (some 10,000) that to look at them
 * takes longer than half a millisecond.
 *
 * All functions need slurmctld's job, node and part read locks, assoc_mgr's
 * read locks on assoc, qos and tres, and the plugin's own mutex, but for those
 * that say so.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_LEDGER_H
#define GRPTRES_LEDGER_H

#include "chain.h"

/*
 * Sums to accept a job by, at most 3 seconds old; exact: as of now, whatever the
 * walk takes. NULL where memory is short.
 */
extern struct tally *ledger_get(time_t now, bool exact);

/*
 * Makes the sums anew if they are not as of now. Takes the mutex itself, and
 * not for as long as the walk takes. Logs limits that are over-committed.
 */
extern void ledger_renew(time_t now, pthread_mutex_t *mutex);

/* The sums are not to be used again. */
extern void ledger_forget(void);

#endif
