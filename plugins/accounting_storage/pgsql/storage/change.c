/*
 * change.c - a client's transaction: operations, commit, rollback
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <unistd.h>

#include "publish.h"
#include "storage.h"

/* The first operation of a transaction has nothing before it that would be
 * lost by beginning anew. */
#define FIRST_TRIES 4
#define RETRY_PAUSE_USEC 20000

static int fail(struct storage_conn *conn, enum pg_class class)
{
	conn->failure = class;
	storage_log_error(conn->pg);
	return storage_errno(class);
}

/* Undo one operation; alone in its transaction, it is the transaction. */
static void undo(struct storage_conn *conn, bool first, int publications)
{
	publish_truncate(conn->updates, publications);
	if (first) {
		pg_rollback(conn->pg);
		conn->changing = false;
	} else if (conn->changing &&
		   (pg_savepoint_rollback(conn->pg) != PG_OK)) {
		/* the link went: what came before is lost as well */
		pg_rollback(conn->pg);
		conn->changing = false;
		conn->lost = true;
		list_flush(conn->updates);
	}
}

static int run_operation(struct storage_conn *conn, storage_work_fn work,
			 void *arg)
{
	bool first = !conn->changing;
	int publications = list_count(conn->updates);
	enum pg_class class;
	int rc;

	conn->failure = PG_OK;
	if (first) {
		if ((class = pg_begin(conn->pg)) != PG_OK)
			return fail(conn, class);
		conn->changing = true;
	}
	if ((class = pg_savepoint(conn->pg)) != PG_OK)
		rc = fail(conn, class);
	else if (!(rc = work(conn, arg)) &&
		 ((class = pg_savepoint_release(conn->pg)) != PG_OK))
		rc = fail(conn, class);
	if (rc) {
		int saved = errno;

		undo(conn, first, publications);
		errno = saved;
	}
	return rc;
}

static bool worth_again(const struct storage_conn *conn)
{
	return (conn->failure == PG_RETRY) || (conn->failure == PG_CONNECTION);
}

/* Slurm asked for no transactions: what is done is done. */
static int commit_at_once(struct storage_conn *conn)
{
	return conn->rollback ? SLURM_SUCCESS : storage_commit(conn, true);
}

extern int storage_change(struct storage_conn *conn, storage_work_fn work,
			  void *arg)
{
	int rc;

	for (int tries = 1;; tries++) {
		bool first;

		if ((rc = storage_enter(conn)))
			return rc;
		if (conn->lost) {
			storage_leave(conn);
			errno = ESLURM_DB_CONNECTION;
			return ESLURM_DB_CONNECTION;
		}
		first = !conn->changing;
		rc = run_operation(conn, work, arg);
		storage_leave(conn);
		if (!rc)
			return commit_at_once(conn);
		if (!first || !worth_again(conn) || (tries == FIRST_TRIES))
			break;
		usleep(RETRY_PAUSE_USEC * tries);
	}
	errno = rc;
	return rc;
}

/* ------------------------------------------------- a daemon's own changes */

/* Within a client's transaction a savepoint stands for the transaction. */
static enum pg_class run_within(struct pg_conn *pg, pg_work_fn fn, void *arg)
{
	enum pg_class class, undone;

	if ((class = pg_savepoint(pg)) != PG_OK)
		return class;
	if ((class = fn(pg, arg)) == PG_OK)
		return pg_savepoint_release(pg);
	undone = pg_savepoint_rollback(pg);
	return (undone == PG_OK) ? class : undone;
}

extern enum pg_class storage_transact(struct storage_conn *conn, pg_work_fn fn,
				      void *arg)
{
	const struct pg_retry retry = pg_retry_client();

	if (conn->changing)
		return run_within(conn->pg, fn, arg);
	return pg_run(conn->pg, &retry, fn, arg);
}

extern int storage_write(struct storage_conn *conn, pg_work_fn fn, void *arg)
{
	enum pg_class class;
	int rc;

	if ((rc = storage_enter(conn)))
		return rc;
	class = storage_transact(conn, fn, arg);
	if (class != PG_OK)
		storage_log_error(conn->pg);
	storage_leave(conn);
	return storage_errno(class);
}

/* --------------------------------------------------------- commit, rollback */

static void roll_back(struct storage_conn *conn)
{
	if (conn->changing)
		pg_rollback(conn->pg);
	conn->changing = false;
	conn->lost = false;
	list_flush(conn->updates);
}

static int commit(struct storage_conn *conn)
{
	enum pg_class class;

	if (conn->changing && !pg_is_connected(conn->pg)) {
		conn->changing = false;
		conn->lost = true;
	}
	if (conn->lost) {
		roll_back(conn);
		return ESLURM_DB_CONNECTION;
	}
	if (!conn->changing)
		return SLURM_SUCCESS;
	class = pg_commit(conn->pg);
	conn->changing = false;
	if (class == PG_OK)
		return SLURM_SUCCESS;
	list_flush(conn->updates);
	return fail(conn, class);
}

extern int storage_commit(struct storage_conn *conn, bool do_commit)
{
	slurm_list_t publications = NULL, targets = NULL;
	int rc = SLURM_SUCCESS;
	bool turn = false;

	if (!conn)
		return ESLURM_DB_CONNECTION;
	pthread_mutex_lock(&conn->lock);
	if (!do_commit) {
		roll_back(conn);
	} else {
		turn = publish_turn_take(conn);
		rc = commit(conn);
	}
	if (list_count(conn->updates)) {
		publications = conn->updates;
		conn->updates = list_create(publication_free);
		targets = publish_targets(conn);
	}
	pthread_mutex_unlock(&conn->lock);
	if (publications)
		publish_send(publications, targets);
	if (turn)
		publish_turn_leave(conn);
	if (rc)
		errno = rc;
	return rc;
}
