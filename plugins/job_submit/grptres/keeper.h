/*
 * keeper.h - a thread that keeps the ledger young
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_KEEPER_H
#define GRPTRES_KEEPER_H

#include "src/slurm/ctld.h"

/*
 * Starts the thread on the first call. Without it every check walks over
 * job_list itself. mutex: the plugin's own, held.
 */
extern void keeper_start(pthread_mutex_t *mutex);

/* Tells it to end; it may be waiting for a lock that the caller holds. */
extern void keeper_stop(void);

#endif
