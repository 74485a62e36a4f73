/*
 * roller.h - the thread that rolls up usage where there is no slurmdbd
 *
 * It rolls this cluster's usage (../rollup) when it starts and at every full
 * hour, as slurmdbd's thread does for all. In hybrid mode both do, in turns
 * (../rollup/rollup.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_ROLLER_H
#define SLURM_PGSQL_DIRECT_ROLLER_H

struct roller;

/* NULL after a line in the log. */
extern struct roller *roller_start(const char *cluster_name);
/* Ends the thread; what it is at work on is given up, and stays due. */
extern void roller_stop(struct roller **roller);

#endif
