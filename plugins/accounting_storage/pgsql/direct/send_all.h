/*
 * send_all.h - slurmctld reports what it has to a database that asks
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_SEND_ALL_H
#define SLURM_PGSQL_DIRECT_SEND_ALL_H

#include "src/slurm/compat.h"

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

#endif
