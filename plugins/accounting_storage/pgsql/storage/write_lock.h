/*
 * write_lock.h - writers of one cluster's records take turns
 *
 * A record is looked for and then inserted or changed; two at once would both
 * insert it, since no index spans the partitions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_WRITE_LOCK_H
#define SLURM_PGSQL_WRITE_LOCK_H

#include "storage.h"

/* Wait for our turn, which lasts to the end of the transaction. A statement
 * of its own, because a later one must see what the last writer committed. */
extern enum pg_class write_lock(struct storage_conn *conn) PG_MUST_CHECK;

#endif
