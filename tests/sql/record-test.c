/*
 * record-test.c - jobs, steps and suspensions, however their messages arrive
 *
 *	record-test HOST PORT USER DATABASE
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record-lab.h"

#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/job/modify.h"
#include "plugins/accounting_storage/pgsql/storage/write_lock.h"

/* 2023-11-14 22:13:20 UTC */
#define T0 1700000000

/* what must be the same, whatever the order */
#define ROW "to_jsonb(j) - '{cluster_id,db_index,job_id,modified_at}'::text[]"

/* ------------------------------------------------ every order of a job's */

enum { SUBMIT, START, START_AGAIN, END, END_AGAIN, LATE_UPDATE, FLUSH, ALL };

static struct record job_message(int which, uint32_t id)
{
	struct lab_job j;

	lab_job(&j, id, T0);
	switch (which) {
	case SUBMIT:
		j.job.partition = "debug,long";
		return lab_pending(&j);
	case START:
	case START_AGAIN:
		j.job.db_flags = SLURMDB_JOB_FLAG_SCHED;
		return lab_running(&j, T0 + 10);
	case END:
	case END_AGAIN:
		j.job.comment = "well done";
		j.job.exit_code = 1;
		return lab_ended(&j, JOB_FAILED, T0 + 10, T0 + 100);
	default: /* an update that was sent when it had ended */
		j.job.job_state = JOB_FAILED;
		j.job.time_limit = 90;
		j.job.start_time = T0 + 10;
		j.job.nodes = "n[1-2]";
		j.job.network = "0-1";
		j.job.tres_alloc_str = "1=4,2=8000,4=2,5=4";
		j.job.db_flags = SLURMDB_JOB_FLAG_SCHED;
		return job_start_record(NULL, &j.job);
	}
}

/* Orders that flush at the same place share a cluster, since a flush is of
 * the whole cluster. */
struct lane {
	struct storage_conn *conn;
	int n;
	int order[720][ALL];
};

static void sort_order(const int *order, int n, void *arg)
{
	struct lane *lanes = arg;

	for (int at = 0; at < n; at++) {
		if (order[at] == FLUSH) {
			struct lane *lane = &lanes[at];

			memcpy(lane->order[lane->n++], order, n * sizeof(int));
		}
	}
}

static enum pg_class merge_lane(struct pg_conn *pg, void *arg)
{
	struct record *records = arg;
	struct storage_conn *conn = records[720].what;
	struct job_change *changes[720];
	enum pg_class class = write_lock(conn);

	for (int i = 0; i < 720; i++) {
		changes[i] = records[i].what;
		job_change_resolve(changes[i]);
	}
	if (class == PG_OK)
		class = job_merge(conn, changes, 720, NULL, NULL);
	return class;
}

static void step_of_lane(struct lane *lane, int at)
{
	static struct record records[721];
	const struct pg_retry retry = pg_retry_client();

	for (int i = 0; i < lane->n; i++)
		records[i] = job_message(lane->order[i][at], 1 + i);
	records[720].what = lane->conn;
	if (pg_run(lane->conn->pg, &retry, merge_lane, records) != PG_OK) {
		storage_log_error(lane->conn->pg);
		lab_ok(false, "720 changes are merged at once");
	}
	for (int i = 0; i < lane->n; i++)
		record_free(&records[i]);
}

static void test_orders(void)
{
	struct lane *lanes = xcalloc(ALL, sizeof(*lanes));
	struct storage_conn *conn = lab_open("orders0");

	lab_orders(ALL, sort_order, lanes);
	for (int flush = 0; flush < ALL; flush++) {
		char name[16];

		snprintf(name, sizeof(name), "orders%d", flush);
		lanes[flush].conn = lab_open(name);
		if (storage_enter(lanes[flush].conn))
			exit(1);
		storage_cluster_id(lanes[flush].conn, name);
		storage_leave(lanes[flush].conn);
		for (int at = 0; at < ALL; at++) {
			if (at == flush)
				lab_store(lanes[flush].conn,
					  lab_flushed(T0 + 86400 * 40));
			else
				step_of_lane(&lanes[flush], at);
		}
		storage_close(&lanes[flush].conn);
	}
	lab_is(conn,
	       "SELECT count(*), count(DISTINCT (cluster_id, job_id)) FROM slurm_data.job",
	       "5040 5040", "5040 orders of arrival make one record each");
	lab_is(conn, "SELECT count(DISTINCT " ROW ") FROM slurm_data.job j",
	       "1", "and all are the same");
	lab_is(conn,
	       "SELECT state, exit_code, end_rank, time_limit_mins, partition,"
	       " extract(epoch FROM end_time - submit_time)::int,"
	       " extract(epoch FROM start_time - submit_time)::int, node_list,"
	       " alloc_nodes, alloc_other_tres, comment"
	       " FROM slurm_data.job j LIMIT 1",
	       "FAILED 256 3 90 debug 100 10 n[1-2] 2 {\"energy\": 120} well done",
	       "namely what was told last");
	storage_close(&conn);
	xfree(lanes);
}

