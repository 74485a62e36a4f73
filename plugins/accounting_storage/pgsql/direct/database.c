/*
 * database.c - the writer's other end: batches of records into PostgreSQL
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "database.h"

#include "../batch/batch.h"
#include "../record/dead_letter.h"
#include "../storage/storage.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* How long an idle writer waits before it looks whether the database is still
 * the one that it was. */
#define LOOK_EVERY_MS 10000

static const struct pg_statement spool_look = {
	"spool_look", "SELECT epoch, committed, owner FROM slurm_data.spool"
		      " WHERE cluster_id = $1"
};

struct database {
	struct spooler *spooler;
	struct queue *queue;
	struct storage_conn *conn; /* the writer's own */
	char *cluster_name;
	volatile bool stop;

	uint64_t spool_id, generation; /* that were claimed */
	int64_t epoch; /* 0: not claimed, or to be claimed anew */
	int64_t last_epoch;
	uint64_t committed; /* number up to which the database has them */
	char server[64];    /* identifier and timeline */
	bool idle;

	/* of the last attempt */
	bool unregistered; /* the cluster is not in the database yet */
	bool gone_back;    /* records are missing, or we have no epoch */
	bool superseded;
};

struct batch {
	struct database *db;
	const struct record *records;
	const uint64_t *numbers;
	int n;
	/* what was said against the only record: it becomes a dead letter */
	const struct pg_error *refusal;
};

void direct_log(enum pg_log_level level, const char *line)
{
	if (level == PG_LOG_ERROR)
		error("accounting_storage/pgsql: %s", line);
	else
		info("accounting_storage/pgsql: %s", line);
}

/* The lock of the connection is held after. */
static bool enter(struct database *db)
{
	if (!db->conn) {
		db->conn = storage_open(STORAGE_OWN_THREAD, false,
					db->cluster_name);
		pg_set_stop(db->conn->pg, &db->stop);
	}
	return !storage_enter(db->conn);
}

static enum pg_class run(struct database *db, pg_work_fn fn, void *arg)
{
	const struct pg_retry retry = pg_retry_forever(&db->stop);
	enum pg_class class;

	if (!enter(db))
		return PG_CONNECTION;
	class = pg_run(db->conn->pg, &retry, fn, arg);
	storage_leave(db->conn);
	return class;
}

/* Whose records they are. */
static enum pg_class find_cluster(struct database *db)
{
	struct storage_conn *conn = db->conn;

	db->unregistered = false;
	if (storage_cluster_id(conn, conn->cluster_name))
		return PG_OK;
	if (!pg_is_connected(conn->pg))
		return PG_CONNECTION;
	db->unregistered = true;
	return PG_INSTALLATION;
}

/* ------------------------------------------------------------- the claim */

static char *who_we_are(void)
{
	char host[128] = "";

	(void)gethostname(host, sizeof(host) - 1);
	return xstrdup_printf("slurmctld on %s, process %ld", host,
			      (long)getpid());
}

/* A server is known by its identifier and its timeline. */
static void note_server(struct database *db, const struct pg_result *row)
{
	char server[64];

	snprintf(server, sizeof(server), "%s timeline %s", pg_text(row, 0, 2),
		 pg_text(row, 0, 3));
	if (db->server[0] && strcmp(db->server, server))
		info("accounting_storage/pgsql: PostgreSQL is another server now: system %s, before it was %s",
		     server, db->server);
	memcpy(db->server, server, sizeof(server));
}

static enum pg_class claim(struct pg_conn *pg, void *arg)
{
	struct database *db = arg;
	struct pg_params p = { 0 };
	struct pg_result *row = NULL;
	char *owner = who_we_are();
	enum pg_class class = find_cluster(db);

	pg_add_int(&p, db->conn->cluster_id);
	pg_add_int(&p, (int64_t)db->spool_id);
	pg_add_int(&p, (int64_t)db->generation);
	pg_add_text(&p, owner);
	pg_add_int(&p, db->last_epoch);
	if (class == PG_OK)
		class = pg_exec(pg, &sql_spool_claim, &p, &row);
	pg_params_free(&p);
	xfree(owner);
	if (class == PG_OK) {
		db->superseded = !pg_rows(row);
		db->epoch = pg_rows(row) ? pg_int(row, 0, 0, 0) : 0;
		db->committed = pg_rows(row) ? pg_int(row, 0, 1, 0) : 0;
		if (pg_rows(row))
			note_server(db, row);
	}
	pg_result_free(&row);
	return class;
}

