/*
 * hold.h - what one job holds of budgets
 *
 * All functions need slurmctld's job, node and part read locks, and
 * assoc_mgr's read locks on assoc, qos and tres.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_HOLD_H
#define GRPTRES_HOLD_H

#include "request.h"

/*
 * TRES-seconds (slurmctld_tres_cnt of them) that a job holds now: what is
 * left to run of its allocation, or all that it asks while it is queued.
 * False if it holds nothing.
 */
extern bool hold_of(const job_record_t *job, struct whole *whole, time_t now,
		    bool *queued_r, uint64_t *seconds_r);

/*
 * TRES-seconds that one task of a queued job asks, the most of any of its
 * partitions, because it may start in each. False if slurmctld has not counted
 * it.
 */
extern bool hold_task(const job_record_t *job, struct whole *whole,
		      uint64_t *seconds_r);

/* Seconds of the longest time limit that a queued job gets in a partition. */
extern uint64_t hold_longest(const job_record_t *job);

/* Seconds that a running or suspended job has left, as they are charged. */
extern uint64_t hold_left(const job_record_t *job, time_t now);

/*
 * Seconds that each unit of a TRES holds for a queued job of these minutes
 * (BUDGET_NO_END is allowed) under a QOS.
 */
extern uint64_t hold_asked(uint32_t minutes, const slurmdb_qos_rec_t *qos);

/*
 * Has the job ended, to begin anew when its nodes are free? It holds all that
 * it asks then, as if it were queued already. Needs the conf read lock too.
 */
extern bool hold_begins_anew(const job_record_t *job);

/* Does slurmctld count a running job in full until it ends? */
extern bool hold_full(void);

#endif