/* ------------------------------------------------------------ suspensions */

enum { S1, R1, S2, R2, ENDS, EVENTS };

static struct record suspension_message(struct lab_job *j, int which)
{
	static const time_t at[] = { T0 + 20, T0 + 30, T0 + 50, T0 + 55 };

	if (which == ENDS)
		return lab_ended(j, JOB_COMPLETE, T0 + 10, T0 + 100);
	return lab_suspended(j, which == S1 || which == S2, at[which]);
}

static uint32_t next_id;

static void suspend_in_order(const int *order, int n, void *arg)
{
	struct storage_conn *conn = arg;
	struct lab_job j;

	lab_job(&j, ++next_id, T0);
	lab_store(conn, lab_running(&j, T0 + 10));
	lab_store(conn, lab_step_started(&j, 0, T0 + 25));
	for (int i = 0; i < n; i++)
		lab_store(conn, suspension_message(&j, order[i]));
}

static void test_suspensions(void)
{
	struct storage_conn *conn = lab_open("suspended");
	struct lab_job j;

	next_id = 0;
	lab_orders(EVENTS, suspend_in_order, conn);
	lab_is(conn,
	       "SELECT count(*), count(DISTINCT " ROW
	       "), min(suspended_seconds),"
	       " max(suspended_seconds), min(state), count(suspended_since)"
	       " FROM slurm_data.job j JOIN slurm_data.cluster USING (cluster_id)"
	       " WHERE cluster.name = $1",
	       "120 1 15 15 COMPLETED 0",
	       "two suspensions, their resumes and the end in 120 orders");
	lab_is(conn,
	       "SELECT count(*), count(DISTINCT (suspended_at, resumed_at))"
	       " FROM slurm_data.suspension JOIN slurm_data.cluster USING (cluster_id)"
	       " WHERE name = $1 AND resumed_at > suspended_at",
	       "240 2", "make two rows a record");
	lab_is(conn,
	       "SELECT min(suspended_seconds), max(suspended_seconds)"
	       " FROM slurm_data.step JOIN slurm_data.cluster USING (cluster_id)"
	       " WHERE cluster.name = $1",
	       "10 10", "a step that began in one has its part");
	lab_job(&j, 1000, T0);
	lab_store(conn, lab_running(&j, T0 + 10));
	lab_store(conn, lab_suspended(&j, true, T0 + 20));
	lab_store(conn, lab_running(&j, T0 + 10));
	lab_is(conn,
	       "SELECT state, suspended_seconds, extract(epoch FROM suspended_since)::int"
	       " FROM slurm_data.job WHERE job_id = 1000",
	       "SUSPENDED 0 1700000020",
	       "a suspended job stays so when it is updated");
	lab_store(conn, lab_flushed(T0 + 50));
	lab_is(conn,
	       "SELECT state, suspended_seconds, suspended_since FROM slurm_data.job WHERE job_id = 1000",
	       "CANCELLED 30 -", "a provisional end ends its suspension");
	lab_store(conn, lab_running(&j, T0 + 10));
	lab_is(conn,
	       "SELECT state, suspended_seconds, extract(epoch FROM suspended_since)::int, end_time"
	       " FROM slurm_data.job WHERE job_id = 1000",
	       "SUSPENDED 0 1700000020 infinity",
	       "which goes on if the job does");
	lab_store(conn, lab_suspended(&j, false, T0 + 60));
	lab_store(conn, lab_suspended(&j, true, T0 + 60));
	lab_store(conn, lab_suspended(&j, false, T0 + 70));
	lab_is(conn,
	       "SELECT state, suspended_seconds FROM slurm_data.job WHERE job_id = 1000",
	       "RUNNING 50", "a resume and a suspend in one second");
	lab_store(conn, lab_suspended(&j, true, T0 + 80));
	lab_store(conn, lab_suspended(&j, false, T0 + 80));
	lab_is(conn,
	       "SELECT state, suspended_seconds FROM slurm_data.job WHERE job_id = 1000",
	       "RUNNING 50", "a suspend and a resume in one second");
	storage_close(&conn);
}

