/*
 * advice.h - settings of PostgreSQL that an administrator should look at
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STORAGE_ADVICE_H
#define SLURM_PGSQL_STORAGE_ADVICE_H

#include "src/pg/pg.h"

/* A line in the log for each setting that is not as README recommends. The
 * link is up. What goes wrong here is no harm to anybody. */
extern void advice_log(struct pg_conn *pg);

#endif
