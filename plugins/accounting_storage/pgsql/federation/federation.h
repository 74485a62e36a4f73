/*
 * federation.h - clusters that share their jobs
 *
 * Federations cannot be made yet (add_federations says so), so there are none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_FEDERATION_H
#define SLURM_PGSQL_FEDERATION_H

#include "../storage/storage.h"

/* slurmdb_federation_rec_t; slurmctld asks at its start. */
extern slurm_list_t federation_get(struct storage_conn *conn, uid_t uid,
				   slurmdb_federation_cond_t *cond);

#endif