/* ------------------------------------------------------------------ steps */

enum { STEP_START, STEP_START_AGAIN, STEP_END, STEP_FLUSH, STEP_ALL };

static void step_in_order(const int *order, int n, void *arg)
{
	struct storage_conn *conn = arg;
	struct lab_job j;

	lab_job(&j, ++next_id, T0);
	for (int i = 0; i < n; i++) {
		if (order[i] == STEP_FLUSH)
			lab_store(conn, lab_flushed(T0 + 50));
		else if (order[i] == STEP_END)
			lab_store(conn, lab_step_ended(&j, 0, T0 + 10, T0 + 90,
						       NULL));
		else
			lab_store(conn, lab_step_started(&j, 0, T0 + 10));
	}
}

static void test_steps(void)
{
	struct storage_conn *conn = lab_open("steps");
	struct lab_job j;

	next_id = 0;
	lab_orders(STEP_ALL, step_in_order, conn);
	lab_is(conn,
	       "SELECT count(*), count(DISTINCT " ROW ") FROM slurm_data.step j"
	       " JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = $1",
	       "24 1", "start, start again, end and a flush in 24 orders");
	lab_is(conn,
	       "SELECT count(*), min(j.account), min(state), max(extract(epoch FROM start_time))::int - 1700000000"
	       " FROM slurm_data.job j"
	       " JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = $1"
	       " AND (j.end_rank = 1 OR j.state = 'RUNNING')",
	       "24 - CANCELLED 10", "each makes a record of its unknown job");

	lab_job(&j, 2000, T0);
	lab_store(conn, lab_step_ended(&j, SLURM_BATCH_SCRIPT, T0 + 10, T0 + 60,
				       NULL));
	lab_is(conn,
	       "SELECT step_id, het_comp, state, name, start_rank, end_rank,"
	       " extract(epoch FROM end_time - start_time)::int"
	       " FROM slurm_data.step WHERE job_id = 2000",
	       "-5 -1 COMPLETED - 1 2 50",
	       "an end without a start is kept and marked");
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 10, T0 + 61));
	lab_store(conn, lab_step_started(&j, 0, T0 + 11));
	lab_store(conn, lab_step_ended(&j, 0, T0 + 11, T0 + 62, NULL));
	lab_is(conn,
	       "SELECT state, end_rank, extract(epoch FROM end_time)::int FROM slurm_data.job WHERE job_id = 2000",
	       "COMPLETED 3 1700000061", "steps after the job's end leave it");
	lab_is(conn,
	       "SELECT step_id, state, name FROM slurm_data.step WHERE job_id = 2000 ORDER BY 1",
	       "-5 COMPLETED -, 0 COMPLETED a step", "and are kept");

	lab_job(&j, 2001, T0);
	lab_store(conn, lab_running(&j, T0 + 10));
	lab_store(conn, lab_step_started(&j, 0, T0 + 11));
	lab_store(conn, lab_flushed(T0 + 30));
	lab_is(conn,
	       "SELECT j.state, s.state FROM slurm_data.job j JOIN slurm_data.step s USING (cluster_id, db_index)"
	       " WHERE j.job_id = 2001",
	       "CANCELLED CANCELLED", "a flush ends jobs and steps");
	lab_store(conn, lab_step_started(&j, 1, T0 + 12));
	lab_is(conn,
	       "SELECT j.state, j.end_time, s.step_id, s.state FROM slurm_data.job j JOIN slurm_data.step s USING (cluster_id, db_index)"
	       " WHERE j.job_id = 2001 ORDER BY 3",
	       "RUNNING infinity 0 CANCELLED, RUNNING infinity 1 RUNNING",
	       "a step of the job shows that it lives");
	lab_job(&j, 2002, T0 + 40);
	lab_store(conn, lab_pending(&j));
	lab_store(conn, lab_flushed(T0 + 30));
	lab_is(conn,
	       "SELECT state, end_time FROM slurm_data.job WHERE job_id = 2002",
	       "PENDING infinity",
	       "a flush told again spares what came after it");
	storage_close(&conn);
}

