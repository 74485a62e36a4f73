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
#include "../storage/own_words.h"
#include "database.h"
#include "keeper.h"
#include "registration.h"
#include "roller.h"
#include "scripts.h"
#include "spooler.h"
#include "times.h"
#include "watch.h"
#include "writer.h"

/* Records that may wait where slurm.conf has no MaxDBDMsgs: about 150 MB. */
#define DEFAULT_QUEUE 100000
/* How long slurmctld's end may take for the sake of records that are not on
 * disk, in seconds, and for those that are. */
#define DRAIN_SECONDS 20
#define LINGER_SECONDS 3
/* Groups are fsynced at most so often. */
#define GROUP_MS 50
#define SEGMENT_MB 4
/* Another slurmctld that holds the spool may be on its way out. */
#define TAKE_OVER_SECONDS 10

/* ---------------------------------------------------------- what runs */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct spooler *spooler;
static struct database *database;
static struct writer *writer;
static struct watch *watch;
static struct keeper *keeper;
static struct roller *roller;
/* Apart, for the other lock may be held while a thread is made or the spool is
 * opened, and a job's start must not wait for that. */
static pthread_mutex_t scripts_lock = PTHREAD_MUTEX_INITIALIZER;
static struct scripts *scripts;
/* It outlives the threads: what slurmctld reports while they rest waits. */
static struct queue queue;
static bool queue_made;
static time_t started; /* when this process registered first */
static uint16_t ctld_port;

static void spool_log(bool is_error, const char *line)
{
	direct_log(is_error ? PG_LOG_ERROR : PG_LOG_INFO, line);
}

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

static struct spooler *start_spooler(void)
{
	const struct own_words *own = storage_own_words();
	char *dir = xstrdup_printf("%s/accounting_pgsql",
				   slurm_conf.state_save_location);
	const struct spooler_settings settings = {
		.spool = { .dir = dir,
			   .segment_bytes = (int64_t)SEGMENT_MB << 20,
			   .disk_bytes = (int64_t)own->spool_size << 20,
			   .retain_seconds = own->spool_retain,
			   .log = spool_log },
		.group_ms = GROUP_MS,
		.batch = DATABASE_BATCH,
		.take_over_s = TAKE_OVER_SECONDS,
		.log = direct_log,
	};
	struct spooler *started = spooler_start(&queue, &settings);

	xfree(dir);
	return started;
}

/* In the watch's thread, which ends before what it looks at. */
static void look(void *arg, struct watch_state *state_r)
{
	struct spooler_state state = spooler_look(spooler);

	state_r->queue = queue_look(&queue);
	state_r->spool_bytes = state.spool.bytes - state.spool.retained;
	state_r->spool_limit = state.spool.limit;
	state_r->spool_waiting = state.spool.waiting;
	state_r->busy_ms = writer_busy_ms(arg);
}

static void start_scripts(void)
{
	struct scripts *s = scripts_start(
		&queue, slurm_conf.state_save_location, direct_log);

	slurm_mutex_lock(&scripts_lock);
	scripts = s;
	slurm_mutex_unlock(&scripts_lock);
}

static void stop_scripts(void)
{
	struct scripts *ending;

	slurm_mutex_lock(&scripts_lock);
	ending = scripts;
	scripts = NULL;
	slurm_mutex_unlock(&scripts_lock);
	scripts_stop(&ending);
}

static void start_writer(const char *cluster_name)
{
	struct writer_sink sink;

	make_queue();
	/* they may be there from an attempt that failed later */
	if (!spooler && !(spooler = start_spooler()))
		return;
	if (!scripts)
		start_scripts();
	if (!database)
		database = database_new(cluster_name, spooler, &queue);
	sink = database_sink(database);
	writer = writer_start(&sink, database_stop(database));
	if (writer)
		watch = watch_start(look, writer, direct_log);
	record_set_sink(append);
}

int direct_register(struct storage_conn *conn, uint16_t port)
{
	int rc = cluster_register(conn, port);

	times_start();
	slurm_mutex_lock(&lock);
	if (!started)
		started = time(NULL);
	ctld_port = port;
	if (!writer)
		start_writer(conn->cluster_name);
	if (!keeper)
		keeper = keeper_start(conn->cluster_name, scripts,
				      storage_own_words()->notify_jobs);
	if (!roller)
		roller = roller_start(conn->cluster_name);
	if (rc && keeper)
		keeper_register(keeper, port);
	slurm_mutex_unlock(&lock);
	errno = rc ? ESLURM_DB_CONNECTION : 0;
	return rc;
}

void direct_reconfigured(void)
{
	slurm_mutex_lock(&lock);
	if (keeper)
		keeper_register(keeper, ctld_port);
	slurm_mutex_unlock(&lock);
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

void direct_job_began(const job_record_t *job)
{
	slurm_mutex_lock(&scripts_lock);
	if (scripts)
		scripts_want(scripts, job);
	slurm_mutex_unlock(&scripts_lock);
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

/* What is in memory goes to disk, what is on disk to the database as far as
 * that is quick: the next start finds it. */
static void stop_writer(struct writer **ending)
{
	bool on_disk;
	struct spooler_state state;
	int64_t left;

	queue_close(&queue);
	on_disk = spooler_drained(spooler, DRAIN_SECONDS);
	(void)writer_stop(ending, on_disk ? LINGER_SECONDS : 0);
	state = spooler_look(spooler);
	left = spooler_stop(&spooler);
	if (left)
		error("accounting_storage/pgsql: %" PRId64
		      " accounting records were not stored: neither the disk nor PostgreSQL took them within %d s of the shutdown",
		      left, DRAIN_SECONDS);
	if (state.refused)
		error("accounting_storage/pgsql: %" PRIu64
		      " accounting records of this slurmctld were not stored: another one had taken over",
		      state.refused);
	if (state.spool.waiting && !state.superseded)
		info("accounting_storage/pgsql: %" PRId64
		     " accounting records wait in the spool for the next start",
		     state.spool.waiting);
}

void direct_stop(void)
{
	struct writer *ending;

	direct_detach();
	times_stop();
	slurm_mutex_lock(&lock);
	ending = writer;
	writer = NULL;
	slurm_mutex_unlock(&lock);
	if (!spooler)
		return;
	watch_stop(&watch);
	stop_scripts();
	stop_writer(&ending);
	record_set_sink(NULL);
	database_free(&database);
}

/* In memory and on disk. */
static int64_t waiting(void)
{
	int64_t count = queue_made ? queue_look(&queue).count : 0;

	slurm_mutex_lock(&lock);
	if (writer)
		count += spooler_look(spooler).spool.waiting;
	slurm_mutex_unlock(&lock);
	return count;
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
		count = waiting();
		*value_r = count > INT_MAX ? INT_MAX : (int)count;
		return SLURM_SUCCESS;
	}
	error("accounting_storage/pgsql: get_data: unknown question %d", what);
	return SLURM_ERROR;
}