static void seek(struct database *db)
{
	struct spooler_state before = spooler_look(db->spooler), now;
	bool whole = spooler_seek(db->spooler, db->committed);

	now = spooler_look(db->spooler);
	if (!whole && db->last_epoch)
		error("accounting_storage/pgsql: records that PostgreSQL has lost are not retained any more (spool_retain): those up to number %" PRIu64
		      " are missing from %" PRIu64 " on",
		      before.spool.committed, db->committed);
	if (db->last_epoch && now.spool.waiting > before.spool.waiting)
		info("accounting_storage/pgsql: PostgreSQL has gone back: %" PRId64
		     " records are stored once more from the spool",
		     now.spool.waiting - before.spool.waiting);
}

static enum pg_class take_epoch(struct database *db)
{
	enum pg_class class = run(db, claim, db);

	if (class != PG_OK) {
		db->epoch = 0; /* a transaction may have failed after it */
		return class;
	}
	if (db->superseded) {
		spooler_supersede(db->spooler);
		return PG_OK;
	}
	seek(db);
	db->last_epoch = db->epoch;
	return PG_OK;
}

/* --------------------------------------------------- the row of each batch */

/* What the row means; false: the batch is to be left. */
static bool judge(struct database *db, const struct pg_result *row)
{
	int64_t epoch = pg_rows(row) ? pg_int(row, 0, 0, 0) : 0;
	uint64_t committed = pg_rows(row) ? pg_int(row, 0, 1, 0) : 0;

	db->superseded = epoch > db->epoch;
	db->gone_back = epoch < db->epoch ||
			(epoch == db->epoch && committed < db->committed);
	if (db->superseded)
		error("accounting_storage/pgsql: the records of this cluster are %s's now",
		      pg_text(row, 0, 2));
	return !db->superseded && !db->gone_back;
}

static void add_lag(struct pg_params *p, struct database *db, int n)
{
	struct queue_state queue = queue_look(db->queue);
	struct spooler_state state = spooler_look(db->spooler);
	int64_t waiting = state.spool.waiting + queue.count - n;

	pg_add_int(p, waiting > 0 ? waiting : 0);
	pg_add_time(p, waiting > 0 ? state.spool.oldest : 0);
	pg_add_int(p, state.spool.bytes);
	pg_add_int(p, state.spool.limit);
	pg_add_int(p, queue.lost[RECORD_DETAIL]);
	pg_add_int(p, queue.lost[RECORD_REPEATED]);
	pg_add_int(p, queue.lost[RECORD_KEEP]);
	pg_add_int(p, queue.missed);
}

static enum pg_class lock_row(struct database *db, const struct batch *b,
			      struct pg_result **row_r)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, db->conn->cluster_id);
	pg_add_int(&p, db->epoch);
	pg_add_int(&p, (int64_t)db->committed);
	pg_add_int(&p, (int64_t)b->numbers[b->n - 1]);
	add_lag(&p, db, b->n);
	class = pg_exec(db->conn->pg, &sql_spool_batch, &p, row_r);
	pg_params_free(&p);
	return class;
}

static enum pg_class store_batch(struct pg_conn *pg, void *arg)
{
	struct batch *b = arg;
	struct database *db = b->db;
	struct pg_result *row = NULL;
	enum pg_class class;
	uint64_t there;
	int first = 0;
	bool ours;

	if ((class = find_cluster(db)) != PG_OK ||
	    (class = lock_row(db, b, &row)) != PG_OK)
		return class;
	ours = judge(db, row);
	there = pg_rows(row) ? pg_int(row, 0, 1, 0) : 0;
	pg_result_free(&row);
	if (!ours)
		return class;
	/* not those of a COMMIT of which we have not heard */
	while (first < b->n && b->numbers[first] && b->numbers[first] <= there)
		first++;
	if (b->refusal && first < b->n)
		return dead_letter_store(db->conn, b->records, b->refusal);
	return batch_store(db->conn, b->records + first, b->n - first);
}

static enum pg_class store_and_note(struct batch *b)
{
	struct database *db = b->db;
	enum pg_class class = run(db, store_batch, b);

	if (class == PG_OK && (db->superseded || db->gone_back))
		return PG_UNKNOWN;
	if (class == PG_OK && b->numbers[b->n - 1])
		db->committed = b->numbers[b->n - 1];
	return class;
}