static void test_usage(void)
{
	static uint32_t ids[] = { 1, 2, 3, 4, 6, 7, 8 };
	static uint64_t none[7], max[] = { 900, 1 << 20, INFINITE64, INFINITE64,
					   77,  2 << 20, 5 };
	static uint64_t tot[] = { 3600, 4 << 20, NO_VAL64, INFINITE64,
				  300,  8 << 20, 9 };
	static uint64_t node[] = { 1, 0, NO_VAL, INFINITE64, 1, 0, 0 };
	struct jobacctinfo usage = { 0 };
	struct storage_conn *conn = lab_open("usage");
	struct lab_job j;

	memset(none, 0xff, sizeof(none));
	usage.tres_count = 7;
	usage.tres_ids = ids;
	usage.tres_usage_in_max = max;
	usage.tres_usage_in_max_nodeid = node;
	usage.tres_usage_in_max_taskid = node;
	usage.tres_usage_in_min = max;
	usage.tres_usage_in_min_nodeid = node;
	usage.tres_usage_in_min_taskid = node;
	usage.tres_usage_in_tot = tot;
	usage.tres_usage_out_max = none;
	usage.tres_usage_out_tot = tot;
	usage.user_cpu_sec = 3;
	usage.user_cpu_usec = 600;
	usage.energy.consumed_energy = NO_VAL64;
	lab_job(&j, 1, T0);
	j.job.tres_alloc_str = "1=4,3=55";
	lab_store(conn, lab_step_ended(&j, 0, T0, T0 + 9, &usage));
	lab_is(conn,
	       "SELECT cpu_in, mem_in[2], disk_in, disk_out, energy_in, consumed_energy, user_cpu"
	       " FROM slurm_data.step JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = $1",
	       "{900,900,1,1,900,1,1,3600} 1048576 {75,77,1,1,77,1,1,300} {75,NULL,NULL,NULL,NULL,NULL,NULL,300} - - 00:00:03.0006",
	       "what a step used, without Slurm's sentinels");
	lab_is(conn,
	       "SELECT alloc_cpus, alloc_other_tres FROM slurm_data.job j JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = $1",
	       "4 {\"energy\": 55}", "the last step tells the job's energy");
	storage_close(&conn);
}

/* --------------------------------------------------------------- identity */

static void test_identity(void)
{
	struct storage_conn *conn = lab_open("identity");
	struct lab_job j;

	/* 4000000000 s is in 2096: the sign bit of the index is used */
	lab_job(&j, 10007, 4000000000);
	lab_store(conn, lab_pending(&j));
	lab_ok(j.job.db_index == ((uint64_t)4000000000 << 32 | 10007),
	       "a job without an index gets one of submit time and job id");
	lab_is(conn,
	       "SELECT db_index, extract(epoch FROM submit_time)::bigint FROM slurm_data.job WHERE job_id = 10007",
	       "-1266874889709541609 4000000000", "kept bit for bit");

	/* MySQL's small ids: one that we have, one that we know by its submit
	 * time only, one that we do not know */
	lab_job(&j, 10008, T0);
	j.job.db_index = 4711;
	lab_store(conn, lab_running(&j, T0 + 1));
	j.details.submit_time = T0 + 5; /* of a resize, perhaps */
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 1, T0 + 9));
	lab_is(conn,
	       "SELECT db_index, state, extract(epoch FROM submit_time)::int FROM slurm_data.job WHERE job_id = 10008",
	       "4711 COMPLETED 1700000000",
	       "a known index decides, not the submit time");
	lab_job(&j, 10009, T0);
	lab_store(conn, lab_running(&j, T0 + 1));
	j.job.db_index = 4712;
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 1, T0 + 9));
	lab_is(conn,
	       "SELECT count(*), min(db_index) = 1700000000::bigint << 32 | 10009, min(state) FROM slurm_data.job WHERE job_id = 10009",
	       "1 t COMPLETED", "where it is unknown, the submit time does");
	lab_job(&j, 10008, T0);
	j.job.db_index = 0;
	lab_store(conn, lab_step_ended(&j, 3, T0 + 2, T0 + 3, NULL));
	lab_is(conn,
	       "SELECT db_index FROM slurm_data.step WHERE job_id = 10008",
	       "4711", "and where there is none");
	j.job.db_index = NO_VAL64;
	lab_store(conn, lab_step_ended(&j, 4, T0 + 2, T0 + 3, NULL));
	lab_is(conn,
	       "SELECT db_index FROM slurm_data.step WHERE job_id = 10008 AND step_id = 4",
	       "4711", "or one that is yet to come");
	/* slurmctld's own numbers (24.11): no guessing by submit time */
	lab_job(&j, 10009, T0);
	j.job.db_index = 0x1234567890abcdef;
	lab_store(conn, lab_pending(&j));
	lab_is(conn, "SELECT count(*) FROM slurm_data.job WHERE job_id = 10009",
	       "2", "a new number of slurmctld's own is a new record");
	storage_close(&conn);
}

