/*
 * rows.h - old records go in batches
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_ROWS_H
#define SLURM_PGSQL_PURGE_ROWS_H

#include "work.h"

/* Remove records of one kind of the cluster at hand, in batches. *removed_r:
 * how many, what went with them not counted. */
extern enum pg_class purge_rows(struct purge *purge, enum purge_kind kind,
				int64_t *removed_r) PG_MUST_CHECK;

#endif
