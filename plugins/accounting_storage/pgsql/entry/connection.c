/*
 * connection.c - entry points: connections, transactions, the daemon's life
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"
#include "../storage/not_yet.h"

#include "../dbd/gather.h"
#include "../direct/direct.h"
#include "../direct/send_all.h"

ENTRY void *acct_storage_p_get_connection(int conn_num,
					  uint16_t *persist_conn_flags,
					  bool rollback, char *cluster_name)
{
	return storage_open(conn_num, rollback, cluster_name);
}

ENTRY int acct_storage_p_close_connection(struct storage_conn **conn)
{
	if (storage_host() == HOST_SLURMCTLD)
		direct_detach();
	gather_close(*conn);
	storage_close(conn);
	return SLURM_SUCCESS;
}

static int commit_all(struct storage_conn *conn)
{
	int rc = gather_commit(conn), rc2 = storage_commit(conn, true);

	return rc ? rc : rc2;
}

ENTRY int acct_storage_p_commit(struct storage_conn *conn, bool commit)
{
	int before, rc;

	if (!conn || !commit)
		return storage_commit(conn, commit);
	/* slurmdbd cancels its thread for CommitDelay wherever that is, but a
	 * lock must not go with it */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
	rc = commit_all(conn);
	pthread_setcancelstate(before, NULL);
	return rc;
}

ENTRY int acct_storage_p_reconfig(struct storage_conn *conn, bool dbd)
{
	direct_reconfigured();
	return storage_reconfig(conn);
}

/* What sdiag and slurmctld's own checks ask: is the link up, how much waits. */
ENTRY int acct_storage_p_get_data(struct storage_conn *conn,
				  acct_storage_info_t what, void *data)
{
	return direct_info(conn, what, data);
}

/* slurmdbd never asks its storage; whoever does means slurmdbd itself. */
ENTRY int acct_storage_p_shutdown(struct storage_conn *conn)
{
	error("accounting_storage/pgsql: shutdown: there is no slurmdbd here to shut down");
	errno = ESLURM_NOT_SUPPORTED;
	return ESLURM_NOT_SUPPORTED;
}

/* slurmdbd beside a slurmctld in direct mode asks for it. */
ENTRY void acct_storage_p_send_all(struct storage_conn *conn,
				   time_t event_time, slurm_msg_type_t msg_type)
{
	send_all(msg_type, event_time);
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
ENTRY int acct_storage_p_relay_msg(struct storage_conn *conn,
				   persist_msg_t *msg)
{
	return not_yet("relay_msg");
}
#endif