static void test_resize(void)
{
	struct storage_conn *conn = lab_open("resized");
	uint64_t first, second;
	struct lab_job j;

	lab_job(&j, 10011, T0);
	lab_store(conn, lab_running(&j, T0 + 10));
	first = j.job.db_index;
	/* the record is closed with the time of the resize as submit time */
	j.details.submit_time = j.job.resize_time = T0 + 50;
	lab_store(conn,
		  lab_ended(&j, JOB_RUNNING | JOB_RESIZING, T0 + 10, T0 + 50));
	/* the next one begins with the original in the message, from which
	 * slurmdbd makes resize_time */
	j.details.submit_time = T0;
	j.job.db_index = 0;
	j.job.job_state = JOB_RESIZING;
	lab_store(conn, lab_running(&j, T0 + 10));
	second = j.job.db_index;
	lab_ok(first != second && (second >> 32) == T0 + 50,
	       "a resized job gets another index");
	/* a late update: original submit and start time, and the index */
	j.job.resize_time = 0;
	j.job.job_state = 0;
	j.details.submit_time = T0;
	j.details.begin_time = T0 + 50;
	lab_store(conn, lab_running(&j, T0 + 10));
	/* steps carry the resize time */
	j.details.submit_time = T0 + 50;
	lab_store(conn, lab_step_started(&j, 1, T0 + 60));
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 50, T0 + 90));
	lab_is(conn,
	       "SELECT state, extract(epoch FROM submit_time)::int - 1700000000,"
	       " extract(epoch FROM start_time)::int - 1700000000,"
	       " extract(epoch FROM end_time)::int - 1700000000"
	       " FROM slurm_data.job WHERE job_id = 10011 ORDER BY end_time",
	       "RESIZING 0 10 50, COMPLETED 50 50 90",
	       "a resized job's three submit times make two records");
	lab_is(conn,
	       "SELECT count(*) FROM slurm_data.step s JOIN slurm_data.job j USING (cluster_id, db_index)"
	       " WHERE s.job_id = 10011 AND j.state = 'COMPLETED'",
	       "1", "and its step belongs to the second");
	storage_close(&conn);
}

static void test_requeue(void)
{
	struct storage_conn *conn = lab_open("requeued");
	struct lab_job j;

	lab_job(&j, 10012, T0);
	lab_store(conn, lab_running(&j, T0 + 10));
	lab_store(conn, lab_ended(&j, JOB_REQUEUE, T0 + 10, T0 + 20));
	/* requeued twice in the second T0 + 20 */
	for (int i = 0; i < 2; i++) {
		j.job.db_index = 0;
		j.details.submit_time = T0 + 20;
		lab_store(conn, lab_pending(&j));
		if (!i)
			lab_store(conn,
				  lab_ended(&j, JOB_REQUEUE, T0 + 20, T0 + 20));
	}
	lab_store(conn, lab_running(&j, T0 + 150));
	lab_is(conn,
	       "SELECT state, end_time = 'infinity' FROM slurm_data.job WHERE job_id = 10012 ORDER BY end_time",
	       "REQUEUED f, RUNNING t",
	       "two requeues in one second: the last life shows");
	j.details.submit_time = T0 + 20;
	lab_store(conn, lab_ended(&j, JOB_REQUEUE, T0 + 20, T0 + 20));
	lab_is(conn,
	       "SELECT state FROM slurm_data.job WHERE job_id = 10012 ORDER BY end_time",
	       "REQUEUED, RUNNING", "the other's end again does not end it");
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 150, T0 + 200));
	lab_is(conn,
	       "SELECT state, extract(epoch FROM end_time - start_time)::int FROM slurm_data.job WHERE job_id = 10012 ORDER BY end_time",
	       "REQUEUED 10, COMPLETED 50", "and it ends");
	lab_store(conn, lab_ended(&j, JOB_REQUEUE, T0 + 150, T0 + 210));
	lab_is(conn,
	       "SELECT state, extract(epoch FROM end_time - start_time)::int FROM slurm_data.job WHERE job_id = 10012 ORDER BY end_time",
	       "REQUEUED 10, COMPLETED 50",
	       "for good: a requeue does not replace a final end");
	lab_job(&j, 10013, T0);
	lab_store(conn, lab_pending(&j));
	lab_store(conn, lab_ended(&j, JOB_CANCELLED, T0 + 7, T0 + 7));
	lab_is(conn,
	       "SELECT state, start_time, node_list FROM slurm_data.job WHERE job_id = 10013",
	       "CANCELLED - -", "cancelled before it ran: no start");
	storage_close(&conn);
}

