/*
 * direct.c - slurmctld without slurmdbd: what runs, and where records go
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "direct.h"

#include "../cluster/cluster.h"
#include "../event/event.h"
#include "../record/record.h"
#include "keeper.h"
#include "registration.h"
#include "roller.h"
#include "writer.h"

/* Records that may wait where slurm.conf has no MaxDBDMsgs: about 150 MB. */
#define DEFAULT_QUEUE 100000
/* A transaction holds at most so many. */
#define BATCH 500
/* How long slurmctld's end may take for the writer's sake, in seconds. */
#define DRAIN_SECONDS 20

/* ------------------------------------------------------- the writer's sink */

struct database {
	struct storage_conn *conn; /* the writer's own */
	char *cluster_name;
	volatile bool stop;
	bool unregistered; /* the cluster is not in the database yet */
};

struct batch {
	struct database *db;
	const struct record *records;
	int n;
};

/* In slurmctld's writer thread. The lock of the connection is held after. */
static bool enter(struct database *db)
{
	if (!db->conn) {
		db->conn = storage_open(STORAGE_OWN_THREAD, false,
					db->cluster_name);
		pg_set_stop(db->conn->pg, &db->stop);
	}
	return !storage_enter(db->conn);
}

static enum pg_class store_batch(struct pg_conn *pg, void *arg)
{
	struct batch *b = arg;
	struct storage_conn *conn = b->db->conn;
	enum pg_class class = PG_OK;

	b->db->unregistered = false;
	if (!storage_cluster_id(conn, conn->cluster_name)) {
		if (!pg_is_connected(pg))
			return PG_CONNECTION;
		b->db->unregistered = true;
		return PG_INSTALLATION;
	}
	for (int i = 0; i < b->n && !class; i++)
		class = b->records[i].kind->store(conn, b->records[i].what);
	return class;
}

static enum pg_class sink_store(void *arg, const struct record *records, int n)
{
	struct database *db = arg;
	struct batch batch = { .db = db, .records = records, .n = n };
	const struct pg_retry retry = pg_retry_forever(&db->stop);
	enum pg_class class;

	if (!enter(db))
		return PG_CONNECTION;
	class = pg_run(db->conn->pg, &retry, store_batch, &batch);
	storage_leave(db->conn);
	return class;
}

static enum pg_class sink_store_single(void *arg, const struct record *record)
{
	struct database *db = arg;
	const struct pg_error *why;
	enum pg_class class = sink_store(arg, record, 1);

	if (class != PG_RECORD)
		return class;
	/* again, and with its dead letter */
	if (!record_store(db->conn, record))
		return PG_OK;
	why = pg_last_error(db->conn->pg);
	return why && why->class ? why->class : PG_CONNECTION;
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

static void sink_log(enum pg_log_level level, const char *line)
{
	if (level == PG_LOG_ERROR)
		error("accounting_storage/pgsql: %s", line);
	else
		info("accounting_storage/pgsql: %s", line);
}

/* ---------------------------------------------------------- what runs */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct database database;
static struct writer *writer;
static struct keeper *keeper;
static struct roller *roller;
/* It outlives the threads: what slurmctld reports while they rest waits. */
static struct queue queue;
static bool queue_made;
static time_t started; /* when this process registered first */

static int append(struct storage_conn *conn, struct record record)
{
	queue_append(&queue, record);
	return SLURM_SUCCESS;
}

static void make_queue(void)
{
	if (!queue_made)
		queue_init(&queue, slurm_conf.max_dbd_msgs
					   ? slurm_conf.max_dbd_msgs
					   : DEFAULT_QUEUE);
	else
		queue_open(&queue);
	queue_made = true;
}

static void start_writer(const char *cluster_name)
{
	const struct writer_sink sink = {
		.store = sink_store,
		.store_single = sink_store_single,
		.explain = sink_explain,
		.log = sink_log,
		.arg = &database,
		.batch = BATCH,
		.first_ms = 250,
		.limit_ms = 10000,
	};

	make_queue();
	database.cluster_name = xstrdup(cluster_name);
	writer = writer_start(&queue, &sink, &database.stop);
	record_set_sink(append);
}

int direct_register(struct storage_conn *conn, uint16_t port)
{
	int rc = cluster_register(conn, port);

	slurm_mutex_lock(&lock);
	if (!started)
		started = time(NULL);
	if (!writer)
		start_writer(conn->cluster_name);
	if (!keeper)
		keeper = keeper_start(conn->cluster_name);
	if (!roller)
		roller = roller_start(conn->cluster_name);
	if (rc && keeper)
		keeper_register(keeper, port);
	slurm_mutex_unlock(&lock);
	errno = rc ? ESLURM_DB_CONNECTION : 0;
	return rc;
}

/* In the writer's thread, within its transaction, perhaps more than once. */
static void on_answer(int answer, time_t event_time)
{
	slurm_mutex_lock(&lock);
	if (keeper)
		keeper_report(keeper, answer, event_time);
	slurm_mutex_unlock(&lock);
}

int direct_cluster_tres(struct storage_conn *conn)
{
	char *nodes = registration_nodes(), *tres = registration_tres();
	int rc = event_cluster_tres(conn, nodes, tres, time(NULL), on_answer);

	xfree(nodes);
	xfree(tres);
	/* the first time this is the last step of slurmctld's start */
	slurm_mutex_lock(&lock);
	if (keeper)
		keeper_ready(keeper);
	slurm_mutex_unlock(&lock);
	return rc;
}

bool direct_start_may_be_lost(const job_record_t *job)
{
	if (storage_host() != HOST_SLURMCTLD)
		return false;
	return (job->end_time && job->end_time < started) ||
	       (queue_made && queue_look(&queue).lost[RECORD_REPEATED]);
}

void direct_detach(void)
{
	struct keeper *ending;
	struct roller *rolling;

	/* not under the lock: their ends may take a while */
	slurm_mutex_lock(&lock);
	ending = keeper;
	keeper = NULL;
	rolling = roller;
	roller = NULL;
	slurm_mutex_unlock(&lock);
	keeper_stop(&ending);
	roller_stop(&rolling);
}

void direct_stop(void)
{
	struct writer *ending;

	direct_detach();
	slurm_mutex_lock(&lock);
	ending = writer;
	writer = NULL;
	slurm_mutex_unlock(&lock);
	(void)writer_stop(&ending, DRAIN_SECONDS);
	record_set_sink(NULL);
	if (database.conn)
		storage_close(&database.conn);
	xfree(database.cluster_name);
}

int direct_info(struct storage_conn *conn, acct_storage_info_t what,
		void *data_r)
{
	int *value_r = data_r;
	int64_t count;

	switch (what) {
	case ACCT_STORAGE_INFO_CONN_ACTIVE:
		*value_r = conn && pg_is_connected(conn->pg);
		return SLURM_SUCCESS;
	case ACCT_STORAGE_INFO_AGENT_COUNT:
		count = queue_made ? queue_look(&queue).count : 0;
		*value_r = count > INT_MAX ? INT_MAX : (int)count;
		return SLURM_SUCCESS;
	}
	error("accounting_storage/pgsql: get_data: unknown question %d", what);
	return SLURM_ERROR;
}
