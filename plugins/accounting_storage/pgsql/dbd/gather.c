/*
 * gather.c - what slurmdbd answers together is stored together
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "gather.h"

#include "../batch/batch.h"
#include "../record/record.h"
#include "request.h"

/* slurmctld sends a thousand at most; with CommitDelay there may be more. */
#define GATHERED 4000

struct gather {
	pthread_mutex_t lock; /* before the connection's */
	int n;
	struct record record[GATHERED];
};

/* ---------------------------------------------------------------- storing */

struct part {
	struct storage_conn *conn;
	const struct record *records;
	int n;
};

static enum pg_class store(struct pg_conn *pg, void *arg)
{
	struct part *part = arg;

	return batch_store(part->conn, part->records, part->n);
}

static enum pg_class store_part(struct part *part)
{
	enum pg_class class;

	if (storage_enter(part->conn))
		return PG_CONNECTION;
	if (record_find_cluster(part->conn)) {
		storage_leave(part->conn);
		return PG_CONNECTION;
	}
	class = storage_transact(part->conn, store, part);
	if (class != PG_OK && class != PG_RECORD)
		storage_log_error(part->conn->pg);
	storage_leave(part->conn);
	return class;
}

/* One that PostgreSQL refuses is found by halves, and becomes a dead letter.
 * Returns how many of the first records are stored. */
static int store_all(struct storage_conn *conn, const struct record *records,
		     int n)
{
	struct part part = { .conn = conn, .records = records, .n = n };
	enum pg_class class = store_part(&part);
	int half = n / 2, stored;

	if (class == PG_OK)
		return n;
	if (class != PG_RECORD)
		return 0;
	if (n == 1)
		return record_store(conn, records) == SLURM_SUCCESS ? 1 : 0;
	stored = store_all(conn, records, half);
	if (stored < half)
		return stored;
	return half + store_all(conn, records + half, n - half);
}

/* What is not stored stays. */
static bool flush(struct storage_conn *conn, struct gather *gather)
{
	int stored = 0;

	if (gather->n)
		stored = store_all(conn, gather->record, gather->n);
	for (int i = 0; i < stored; i++)
		record_free(&gather->record[i]);
	gather->n -= stored;
	memmove(gather->record, gather->record + stored,
		gather->n * sizeof(*gather->record));
	return !gather->n;
}

static void forget(struct gather *gather)
{
	for (int i = 0; i < gather->n; i++)
		record_free(&gather->record[i]);
	gather->n = 0;
}

/* -------------------------------------------------------------- gathering */

static struct gather *gather_of(struct storage_conn *conn)
{
	if (!conn->gather) {
		conn->gather = xmalloc(sizeof(*conn->gather));
		slurm_mutex_init(&conn->gather->lock);
	}
	return conn->gather;
}

/* Others than slurmctlds commit by themselves, if at all; and where a client's
 * transaction is open on the connection, records belong to it. */
static bool may_wait(const struct storage_conn *conn,
		     const struct record *record)
{
	return !record->kind->asks && !conn->changing &&
	       request_is_of_slurmctld(conn);
}

static int add(struct storage_conn *conn, struct record *record)
{
	struct gather *gather = gather_of(conn);
	int rc = SLURM_SUCCESS;

	slurm_mutex_lock(&gather->lock);
	if (gather->n == GATHERED && !flush(conn, gather))
		rc = ESLURM_DB_CONNECTION;
	else
		gather->record[gather->n++] = *record;
	slurm_mutex_unlock(&gather->lock);
	if (rc)
		record_free(record);
	return rc;
}

/* What comes after those that wait is not to be stored before them. */
static int store_now(struct storage_conn *conn, struct record *record)
{
	int rc = SLURM_SUCCESS;

	if (conn && conn->gather) {
		slurm_mutex_lock(&conn->gather->lock);
		if (!flush(conn, conn->gather))
			rc = ESLURM_DB_CONNECTION;
		slurm_mutex_unlock(&conn->gather->lock);
	}
	if (!rc)
		rc = record_store(conn, record);
	record_free(record);
	return rc;
}

static int sink(struct storage_conn *conn, struct record record)
{
	if (conn && may_wait(conn, &record))
		return add(conn, &record);
	return store_now(conn, &record);
}

extern void gather_start(void)
{
	record_set_sink(sink);
}

/* The message is not answered, so what it held will come again. */
static void give_up(struct storage_conn *conn, struct gather *gather)
{
	error("accounting_storage/pgsql: connection %d: %d records of cluster %s could not be stored: slurmctld is not answered, and sends them again",
	      conn->conn_num, gather->n, conn->cluster_name);
	forget(gather);
}

extern int gather_commit(struct storage_conn *conn)
{
	struct gather *gather = conn->gather;
	bool stored, unanswered = false;
	int depth;

	if (!gather || !gather->n || (depth = request_depth()) > 1)
		return SLURM_SUCCESS;
	slurm_mutex_lock(&gather->lock);
	stored = flush(conn, gather);
	if (!stored && depth) {
		give_up(conn, gather);
		unanswered = true;
	}
	slurm_mutex_unlock(&gather->lock);
	if (unanswered)
		request_leave_unanswered(conn);
	return stored ? SLURM_SUCCESS : ESLURM_DB_CONNECTION;
}

extern void gather_close(struct storage_conn *conn)
{
	struct gather *gather = conn ? conn->gather : NULL;

	if (!gather)
		return;
	if (!flush(conn, gather))
		error("accounting_storage/pgsql: connection %d is closed: %d records of cluster %s that were to be committed later (CommitDelay) are lost",
		      conn->conn_num, gather->n, conn->cluster_name);
	forget(gather);
	slurm_mutex_destroy(&gather->lock);
	xfree(conn->gather);
}
