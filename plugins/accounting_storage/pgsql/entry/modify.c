/*
 * modify.c - entry points: what sacctmgr modifies
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../job/modify.h"
#include "../account/account.h"
#include "../assoc/assoc.h"
#include "../federation/federation.h"
#include "../qos/qos.h"
#include "../resource/resource.h"
#include "../user/user.h"
#include "../wckey/wckey.h"

ENTRY slurm_list_t acct_storage_p_modify_users(struct storage_conn *conn,
					       uint32_t uid,
					       slurmdb_user_cond_t *cond,
					       slurmdb_user_rec_t *user)
{
	return user_modify(conn, uid, cond, user);
}

ENTRY slurm_list_t acct_storage_p_modify_accts(struct storage_conn *conn,
					       uint32_t uid,
					       slurmdb_account_cond_t *cond,
					       slurmdb_account_rec_t *account)
{
	return account_modify(conn, uid, cond, account);
}

ENTRY slurm_list_t acct_storage_p_modify_assocs(struct storage_conn *conn,
						uint32_t uid,
						slurmdb_assoc_cond_t *cond,
						slurmdb_assoc_rec_t *assoc)
{
	return assoc_modify(conn, uid, cond, assoc);
}

ENTRY slurm_list_t acct_storage_p_modify_federations(
	struct storage_conn *conn, uint32_t uid,
	slurmdb_federation_cond_t *cond, slurmdb_federation_rec_t *federation)
{
	return federation_modify(conn, uid, cond, federation);
}

ENTRY slurm_list_t acct_storage_p_modify_job(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_job_cond_t *cond,
					     slurmdb_job_rec_t *job)
{
	return job_modify(conn, uid, cond, job);
}

ENTRY slurm_list_t acct_storage_p_modify_qos(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_qos_cond_t *cond,
					     slurmdb_qos_rec_t *qos)
{
	return qos_modify(conn, uid, cond, qos);
}

ENTRY slurm_list_t acct_storage_p_modify_res(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_res_cond_t *cond,
					     slurmdb_res_rec_t *resource)
{
	return resource_modify(conn, uid, cond, resource);
}

ENTRY slurm_list_t acct_storage_p_modify_wckeys(struct storage_conn *conn,
						uint32_t uid,
						slurmdb_wckey_cond_t *cond,
						slurmdb_wckey_rec_t *wckey)
{
	return wckey_modify(conn, uid, cond, wckey);
}
