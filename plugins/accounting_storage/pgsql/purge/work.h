/*
 * work.h - what purge.c hands to rows.c and months.c
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_WORK_H
#define SLURM_PGSQL_PURGE_WORK_H

#include "../storage/storage.h"
#include "policy.h"

struct purge {
	struct pg_conn *pg;
	const struct purge_policy *policy;
	/* of the cluster at hand; 0 and "" for what concerns none */
	int64_t cluster_id;
	const char *cluster;
};

#endif