static enum pg_class sink_store(void *arg, const struct record *records,
				const uint64_t *numbers, int n)
{
	struct batch batch = {
		.db = arg, .records = records, .numbers = numbers, .n = n
	};

	return store_and_note(&batch);
}

/* The dead letter is written with the number of its record: once. */
static enum pg_class sink_store_single(void *arg, const struct record *record,
				       uint64_t number)
{
	struct database *db = arg;
	struct batch batch = {
		.db = db, .records = record, .numbers = &number, .n = 1
	};
	enum pg_class class = store_and_note(&batch);
	struct pg_error refusal;

	if (class != PG_RECORD)
		return class;
	pg_error_copy(&refusal, pg_last_error(db->conn->pg));
	batch.refusal = &refusal;
	class = store_and_note(&batch);
	pg_error_clear(&refusal);
	return class;
}

static bool sink_abandons(void *arg)
{
	struct database *db = arg;

	if (db->superseded)
		spooler_supersede(db->spooler);
	if (db->gone_back)
		db->epoch = 0;
	return db->superseded || db->gone_back;
}

/* ------------------------------------------------------------ the records */

static enum pg_class look(struct pg_conn *pg, void *arg)
{
	struct database *db = arg;
	struct pg_params p = { 0 };
	struct pg_result *row = NULL;
	enum pg_class class;

	pg_add_int(&p, db->conn->cluster_id);
	class = pg_exec(pg, &spool_look, &p, &row);
	pg_params_free(&p);
	if (class == PG_OK)
		(void)judge(db, row);
	pg_result_free(&row);
	return class;
}

static enum pg_class sink_prepare(void *arg)
{
	struct database *db = arg;
	enum pg_class class = PG_OK;
	uint64_t id, generation;

	if (!spooler_identity(db->spooler, &id, &generation))
		return PG_OK; /* it is not open yet */
	if (db->epoch && (id != db->spool_id || generation != db->generation))
		db->epoch = 0;
	if (db->idle && db->epoch && !db->superseded) {
		class = run(db, look, db);
		if (class == PG_OK)
			(void)sink_abandons(db);
	}
	db->idle = false;
	if (class == PG_OK && !db->epoch && !db->superseded) {
		db->spool_id = id;
		db->generation = generation;
		class = take_epoch(db);
	}
	return class;
}

static int sink_take(void *arg, struct record *records, uint64_t *numbers,
		     int max)
{
	struct database *db = arg;
	int n;

	if (!db->epoch && !db->superseded) {
		usleep(10000); /* the spool is being opened */
		return spooler_drained(db->spooler, 0) ? -1 : 0;
	}
	n = spooler_take(db->spooler, records, numbers, max, LOOK_EVERY_MS);
	db->idle = !n;
	return n;
}

static void sink_done(void *arg, struct record *records,
		      const uint64_t *numbers, int n, bool stored)
{
	struct database *db = arg;

	spooler_done(db->spooler, records, numbers, n, stored);
}

static char *sink_explain(void *arg)
{
	struct database *db = arg;
	const struct pg_error *why =
		db->conn ? pg_last_error(db->conn->pg) : NULL;

	if (db->unregistered)
		return strdup(
			"the cluster is not registered in the database yet");
	return why && why->class ? pg_error_line(why) : NULL;
}

struct writer_sink database_sink(struct database *db)
{
	return (struct writer_sink){
		.take = sink_take,
		.done = sink_done,
		.prepare = sink_prepare,
		.store = sink_store,
		.store_single = sink_store_single,
		.abandons = sink_abandons,
		.explain = sink_explain,
		.log = direct_log,
		.arg = db,
		.batch = DATABASE_BATCH,
		.first_ms = 250,
		.limit_ms = 10000,
	};
}

volatile bool *database_stop(struct database *db)
{
	return &db->stop;
}

struct database *database_new(const char *cluster_name, struct spooler *spooler,
			      struct queue *queue)
{
	struct database *db = xmalloc(sizeof(*db));

	db->cluster_name = xstrdup(cluster_name);
	db->spooler = spooler;
	db->queue = queue;
	return db;
}

void database_free(struct database **database)
{
	struct database *db = *database;

	if (!db)
		return;
	*database = NULL;
	if (db->conn)
		storage_close(&db->conn);
	xfree(db->cluster_name);
	xfree(db);
}