/* ----------------------------------------------------------------- months */

static void test_months(void)
{
	struct storage_conn *conn = lab_open("months");
	struct lab_job j;

	/* 1993-03-01 is 730944000, 2040-06-01 is 2222121600; 1989, 2101 */
	lab_job(&j, 5001, 730944000 - 7200);
	lab_store(conn,
		  lab_ended(&j, JOB_COMPLETE, 730944000 - 3600, 730944000 + 5));
	lab_job(&j, 5002, 730944000 - 86400 * 50);
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, 730944000 - 86400 * 40,
				  730944000 + 50));
	lab_job(&j, 7003, 730944000);
	lab_store(conn, lab_running(&j, 730944000 + 20));
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, 730944000 + 20,
				  730944000 + 86400 * 31 - 1));
	lab_job(&j, 4007, 730944000 + 10);
	lab_store(conn,
		  lab_ended(&j, JOB_COMPLETE, 730944000 + 20, 730944000 + 30));
	lab_job(&j, 5004, 2222121600);
	lab_store(conn,
		  lab_ended(&j, JOB_COMPLETE, 2222121600 + 1, 2222121600 + 5));
	lab_job(&j, 5005, 600000000);
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, 600000001, 600000005));
	lab_job(&j, 5006, 4200000000);
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, 4200000001, 4200000005));
	lab_is(conn,
	       "SELECT job_id, tableoid::regclass FROM slurm_data.job WHERE job_id BETWEEN 5001 AND 5006 OR job_id = 7003 ORDER BY 1",
	       "5001 slurm_data.job_1993_03, 5002 slurm_data.job_1993_03,"
	       " 5004 slurm_data.job_2040_06, 5005 slurm_data.job_before_1990,"
	       " 5006 slurm_data.job_after_2100, 7003 slurm_data.job_1993_03",
	       "records of 1989, 1993, 2040 and 2103 have their places");
	lab_is(conn,
	       "SELECT extract(epoch FROM least_start)::bigint - 730944000 + 86400 * 50, least_job_id, greatest_job_id"
	       " FROM slurm_data.month WHERE relation = 'job' AND month = '1993-03-01 00:00:00+00'",
	       "0 4007 7100", "a month's bounds hold what is in it");
	lab_is(conn,
	       "SELECT count(*) FROM slurm_data.job j LEFT JOIN slurm_data.month m"
	       " ON m.relation = 'job' AND m.month = slurm_data.month_of(j.end_time)"
	       " WHERE j.end_time < 'infinity' AND (m.month IS NULL OR j.start_time < m.least_start"
	       " OR j.eligible_time < m.least_start OR j.job_id NOT BETWEEN m.least_job_id AND m.greatest_job_id)",
	       "0", "no job lies outside of its month's bounds");
	lab_is(conn,
	       "SELECT count(*) FROM slurm_data.step j LEFT JOIN slurm_data.month m"
	       " ON m.relation = 'step' AND m.month = slurm_data.month_of(j.end_time)"
	       " WHERE j.end_time < 'infinity' AND (m.month IS NULL OR j.start_time < m.least_start"
	       " OR j.job_id NOT BETWEEN m.least_job_id AND m.greatest_job_id)",
	       "0", "and no step");
	/* a month that is remembered, and gone */
	lab_sql(conn, "DROP TABLE slurm_data.job_1993_03");
	lab_sql(conn, "DROP TABLE slurm_data.step_1993_03");
	lab_job(&j, 5007, 730944000);
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, 730944001, 730944005));
	lab_is(conn,
	       "SELECT tableoid::regclass FROM slurm_data.job WHERE job_id = 5007",
	       "slurm_data.job_1993_03",
	       "a month that was dropped is made again");
	storage_close(&conn);
}

/* --------------------------------------------------- hostile and refused */

