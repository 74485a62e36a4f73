/*
 * record.c - one report's way into the database
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dead_letter.h"
#include "record.h"

static record_sink_fn sink;

extern void record_set_sink(record_sink_fn fn)
{
	sink = fn;
}

extern void record_free(struct record *record)
{
	if (record->kind && record->what)
		record->kind->free(record->what);
	record->what = NULL;
}

extern int record_submit(struct storage_conn *conn, struct record record)
{
	int rc;

	if (sink)
		return sink(conn, record);
	rc = record_store(conn, &record);
	record_free(&record);
	return rc;
}

/* ---------------------------------------------------------------- storing */

struct store_arg {
	struct storage_conn *conn;
	const struct record *record;
	/* a copy of what was said against the record, in the second round */
	const struct pg_error *refusal;
};

static enum pg_class store(struct pg_conn *pg, void *arg)
{
	struct store_arg *a = arg;

	if (a->refusal)
		return dead_letter_store(a->conn, a->record, a->refusal);
	return a->record->kind->store(a->conn, a->record->what);
}

static enum pg_class store_refused(struct store_arg *a)
{
	struct pg_error refusal;
	enum pg_class class;

	pg_error_copy(&refusal, pg_last_error(a->conn->pg));
	a->refusal = &refusal;
	class = storage_transact(a->conn, store, a);
	pg_error_clear(&refusal);
	return class;
}

/* Records belong to the cluster whose connection they came over. */
extern int record_find_cluster(struct storage_conn *conn)
{
	if (conn->cluster_id)
		return SLURM_SUCCESS;
	if (conn->cluster_name &&
	    storage_cluster_id(conn, conn->cluster_name))
		return SLURM_SUCCESS;
	error("accounting_storage/pgsql: a record came from cluster %s, which is not in the database",
	      conn->cluster_name ? conn->cluster_name : "(no name)");
	return ESLURM_DB_CONNECTION;
}

extern int record_store(struct storage_conn *conn, const struct record *record)
{
	struct store_arg arg = { .conn = conn, .record = record };
	enum pg_class class;
	int rc;

	if ((rc = storage_enter(conn)))
		return rc;
	if ((rc = record_find_cluster(conn))) {
		storage_leave(conn);
		return rc;
	}
	class = storage_transact(conn, store, &arg);
	if (class == PG_RECORD)
		class = store_refused(&arg);
	if (class != PG_OK)
		storage_log_error(conn->pg);
	storage_leave(conn);
	/* whatever it is, the sender shall keep the record and send it again */
	return (class == PG_OK) ? SLURM_SUCCESS : ESLURM_DB_CONNECTION;
}
