/*
 * account.h - accounts, their words and coordinators
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ACCOUNT_H
#define SLURM_PGSQL_ACCOUNT_H

#include "../storage/storage.h"

/* A list of slurmdb_account_rec_t by name, with associations and coordinators
 * as the condition asks. */
extern slurm_list_t account_get(struct storage_conn *conn, uid_t uid,
				slurmdb_account_cond_t *cond);
/* With the associations that the records have. */
extern int account_add(struct storage_conn *conn, uint32_t uid,
		       slurm_list_t accounts);
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
/* The accounts of a list on clusters, as far as they are not there; as
 * user_add_cond(). */
extern char *account_add_cond(struct storage_conn *conn, uint32_t uid,
			      const slurmdb_add_assoc_cond_t *add,
			      const slurmdb_account_rec_t *account);
#endif
/* Names of those changed. */
extern slurm_list_t account_modify(struct storage_conn *conn, uint32_t uid,
				   slurmdb_account_cond_t *cond,
				   slurmdb_account_rec_t *account);
/* Names of those removed, with all associations there and below; or with
 * errno what is in the way: ESLURM_JOBS_RUNNING_ON_ASSOC,
 * ESLURM_NO_REMOVE_DEFAULT_ACCOUNT. */
extern slurm_list_t account_remove(struct storage_conn *conn, uint32_t uid,
				   slurmdb_account_cond_t *cond);

/* Five parameters of account_find.sql and account_lock.sql. */
extern void account_add_condition(struct pg_params *p,
				  const slurmdb_account_cond_t *cond,
				  slurm_list_t only);

#endif
