/*
 * batch-test.c - records stored many at once, against the same one by one
 *
 *	batch-test HOST PORT USER DATABASE SEED ROUNDS
 *
 * Each round draws records of a few jobs (requeued, resized, suspended, known
 * by an index of MySQL's, ended twice, flushed, in any order) and stores them
 * in one cluster each in a transaction of its own, in another one in batches
 * of any size, some of them twice. Rows must be the same, but for the time at
 * which they were written.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record-lab.h"

#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/batch/batch.h"

/* 2023-11-14 22:13:20 UTC */
#define T0 1700000000
#define JOBS 6
#define RECORDS 120

static uint32_t drawn;

/* 0..n-1; rand() differs between systems */
static int draw(int n)
{
	drawn = drawn * 1664525u + 1013904223u;
	return (drawn >> 8) % n;
}

static time_t moment(void)
{
	return T0 + draw(400);
}

/* What tells one life of a job from another. */
static void draw_identity(struct lab_job *j)
{
	static const time_t submits[] = { T0, T0 + 100, T0 + 250 };
	uint32_t id = 1 + draw(JOBS);

	lab_job(j, id, submits[draw(8) ? 0 : draw(3)]);
	if (!draw(6))
		j->job.db_index = id; /* as MySQL numbered it */
	if (!draw(12))
		j->job.resize_time = T0 + 200;
	j->job.partition = draw(2) ? "debug" : "long";
	j->job.db_flags = draw(2) ? SLURMDB_JOB_FLAG_SCHED : 0;
	j->job.time_limit = 60 + draw(3);
	j->job.assoc_id = draw(3);
}

static struct record draw_end(struct lab_job *j)
{
	static const uint32_t states[] = { JOB_COMPLETE, JOB_FAILED,
					   JOB_COMPLETE,
					   JOB_PENDING | JOB_REQUEUE,
					   JOB_RUNNING | JOB_RESIZING };
	uint32_t state = states[draw(5)];
	time_t start = moment();

	if (state & JOB_RESIZING)
		j->job.resize_time = moment();
	j->job.comment = draw(2) ? "well done" : NULL;
	j->job.exit_code = draw(2) * 256;
	return lab_ended(j, state, start, start + draw(100));
}

static struct record draw_record(void)
{
	struct lab_job j;
	time_t start = moment();

	draw_identity(&j);
	switch (draw(14)) {
	case 0:
	case 1:
		return lab_pending(&j);
	case 2:
	case 3:
	case 4:
		return lab_running(&j, start);
	case 5:
	case 6:
	case 7:
		return draw_end(&j);
	case 8:
	case 9:
		return lab_step_started(&j, draw(2), start);
	case 10:
	case 11:
		return lab_step_ended(&j, draw(2), start, start + draw(100),
				      NULL);
	case 12:
		return lab_suspended(&j, draw(2), start);
	default:
		if (!draw(4))
			return lab_flushed(moment());
		j.job.job_state = JOB_FAILED; /* an update after the end */
		j.job.start_time = start;
		return job_start_record(NULL, &j.job);
	}
}

/* ---------------------------------------------------------------- storing */

struct portion {
	struct storage_conn *conn;
	const struct record *records;
	int n;
};

static enum pg_class store_portion(struct pg_conn *pg, void *arg)
{
	const struct portion *p = arg;

	return batch_store(p->conn, p->records, p->n);
}

static enum pg_class store_single(struct pg_conn *pg, void *arg)
{
	const struct portion *p = arg;

	return p->records->kind->store(p->conn, p->records->what);
}

static void store(struct portion *p, pg_work_fn fn)
{
	const struct pg_retry retry = pg_retry_client();

	if (pg_run(p->conn->pg, &retry, fn, p) == PG_OK)
		return;
	storage_log_error(p->conn->pg);
	lab_ok(false, "%d records are stored", p->n);
}

static void store_both(struct storage_conn *one, struct storage_conn *many,
		       const struct record *records, int n)
{
	struct portion all = { many, records, n };

	for (int i = 0; i < n; i++)
		store(&(struct portion){ one, records + i, 1 }, store_single);
	store(&all, store_portion);
}

static struct storage_conn *open_cluster(const char *what, int round)
{
	char name[32];
	struct storage_conn *conn;

	snprintf(name, sizeof(name), "%s%d", what, round);
	conn = lab_open(name);
	if (storage_enter(conn))
		exit(1);
	(void)storage_cluster_id(conn, name);
	storage_leave(conn);
	return conn;
}

/* -------------------------------------------------------------- comparing */

/* The values of one cluster's rows that the other's have not, each with the
 * row's key; as jsonb, so that all columns are held against each other. */
#define VALUES(table, key, cluster)                                            \
	"SELECT " key " AS key, e.key AS name, e.value"                        \
	" FROM slurm_data." table " j"                                         \
	" JOIN slurm_data.cluster c USING (cluster_id),"                       \
	" jsonb_each(to_jsonb(j) - '{cluster_id,modified_at}'::text[]) e"      \
	" WHERE c.name = " cluster
#define ONE "$1"
#define MANY "replace($1, 'one', 'many')"
#define DIFFERENCE(table, key)                                                            \
	"(SELECT 'one by one', d.* FROM (" VALUES(table, key, ONE) " EXCEPT ALL " VALUES( \
		table, key,                                                               \
		MANY) ") d LIMIT 20) UNION ALL"                                           \
		      " (SELECT 'at once', d.* FROM (" VALUES(                            \
			      table, key,                                                 \
			      MANY) " EXCEPT ALL " VALUES(table, key,                     \
							  ONE) ") d LIMIT 20)"

static bool is_same(struct storage_conn *one, const char *difference)
{
	const char *found = lab_sql(one, difference);

	if (*found)
		printf("# differs: %s\n", found);
	return !*found;
}

static bool run(int round)
{
	struct storage_conn *one = open_cluster("one", round),
			    *many = open_cluster("many", round);
	struct record records[RECORDS];
	bool same;
	int n;

	for (int i = 0; i < RECORDS; i++)
		records[i] = draw_record();
	for (int from = 0; from < RECORDS; from += n) {
		n = 1 + draw(RECORDS / 2);
		if (n > RECORDS - from)
			n = RECORDS - from;
		store_both(one, many, records + from, n);
		if (!draw(4)) /* a COMMIT of which nobody has heard */
			store_both(one, many, records + from, n);
	}
	same = is_same(one, DIFFERENCE("job", "j.db_index::text")) &&
	       is_same(one,
		       DIFFERENCE("step", "j.db_index || ' ' || j.step_id")) &&
	       is_same(one, DIFFERENCE("suspension", "j.db_index::text"));
	for (int i = 0; i < RECORDS; i++)
		record_free(&records[i]);
	storage_close(&one);
	storage_close(&many);
	return same;
}

int main(int argc, char **argv)
{
	int rounds = argc > 6 ? atoi(argv[6]) : 0, good = 0;

	if (rounds < 1) {
		fprintf(stderr,
			"batch-test HOST PORT USER DATABASE SEED ROUNDS\n");
		return 2;
	}
	lab_start(argv[1], atoi(argv[2]), argv[3], argv[4]);
	for (int round = 0; round < rounds; round++) {
		uint32_t seed = drawn = atoi(argv[5]) * 1000 + round;

		if (run(round))
			good++;
		else
			printf("# seed %u\n", seed);
	}
	lab_ok(good == rounds,
	       "%d records at once are the same as one by one, %d of %d times",
	       RECORDS, good, rounds);
	return lab_done();
}
