/*
 * spool-fill.c - a backlog of records in a spool, as slurmctld leaves it
 *
 *	spool-fill DIRECTORY RECORDS MESSAGES [apart] [FIRST-ID [ASSOC-ID]]
 *
 * MESSAGES are those of each job, apart by commas and in their order:
 *	pending start step stepend end
 * (step and stepend are one step's). Without "apart" those of one job follow
 * each other closely, as of short jobs; with it the first message of all jobs
 * comes first, then the second of all, so that no two of a job are near.
 * Records are taken from Slurm's structs by the code that slurmctld runs. The
 * directory is StateSaveLocation/accounting_pgsql of a slurmctld that does not
 * run; jobs have ids from FIRST-ID on and end before now. Prints the number of
 * records and of bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/sql/record-lab.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/direct/kinds.h"
#include "src/spool/spool.h"

/* Records between the first and the last of one job that follow closely. */
#define CLOSE 64u
#define GROUP 1000
#define TRES 5

enum message { PENDING, START, STEP, STEP_END, END, MESSAGES };
static const char *const names[MESSAGES] = { "pending", "start", "step",
					     "stepend", "end" };

static struct spool *spool;
static struct field_buf buf;
static time_t now;
static uint32_t assoc_id;
static int64_t count, bytes;

static void bail(const char *what, const char *detail)
{
	fprintf(stderr, "spool-fill: %s%s\n", what, detail ? detail : "");
	exit(2);
}

static void log_line(bool is_error, const char *line)
{
	if (is_error)
		fprintf(stderr, "spool-fill: %s\n", line);
}

static void put(struct record record)
{
	field_buf_reset(&buf);
	record_pack(&record, &buf);
	if (buf.failed || spool_append(spool, buf.data, buf.used, now))
		bail("a record can't be appended", NULL);
	bytes += buf.used;
	if (++count % GROUP == 0 && spool_sync(spool))
		bail(spool_why(spool), NULL);
	record_free(&record);
}

static struct jobacctinfo *usage(void)
{
	static uint32_t id[TRES] = { 1, 2, 3, 6, 7 };
	static uint64_t value[TRES] = { 1500, 104857600, 20, 4096, 209715200 };
	static uint64_t place[TRES] = { 0, 0, 0, 0, 0 };
	static struct jobacctinfo usage = {
		.tres_count = TRES,
		.tres_ids = id,
		.tres_usage_in_max = value,
		.tres_usage_in_max_nodeid = place,
		.tres_usage_in_max_taskid = place,
		.tres_usage_in_min = value,
		.tres_usage_in_min_nodeid = place,
		.tres_usage_in_min_taskid = place,
		.tres_usage_in_tot = value,
		.user_cpu_sec = 1,
		.user_cpu_usec = 500000,
	};

	return &usage;
}

/* Jobs are submitted one second after the other, a hundred at once. */
static struct record make(uint32_t id, uint32_t n, enum message message)
{
	time_t submit = now - 86400 + n / 100 % 80000;
	time_t start = submit + 10, end = start + 60 + n % 600;
	static char name[32];
	struct lab_job j;

	lab_job(&j, id, submit);
	snprintf(name, sizeof(name), "job%u", n % 1000);
	j.job.name = name;
	j.job.assoc_id = assoc_id;
	j.job.qos_id = 1;
	j.details.work_dir = "/home/alice/project/run";
	j.details.submit_line = "sbatch --time=1:00:00 --ntasks=4 job.sh";
	j.job.db_index = job_index_make(id, submit);
	switch (message) {
	case PENDING:
		return lab_pending(&j);
	case START:
		return lab_running(&j, start);
	case STEP:
		return lab_step_started(&j, 0, start);
	case STEP_END:
		j.job.bit_flags |= TRES_STR_CALC;
		return lab_step_ended(&j, 0, start, end, usage());
	default:
		return lab_ended(&j, JOB_COMPLETE, start, end);
	}
}

static int read_messages(char *words, enum message *of)
{
	char *save = NULL;
	int n = 0;

	for (char *w = strtok_r(words, ",", &save); w;
	     w = strtok_r(NULL, ",", &save)) {
		int m = 0;

		while (m < MESSAGES && strcmp(names[m], w))
			m++;
		if (m == MESSAGES || n == MESSAGES)
			bail("no such message, or too many: ", w);
		of[n++] = m;
	}
	return n;
}

/* The messages of `jobs` jobs, each in a row with those of a few others. */
static void fill(uint32_t first, uint32_t jobs, const enum message *of,
		 int messages, uint32_t close)
{
	for (uint32_t from = 0; from < jobs; from += close)
		for (int m = 0; m < messages; m++)
			for (uint32_t n = from; n < from + close && n < jobs;
			     n++)
				put(make(first + n, n, of[m]));
}

static void open_spool(const char *dir)
{
	const struct spool_settings settings = {
		.dir = dir,
		.segment_bytes = 4 << 20,
		.disk_bytes = INT64_MAX,
		.retain_seconds = 900,
		.log = log_line,
	};
	char *why = NULL;

	if (spool_open(&spool, &settings, false, &why))
		bail("can't open the spool: ", why);
}

int main(int argc, char **argv)
{
	log_options_t options = LOG_OPTS_STDERR_ONLY;
	enum message of[MESSAGES];
	uint32_t jobs, first;
	int messages, more = 4;
	bool apart;

	if (argc < 4)
		bail("DIRECTORY RECORDS MESSAGES [apart] [FIRST-ID [ASSOC-ID]]",
		     NULL);
	log_init("slurmctld", options, SYSLOG_FACILITY_DAEMON, NULL);
	now = time(NULL);
	if (!(messages = read_messages(argv[3], of)))
		bail("no messages", NULL);
	jobs = atol(argv[2]) / messages;
	apart = argc > more && !strcmp(argv[more], "apart");
	more += apart;
	first = argc > more ? atol(argv[more]) : 1000000;
	assoc_id = argc > more + 1 ? atol(argv[more + 1]) : 0;
	open_spool(argv[1]);
	fill(first, jobs, of, messages, apart ? jobs : CLOSE / messages);
	if (spool_sync(spool))
		bail(spool_why(spool), NULL);
	spool_close(&spool);
	field_buf_free(&buf);
	printf("%" PRId64 " records, %" PRId64 " bytes\n", count, bytes);
	return 0;
}
