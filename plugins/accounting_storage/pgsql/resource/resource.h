/*
 * resource.h - licenses that clusters share (sacctmgr show resource)
 *
 * Resources cannot be made yet (add_res says so), so there are none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RESOURCE_H
#define SLURM_PGSQL_RESOURCE_H

#include "../storage/storage.h"

/* slurmdb_res_rec_t; slurmctld asks at its start, and takes NULL for a
 * database that is down. */
extern slurm_list_t resource_get(struct storage_conn *conn, uid_t uid,
				 slurmdb_res_cond_t *cond);

#endif
