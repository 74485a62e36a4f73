/*
 * txn.c - transactions, and what became of a COMMIT
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "src/pg/conn.h"

static const struct pg_request txn_begin = { .name = "begin", .text = "BEGIN" };
static const struct pg_request txn_snapshot = {
	.name = "begin_snapshot",
	.text = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
};
static const struct pg_request txn_commit = { .name = "commit",
					      .text = "COMMIT" };
static const struct pg_request txn_rollback = { .name = "rollback",
						.text = "ROLLBACK" };
static const struct pg_request txn_savepoint = {
	.name = "savepoint", .text = "SAVEPOINT operation"
};
static const struct pg_request txn_release = {
	.name = "savepoint_release", .text = "RELEASE SAVEPOINT operation"
};
/* back to it, and without it, so that the next operation makes its own */
static const struct pg_request txn_back = {
	.name = "savepoint_rollback",
	.text = "ROLLBACK TO SAVEPOINT operation; RELEASE SAVEPOINT operation",
	.script = true
};

static enum pg_class txn_simple(struct pg_conn *conn,
				const struct pg_request *request)
{
	struct pg_reply reply = { 0 };
	enum pg_class class = pg_request(conn, request, &reply);

	pg_reply_clear(&reply);
	return class;
}

static enum pg_class txn_misuse(struct pg_conn *conn,
				const struct pg_request *request,
				const char *message)
{
	if (conn->state == PG_CLOSED)
		return pg_fail_message(conn, request->name, PG_CONNECTION,
				       "not connected");
	return pg_fail_message(conn, request->name, PG_INSTALLATION, message);
}

static enum pg_class begin(struct pg_conn *conn,
			   const struct pg_request *request)
{
	if (conn->state != PG_IDLE)
		return txn_misuse(conn, request,
				  "internal error: a transaction is open");
	return txn_simple(conn, request);
}

enum pg_class pg_begin(struct pg_conn *conn)
{
	return begin(conn, &txn_begin);
}

enum pg_class pg_begin_snapshot(struct pg_conn *conn)
{
	return begin(conn, &txn_snapshot);
}

/* A COMMIT in a failed transaction is a ROLLBACK, and says so only in its
 * tag; it is not even asked. */
static enum pg_class commit_failed(struct pg_conn *conn)
{
	enum pg_class class = conn->broken_by;

	pg_rollback(conn);
	return pg_fail_message(conn, "commit", class,
			       "rolled back: a statement of the transaction had failed");
}

/* The server has judged, or it has not: only an answer that refuses the
 * COMMIT says that nothing was written. */
static enum pg_class commit_outcome(struct pg_conn *conn,
				    struct pg_reply *reply)
{
	if (conn->state == PG_CLOSED)
		return pg_fail(conn, "commit", PG_UNKNOWN, reply);
	if (reply->not_replicated) {
		if (!reply->failed)
			pg_reply_fail(reply, "01000",
				      "the commit might not have been replicated to the standby");
		return pg_fail(conn, "commit", PG_UNKNOWN, reply);
	}
	if (reply->failed)
		return pg_fail(conn, "commit", pg_classify(reply), reply);
	return PG_OK;
}

enum pg_class pg_commit(struct pg_conn *conn)
{
	struct pg_reply reply = { 0 };
	enum pg_class class;

	if (conn->state == PG_FAILED)
		return commit_failed(conn);
	if (conn->state != PG_OPEN)
		return txn_misuse(conn, &txn_commit,
				  "internal error: no transaction is open");
	pg_set_state(conn, PG_COMMITTING);
	conn->driver->run(conn, &txn_commit, &reply);
	pg_settle(conn);
	class = commit_outcome(conn, &reply);
	pg_reply_clear(&reply);
	return class;
}

void pg_rollback(struct pg_conn *conn)
{
	if (!pg_in_transaction(conn))
		return;
	if (txn_simple(conn, &txn_rollback) || conn->state != PG_IDLE)
		pg_disconnect(conn);
}

enum pg_class pg_savepoint(struct pg_conn *conn)
{
	if (conn->state == PG_FAILED)
		return pg_fail_message(conn, "savepoint", conn->broken_by,
				       "not run: the transaction has failed before");
	if (conn->state != PG_OPEN)
		return txn_misuse(conn, &txn_savepoint,
				  "internal error: no transaction is open");
	return txn_simple(conn, &txn_savepoint);
}

enum pg_class pg_savepoint_release(struct pg_conn *conn)
{
	if (conn->state == PG_FAILED)
		return pg_fail_message(conn, "savepoint_release",
				       conn->broken_by,
				       "not run: the transaction has failed before");
	if (conn->state != PG_OPEN)
		return txn_misuse(conn, &txn_release,
				  "internal error: no transaction is open");
	return txn_simple(conn, &txn_release);
}

enum pg_class pg_savepoint_rollback(struct pg_conn *conn)
{
	if (!pg_in_transaction(conn))
		return txn_misuse(conn, &txn_back,
				  "internal error: no transaction is open");
	return txn_simple(conn, &txn_back);
}
