/*
 * link.c - a connection's link to the server, and statements over it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "storage.h"

static const struct pg_statement cluster_id = {
	"cluster_id", "SELECT cluster_id FROM slurm_data.cluster WHERE name = $1"
};

extern int storage_errno(enum pg_class class)
{
	switch (class) {
	case PG_OK:
		return SLURM_SUCCESS;
	case PG_RETRY:
	case PG_CONNECTION:
	case PG_RESOURCE:
	case PG_UNKNOWN:
		return ESLURM_DB_CONNECTION;
	case PG_RECORD:
	case PG_NO_PARTITION:
	case PG_INSTALLATION:
		break;
	}
	return SLURM_ERROR;
}

/* --------------------------------------------------------- enter, leave */

/* What a client had changed went with the link: its commit must fail. */
static void note_lost(struct storage_conn *conn)
{
	if (!conn->changing)
		return;
	conn->changing = false;
	conn->lost = true;
	list_flush(conn->updates);
	error("accounting_storage/pgsql: connection %d: the link was lost, what was changed since the last commit is undone",
	      conn->conn_num);
}

static enum pg_class link_up(struct storage_conn *conn)
{
	enum pg_class class;

	if (!pg_is_connected(conn->pg))
		note_lost(conn);
	/* notices a link that was closed while it was idle; logs a failure
	 * once, and its end */
	class = pg_connect(conn->pg);
	return class ? class : storage_schema(conn->pg);
}

extern int storage_enter(struct storage_conn *conn)
{
	if (!conn) {
		errno = ESLURM_DB_CONNECTION;
		return ESLURM_DB_CONNECTION;
	}
	pthread_mutex_lock(&conn->lock);
	if (link_up(conn) == PG_OK)
		return SLURM_SUCCESS;
	pthread_mutex_unlock(&conn->lock);
	errno = ESLURM_DB_CONNECTION;
	return ESLURM_DB_CONNECTION;
}

extern void storage_leave(struct storage_conn *conn)
{
	int saved = errno;

	pthread_mutex_unlock(&conn->lock);
	errno = saved;
}

/* ----------------------------------------------------------- statements */

static int outcome(struct storage_conn *conn, enum pg_class class)
{
	if (class == PG_OK)
		return SLURM_SUCCESS;
	conn->failure = class;
	storage_log_error(conn->pg);
	if (!pg_is_connected(conn->pg))
		note_lost(conn);
	return storage_errno(class);
}

extern int storage_exec(struct storage_conn *conn,
			const struct pg_statement *statement,
			const struct pg_params *params,
			struct pg_result **result_r)
{
	return outcome(conn,
		       pg_exec(conn->pg, statement, params, result_r));
}

extern int storage_each(struct storage_conn *conn,
			const struct pg_statement *statement,
			const struct pg_params *params, pg_row_fn fn, void *arg)
{
	return outcome(conn, pg_exec_each(conn->pg, statement, params, fn,
					  arg));
}

/* A link that broke while nothing was said shows at the next statement: on
 * its own that statement may simply be sent again. */
static bool worth_again(struct storage_conn *conn, enum pg_class class)
{
	if (conn->changing)
		return false;
	return (class == PG_CONNECTION) || (class == PG_RETRY);
}

extern int storage_query(struct storage_conn *conn,
			 const struct pg_statement *statement,
			 const struct pg_params *params,
			 struct pg_result **result_r)
{
	enum pg_class class;
	int rc;

	if (result_r)
		*result_r = NULL;
	if ((rc = storage_enter(conn)))
		return rc;
	class = pg_exec(conn->pg, statement, params, result_r);
	if (worth_again(conn, class) && (link_up(conn) == PG_OK))
		class = pg_exec(conn->pg, statement, params, result_r);
	rc = outcome(conn, class);
	storage_leave(conn);
	if (rc)
		errno = rc;
	return rc;
}

/* ------------------------------------------- questions of many statements */

/* The lock is held and no transaction of a client's is open. */
static int read_once(struct storage_conn *conn, storage_work_fn work, void *arg)
{
	int rc = outcome(conn, pg_begin_snapshot(conn->pg));

	if (rc)
		return rc;
	rc = work(conn, arg);
	pg_rollback(conn->pg); /* it has changed nothing */
	return rc;
}

extern int storage_read(struct storage_conn *conn, storage_work_fn work,
			void *arg)
{
	int rc;

	if ((rc = storage_enter(conn)))
		return rc;
	if (pg_in_transaction(conn->pg)) {
		rc = work(conn, arg);
	} else {
		rc = read_once(conn, work, arg);
		if (rc == ESLURM_DB_CONNECTION && link_up(conn) == PG_OK)
			rc = read_once(conn, work, arg);
	}
	storage_leave(conn);
	if (rc)
		errno = rc;
	return rc;
}

extern int64_t storage_cluster_id(struct storage_conn *conn, const char *name)
{
	bool own = conn->cluster_name && !xstrcmp(name, conn->cluster_name);
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int64_t id = 0;

	if (own && conn->cluster_id)
		return conn->cluster_id;
	pg_add_text(&params, name);
	if (!storage_exec(conn, &cluster_id, &params, &result) &&
	    pg_rows(result))
		id = pg_int(result, 0, 0, 0);
	pg_result_free(&result);
	pg_params_free(&params);
	if (own)
		conn->cluster_id = id;
	return id;
}
