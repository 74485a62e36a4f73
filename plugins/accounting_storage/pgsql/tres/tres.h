/*
 * tres.h - what can be counted: cpu, mem, gres/gpu, license/matlab
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_TRES_H
#define SLURM_PGSQL_TRES_H

#include "../storage/storage.h"

/* A list of slurmdb_tres_rec_t by id; NULL with errno on failure. */
extern slurm_list_t tres_get(struct storage_conn *conn, uid_t uid,
			     slurmdb_tres_cond_t *cond);

/*
 * Make sure of the TRES in a list of slurmdb_tres_rec_t and fill in their
 * ids: from 1001 on for what Slurm does not number itself. slurmctld ends if
 * this fails at its start.
 */
extern int tres_add(struct storage_conn *conn, uint32_t uid,
		    slurm_list_t tres);

#endif
