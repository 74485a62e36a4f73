/*
 * add.c - entry points: what sacctmgr and slurmctld add
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../account/account.h"
#include "../assoc/assoc.h"
#include "../federation/federation.h"
#include "../qos/qos.h"
#include "../resource/resource.h"
#include "../tres/tres.h"
#include "../user/user.h"
#include "../wckey/wckey.h"

ENTRY int acct_storage_p_add_users(struct storage_conn *conn, uint32_t uid,
				   slurm_list_t users)
{
	return user_add(conn, uid, users);
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
ENTRY char *acct_storage_p_add_users_cond(struct storage_conn *conn,
					  uint32_t uid,
					  slurmdb_add_assoc_cond_t *add,
					  slurmdb_user_rec_t *user)
{
	return user_add_cond(conn, uid, add, user);
}
#endif

ENTRY int acct_storage_p_add_coord(struct storage_conn *conn, uint32_t uid,
				   slurm_list_t accounts,
				   slurmdb_user_cond_t *cond)
{
	return user_add_coordinators(conn, uid, accounts, cond);
}

ENTRY int acct_storage_p_add_accts(struct storage_conn *conn, uint32_t uid,
				   slurm_list_t accounts)
{
	return account_add(conn, uid, accounts);
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
ENTRY char *acct_storage_p_add_accts_cond(struct storage_conn *conn,
					  uint32_t uid,
					  slurmdb_add_assoc_cond_t *add,
					  slurmdb_account_rec_t *account)
{
	return account_add_cond(conn, uid, add, account);
}
#endif

ENTRY int acct_storage_p_add_federations(struct storage_conn *conn,
					 uint32_t uid, slurm_list_t federations)
{
	return federation_add(conn, uid, federations);
}

ENTRY int acct_storage_p_add_tres(struct storage_conn *conn, uint32_t uid,
				  slurm_list_t tres)
{
	return tres_add(conn, uid, tres);
}

ENTRY int acct_storage_p_add_assocs(struct storage_conn *conn, uint32_t uid,
				    slurm_list_t assocs)
{
	return assoc_add(conn, uid, assocs);
}

ENTRY int acct_storage_p_add_qos(struct storage_conn *conn, uint32_t uid,
				 slurm_list_t qos)
{
	return qos_add(conn, uid, qos);
}

ENTRY int acct_storage_p_add_res(struct storage_conn *conn, uint32_t uid,
				 slurm_list_t resources)
{
	return resource_add(conn, uid, resources);
}

ENTRY int acct_storage_p_add_wckeys(struct storage_conn *conn, uint32_t uid,
				    slurm_list_t wckeys)
{
	return wckey_add(conn, uid, wckeys);
}
