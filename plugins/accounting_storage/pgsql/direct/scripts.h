/*
 * scripts.h - the thread that reads scripts and environments of batch jobs
 *
 * Without slurmdbd, slurmctld hands them to nobody: they stand in files of
 * StateSaveLocation from before a job is reported until some time after its
 * end. A report leaves the job's number and hashes here, and this thread reads
 * the files, each hash once, and appends them as records. It holds back while
 * the queue is long; the files wait meanwhile. What can't be stored (the file
 * is gone or too large, more wait than may) is counted: queue_miss().
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_SCRIPTS_H
#define SLURM_PGSQL_DIRECT_SCRIPTS_H

#include "queue.h"

/* A file that is larger is not stored. */
#define SCRIPTS_FILE_MAX (16 << 20)
/* So many jobs may wait for the thread. */
#define SCRIPTS_WANTED_MAX 200000
/* No file is read while so many records wait in memory. */
#define SCRIPTS_QUEUE_MAX 1000

struct scripts;

/* dir: StateSaveLocation. The queue is kept until scripts_stop(). NULL after a
 * line in the log. */
extern struct scripts *scripts_start(struct queue *queue, const char *dir,
				     void (*log)(enum pg_log_level level,
						 const char *line));
/* Ends the thread; what it has not read is found by the next start. *s may be
 * NULL. */
extern void scripts_stop(struct scripts **s);

/*
 * Store script and environment of this job, as AccountingStoreFlags says,
 * where their content is not known to have been. Under slurmctld's job lock,
 * no I/O.
 */
extern void scripts_want(struct scripts *s, const job_record_t *job);

/*
 * Want what the database has not got of the jobs that slurmctld knows: after a
 * start, what was not read before it ended. Takes slurmctld's job lock for
 * reading. SLURM_SUCCESS, or an error code: come again.
 */
extern int scripts_catch_up(struct scripts *s, struct storage_conn *conn);

#endif
