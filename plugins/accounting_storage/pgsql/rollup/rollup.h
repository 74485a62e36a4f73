/*
 * rollup.h - usage by hour, day and month
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ROLLUP_H
#define SLURM_PGSQL_ROLLUP_H

#include "../storage.h"

/*
 * slurmdbd's thread asks for it at its start and every hour and does not look
 * at the answer. Not built yet: ESLURM_NOT_SUPPORTED, and a log line once.
 */
extern int rollup_run(struct storage_conn *conn);

#endif
