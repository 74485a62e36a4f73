/*
 * record-lab.h - the plugin's own code against a private server, in one process
 *
 * A program that is made of it links the module's objects, and Slurm's library
 * in place of slurmdbd. It reports in TAP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RECORD_LAB_H
#define SLURM_PGSQL_RECORD_LAB_H

#include "plugins/accounting_storage/pgsql/job/job.h"
#include "plugins/accounting_storage/pgsql/step/step.h"
#include "plugins/accounting_storage/pgsql/suspension/suspension.h"

/* A connection of slurmdbd's for a cluster, which is made if it is not there.
 * Ends the program if that fails. */
extern struct storage_conn *lab_open(const char *cluster);
/* Where the server is, and become slurmdbd. */
extern void lab_start(const char *host, int port, const char *user,
		      const char *dbname);
/* Report; the exit status is lab_done()'s. */
extern void lab_ok(bool good, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
extern int lab_done(void);
/* All columns of all rows, separated by blanks and ", "; NULL is "-". The
 * text is valid until the next call. $1 is the connection's cluster. */
extern const char *lab_sql(struct storage_conn *conn, const char *sql);
extern void lab_is(struct storage_conn *conn, const char *sql,
		   const char *expected, const char *what);

/* A job as slurmdbd's messages show it; submit is its submit time. Members
 * are set as a test needs them, then one of the functions below is called. */
struct lab_job {
	job_record_t job;
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(23, 2, 0)
	job_details_t details;
#else
	struct job_details details;
#endif
	job_array_struct_t array;
};
extern void lab_job(struct lab_job *j, uint32_t id, time_t submit);

/* The messages. begin: state RUNNING from start on. */
extern struct record lab_pending(struct lab_job *j);
extern struct record lab_running(struct lab_job *j, time_t start);
extern struct record lab_ended(struct lab_job *j, uint32_t state, time_t start,
			       time_t end);
extern struct record lab_suspended(struct lab_job *j, bool suspends, time_t at);
extern struct record lab_step_started(struct lab_job *j, uint32_t step,
				      time_t start);
extern struct record lab_step_ended(struct lab_job *j, uint32_t step,
				    time_t start, time_t end,
				    struct jobacctinfo *usage);
extern struct record lab_flushed(time_t at);

/* Store as slurmdbd does; a failure is reported. */
extern void lab_store(struct storage_conn *conn, struct record record);

/* Call fn with each order of 0..n-1. */
extern void lab_orders(int n, void (*fn)(const int *order, int n, void *arg),
		       void *arg);

#endif
