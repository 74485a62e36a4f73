/*
 * remove.c - entry points: what sacctmgr removes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../account/account.h"
#include "../assoc/assoc.h"
#include "../federation/federation.h"
#include "../qos/qos.h"
#include "../resource/resource.h"
#include "../user/user.h"
#include "../wckey/wckey.h"

ENTRY slurm_list_t acct_storage_p_remove_users(struct storage_conn *conn,
					       uint32_t uid,
					       slurmdb_user_cond_t *cond)
{
	return user_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_coord(struct storage_conn *conn,
					       uint32_t uid,
					       slurm_list_t accounts,
					       slurmdb_user_cond_t *cond)
{
	return user_remove_coordinators(conn, uid, accounts, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_accts(struct storage_conn *conn,
					       uint32_t uid,
					       slurmdb_account_cond_t *cond)
{
	return account_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_assocs(struct storage_conn *conn,
						uint32_t uid,
						slurmdb_assoc_cond_t *cond)
{
	return assoc_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_federations(
	struct storage_conn *conn, uint32_t uid,
	slurmdb_federation_cond_t *cond)
{
	return federation_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_qos(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_qos_cond_t *cond)
{
	return qos_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_res(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_res_cond_t *cond)
{
	return resource_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_remove_wckeys(struct storage_conn *conn,
						uint32_t uid,
						slurmdb_wckey_cond_t *cond)
{
	return wckey_remove(conn, uid, cond);
}
