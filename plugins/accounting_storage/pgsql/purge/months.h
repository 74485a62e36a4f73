/*
 * months.h - whole months of jobs and steps go by dropping their tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_MONTHS_H
#define SLURM_PGSQL_PURGE_MONTHS_H

#include "work.h"

/*
 * Drop months in which nothing must stay when these clusters are purged, and
 * bring to their end those that were on their way out. What cannot be dropped
 * now is left to purge_rows().
 */
extern enum pg_class purge_months(struct purge *purge, const int64_t *clusters,
				  int n) PG_MUST_CHECK;

#endif
