/*
 * registration.h - what this slurmctld consists of: its nodes and TRES
 *
 * In direct mode slurmctld leaves it to the plugin to find that out
 * (cluster_tres comes without arguments).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_REGISTRATION_H
#define SLURM_PGSQL_DIRECT_REGISTRATION_H

#include "src/slurm/compat.h"

/* This cluster's nodes, sorted: "n[1-4]". Takes slurmctld's node lock. xfree.
 */
extern char *registration_nodes(void);
/* What the cluster counts, in Slurm's form "1=64,2=16000,4=4". xfree. */
extern char *registration_tres(void);

/*
 * Indexes of nodes within registration_nodes(), "0-3", for the records of jobs
 * (acct_storage_p_node_inx). Takes no lock of slurmctld. xfree; NULL for none.
 */
extern char *registration_node_index(const char *nodes);

#endif