static void test_text(void)
{
	static const char *const hostile[] = {
		"a'; drop schema slurm_data cascade; --",
		"\"quoted\" \\ back\\slash $$ $1 %s {,} NULL",
		"two\nlines\tand a tab",
		"gr\303\274n",
	};
	struct storage_conn *conn = lab_open("hostile");
	char *expected = NULL, *longest = xmalloc(1001);
	struct lab_job j;

	memset(longest, 'x', 1000);
	for (int i = 0; i < 5; i++) {
		const char *text = i < 4 ? hostile[i] : longest;

		lab_job(&j, 6000 + i, T0);
		j.job.name = (char *)text;
		j.details.work_dir = (char *)text;
		lab_store(conn, lab_running(&j, T0 + 1));
		j.job.comment = (char *)text;
		lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 1, T0 + 2));
		xstrfmtcat(expected, "%s%s t t", i ? ", " : "", text);
	}
	lab_is(conn,
	       "SELECT j.name, comment = j.name, work_dir = j.name FROM slurm_data.job j"
	       " JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = $1 ORDER BY job_id",
	       expected, "hostile text is kept as it is");
	lab_job(&j, 6010, T0);
	j.job.name = "not \377 UTF-8";
	lab_store(conn, lab_running(&j, T0 + 1));
	lab_is(conn, "SELECT name FROM slurm_data.job WHERE job_id = 6010",
	       "not \357\277\275 UTF-8",
	       "what is not UTF-8 is kept, visibly repaired");
	xfree(expected);
	xfree(longest);
	storage_close(&conn);
}

static void test_dead_letter(void)
{
	struct storage_conn *conn = lab_open("refused");
	struct jobacctinfo usage = { 0 };
	struct lab_job j;

	usage.user_cpu_sec = UINT64_MAX; /* no interval holds it */
	lab_job(&j, 6020, T0);
	j.job.name = "it's \"refused\"";
	lab_store(conn, lab_step_ended(&j, 0, T0 + 1, T0 + 2, &usage));
	lab_store(conn, lab_step_ended(&j, 1, T0 + 1, T0 + 2, NULL));
	lab_is(conn,
	       "SELECT kind, left(sqlstate, 2), record->>'step_id', record->'job'->>'job_id',"
	       " record->>'user_cpu' FROM slurm_data.dead_letter",
	       "step_end 22 0 6020 18446744073709551615.000000 seconds",
	       "a record that PostgreSQL refuses is kept, and why");
	lab_is(conn, "SELECT step_id FROM slurm_data.step WHERE job_id = 6020",
	       "1", "and the next one is stored");
	storage_close(&conn);
}

/* ---------------------------------------------------- scripts, association */

static void test_script(void)
{
	struct storage_conn *conn = lab_open("scripts");
	struct lab_job j;
	char *environment[] = { "A=1\nB=2\n" };

	lab_job(&j, 6030, T0);
	j.details.script_hash = "8:abc";
	j.details.env_hash = "8:def";
	lab_store(conn, lab_pending(&j));
	job_heavy_ask(conn, &j.job);
	lab_ok((j.job.bit_flags & JOB_SEND_SCRIPT) &&
		       (j.job.bit_flags & JOB_SEND_ENV),
	       "a script and an environment that are not known are asked for");
	j.details.script = "#!/bin/sh\ntrue\n";
	lab_store(conn, job_heavy_record(conn, &j.job));
	j.details.script = NULL;
	j.job.bit_flags = 0;
	job_heavy_ask(conn, &j.job);
	lab_ok(!(j.job.bit_flags & JOB_SEND_SCRIPT) &&
		       (j.job.bit_flags & JOB_SEND_ENV),
	       "not those that are stored");
	j.details.env_sup = environment;
	lab_store(conn, job_heavy_record(conn, &j.job));
	lab_is(conn,
	       "SELECT script, env FROM slurm_data.job JOIN slurm_data.job_script s ON s.hash = script_hash"
	       " JOIN slurm_data.job_env e ON e.hash = env_hash WHERE job_id = 6030",
	       "#!/bin/sh\ntrue\n A=1\nB=2\n",
	       "they are found by the job's hashes");
	/* an update comes without hashes */
	j.details.script_hash = j.details.env_hash = NULL;
	lab_store(conn, lab_running(&j, T0 + 1));
	lab_is(conn,
	       "SELECT script_hash FROM slurm_data.job WHERE job_id = 6030",
	       "8:abc", "which a start without them leaves");
	storage_close(&conn);
}

