/*
 * not_yet.h - the answer of calls that are not built yet
 *
 * Only for calls that a person waits for. What slurmctld's agent queues (jobs,
 * steps, node and cluster events, reservations) must never use it: an
 * operation answered with an error stays first in that queue for ever.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_NOT_YET_H
#define SLURM_PGSQL_NOT_YET_H

#include <errno.h>

#include "src/slurm/compat.h"

/* Logs the call's name, sets errno and returns ESLURM_NOT_SUPPORTED. */
static inline int not_yet(const char *call)
{
	error("accounting_storage/pgsql: %s is not built yet", call);
	errno = ESLURM_NOT_SUPPORTED;
	return ESLURM_NOT_SUPPORTED;
}

/* The same for calls that return a pointer. */
static inline void *not_yet_null(const char *call)
{
	(void)not_yet(call);
	return NULL;
}

#endif
