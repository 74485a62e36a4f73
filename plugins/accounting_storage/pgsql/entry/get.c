/*
 * get.c - entry points: questions
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../account/account.h"
#include "../assoc/assoc.h"
#include "../event/event.h"
#include "../qos/qos.h"
#include "../tres/tres.h"
#include "../txn/txn.h"
#include "../user/user.h"
#include "../wckey/wckey.h"
#include "../federation/federation.h"
#include "../problem/problem.h"
#include "../resource/resource.h"
#include "../usage/usage.h"

ENTRY slurm_list_t acct_storage_p_get_users(struct storage_conn *conn,
					    uint32_t uid,
					    slurmdb_user_cond_t *cond)
{
	return user_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_accts(struct storage_conn *conn,
					    uint32_t uid,
					    slurmdb_account_cond_t *cond)
{
	return account_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_federations(
	struct storage_conn *conn, uint32_t uid,
	slurmdb_federation_cond_t *cond)
{
	return federation_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_tres(struct storage_conn *conn,
					   uint32_t uid,
					   slurmdb_tres_cond_t *cond)
{
	return tres_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_assocs(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_assoc_cond_t *cond)
{
	return assoc_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_problems(struct storage_conn *conn,
					       uint32_t uid,
					       slurmdb_assoc_cond_t *cond)
{
	return problem_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_qos(struct storage_conn *conn,
					  uint32_t uid,
					  slurmdb_qos_cond_t *cond)
{
	return qos_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_res(struct storage_conn *conn,
					  uint32_t uid,
					  slurmdb_res_cond_t *cond)
{
	return resource_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_wckeys(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_wckey_cond_t *cond)
{
	return wckey_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_txn(struct storage_conn *conn,
					  uint32_t uid,
					  slurmdb_txn_cond_t *cond)
{
	return txn_get(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_config(struct storage_conn *conn,
					     char *config_name)
{
	/* slurmdbd answers for slurmdbd.conf itself; who asks storage, by
	 * whatever name, is a program without it */
	return storage_config();
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
ENTRY slurm_list_t acct_storage_p_get_instances(struct storage_conn *conn,
						uint32_t uid,
						slurmdb_instance_cond_t *cond)
{
	return event_get_instances(conn, uid, cond);
}
#endif

ENTRY int acct_storage_p_get_usage(struct storage_conn *conn, uint32_t uid,
				   void *in, int type, time_t start, time_t end)
{
	return usage_get(conn, uid, in, type, start, end);
}