static void test_association(void)
{
	struct storage_conn *conn = lab_open("assoc");
	struct lab_job j;

	lab_sql(conn, "INSERT INTO slurm_data.assoc (assoc_id, cluster_id, account, user_name)"
		      " SELECT 900, cluster_id, 'chem', 'alice' FROM slurm_data.cluster WHERE name = $1");
	lab_job(&j, 6040, T0);
	j.job.assoc_id = 900;
	lab_store(conn, lab_step_started(&j, 0, T0 + 1));
	lab_is(conn,
	       "SELECT j.account, j.user_name, submit_rank, state, had_jobs FROM slurm_data.job j"
	       " JOIN slurm_data.assoc a USING (assoc_id) WHERE job_id = 6040",
	       "chem alice 1 RUNNING t",
	       "an unknown job's association tells whose it is");
	lab_store(conn, lab_pending(&j));
	lab_is(conn,
	       "SELECT account, user_name, submit_rank, state FROM slurm_data.job WHERE job_id = 6040",
	       "phys alice 2 RUNNING", "until it is told");
	storage_close(&conn);
}

/* ----------------------------------------------------------- modification */

static slurm_list_t modify(struct storage_conn *conn, uint32_t uid,
			   uint32_t job_id, uint32_t flags,
			   const slurmdb_job_rec_t *set)
{
	slurm_selected_step_t step = { .array_task_id = NO_VAL,
				       .het_job_offset = NO_VAL,
				       .step_id = { .job_id = job_id,
						    .step_id = NO_VAL,
						    .step_het_comp = NO_VAL } };
	slurmdb_job_cond_t cond = { .step_list = list_create(NULL),
				    .db_flags = SLURMDB_JOB_FLAG_NOTSET,
				    .flags = flags };
	slurm_list_t names;
	int saved;

	list_append(cond.step_list, &step);
	names = job_modify(conn, uid, &cond, set);
	saved = errno;
	storage_commit(conn, true);
	FREE_NULL_LIST(cond.step_list);
	errno = saved;
	return names;
}

static void test_modify(void)
{
	struct storage_conn *conn = lab_open("modified");
	slurmdb_job_rec_t set = { .derived_ec = 3 << 8 };
	slurm_list_t names;
	struct lab_job j;

	lab_job(&j, 6050, T0);
	lab_store(conn, lab_running(&j, T0 + 1));
	j.job.comment = "the user's";
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 1, T0 + 2));
	set.admin_comment = "node\\'s fault";
	names = modify(conn, 0, 6050, 0, &set);
	lab_ok(names && list_count(names) == 1 &&
		       strstr(list_peek(names), "6050 submitted at 2023-11-14"),
	       "an ended job is modified and named");
	FREE_NULL_LIST(names);
	lab_store(conn, lab_ended(&j, JOB_COMPLETE, T0 + 1, T0 + 2));
	lab_is(conn,
	       "SELECT derived_exit_code, comment, admin_comment FROM slurm_data.job WHERE job_id = 6050",
	       "768 the user's node's fault",
	       "for good, whatever tells its end again");
	lab_is(conn,
	       "SELECT actor, cluster, info FROM slurm_data.txn ORDER BY at DESC LIMIT 1",
	       "root modified derived_ec=768, admin_comment='node's fault'",
	       "the transaction log has it");
	names = modify(conn, 54321, 6050, 0, &set);
	lab_ok(!names && errno == ESLURM_ACCESS_DENIED,
	       "comments of administrators are theirs");
	set = (slurmdb_job_rec_t){ .derived_ec = NO_VAL, .derived_es = "mine" };
	names = modify(conn, 54321, 6050, 0, &set);
	lab_ok(!names && errno == ESLURM_ACCESS_DENIED, "others' jobs too");
	names = modify(conn, 1000, 6050, 0, &set);
	lab_ok(names && list_count(names) == 1, "own ones can be modified");
	FREE_NULL_LIST(names);
	lab_is(conn,
	       "SELECT derived_exit_code, comment FROM slurm_data.job WHERE job_id = 6050",
	       "768 mine", "and nothing else of them changes");
	set = (slurmdb_job_rec_t){ .derived_ec = NO_VAL, .wckey = "none" };
	names = modify(conn, 0, 6050, JOBCOND_FLAG_NO_WAIT, &set);
	FREE_NULL_LIST(names);
	lab_ok(errno != ESLURM_DB_CONNECTION && errno != SLURM_ERROR,
	       "what slurmctld queues is never refused");
	lab_is(conn, "SELECT wckey FROM slurm_data.job WHERE job_id = 6050",
	       "-", "nor half done");
	storage_close(&conn);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: record-test HOST PORT USER DATABASE\n");
		return 2;
	}
	lab_start(argv[1], atoi(argv[2]), argv[3], argv[4]);
	test_orders();
	test_suspensions();
	test_steps();
	test_usage();
	test_identity();
	test_resize();
	test_requeue();
	test_text();
	test_dead_letter();
	test_script();
	test_association();
	test_modify();
	test_months();
	return lab_done();
}
