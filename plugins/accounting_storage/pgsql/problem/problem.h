/*
 * problem.h - what is incomplete among accounts and users
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PROBLEM_H
#define SLURM_PGSQL_PROBLEM_H

#include "../storage/storage.h"

/*
 * Accounts without association, accounts without users, users without
 * association, users whom the system does not know (sacctmgr show problems):
 * slurmdb_assoc_rec_t whose id is of slurmdb_problem_type_t. Operators and
 * above. errno 0, or NULL with errno.
 */
extern slurm_list_t problem_get(struct storage_conn *conn, uid_t uid,
				slurmdb_assoc_cond_t *cond);

#endif
