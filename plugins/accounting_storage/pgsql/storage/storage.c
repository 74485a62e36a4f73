/*
 * storage.c - Slurm's connections, made and closed
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "storage.h"

#include "pool.h"
#include "publish.h"
#include "wire.h"

/* How long slurmctld waits for a server that is starting up together with it
 * before it goes on with what its state files say, in seconds. */
#define CTLD_WAIT 10

extern struct storage_conn *storage_open(int conn_num, bool rollback,
					 const char *cluster_name)
{
	struct storage_conn *conn = xmalloc(sizeof(*conn));
	int rc;

	conn->pg = pool_take();
	pthread_mutex_init(&conn->lock, NULL);
	conn->cluster_name = wire_text(cluster_name);
	conn->conn_num = conn_num;
	conn->rollback = rollback;
	conn->updates = list_create(publication_free);
	if ((storage_host() == HOST_SLURMCTLD) && !storage_schema_good() &&
	    (conn_num != STORAGE_OWN_THREAD))
		(void)!pg_connect_wait(conn->pg, CTLD_WAIT, NULL);
	/* Slurm takes errno for the outcome; the connection is given out in
	 * any case, it connects as soon as the server is there. */
	rc = storage_enter(conn);
	if (rc == SLURM_SUCCESS)
		storage_leave(conn);
	errno = rc;
	return conn;
}

extern void storage_close(struct storage_conn **conn_p)
{
	struct storage_conn *conn = *conn_p;

	if (!conn)
		return;
	*conn_p = NULL;
	(void)!storage_commit(conn, false);
	pool_give(&conn->pg);
	FREE_NULL_LIST(conn->updates);
	pthread_mutex_destroy(&conn->lock);
	xfree(conn->cluster_name);
	xfree(conn);
}

extern int storage_reconfig(struct storage_conn *conn)
{
	return SLURM_SUCCESS;
}
