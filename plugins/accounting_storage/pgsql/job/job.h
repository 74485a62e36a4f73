/*
 * job.h - reports about jobs, taken from slurmctld's structs
 *
 * The functions that make a record copy what they need and do no I/O: in
 * direct mode they run under slurmctld's job write lock. In slurmdbd the same
 * structs are filled from a message (src/slurmdbd/proc_req.c in Slurm), which
 * holds less; what each message carries is in slurmdbd_defs.h of Slurm.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_H
#define SLURM_PGSQL_JOB_H

#include "../record/record.h"

#include "change.h"

/* Changes of a job's record: record.what is a struct job_change. */
extern const struct record_kind job_start_kind, job_end_kind;
/* Others about jobs. */
extern const struct record_kind job_flush_kind, job_heavy_kind, job_lost_kind;

/*
 * The job was submitted, became eligible, started, or was changed. A job
 * without an index gets one here (job->db_index).
 */
extern struct record job_start_record(struct storage_conn *conn,
				      job_record_t *job);
/* The job, or this life of it, ended. */
extern struct record job_complete_record(struct storage_conn *conn,
					 job_record_t *job);
/*
 * slurmctld was started cold and knows no job that was there before: all that
 * have not ended by then get a provisional end.
 */
extern struct record job_flush_record(struct storage_conn *conn,
				      time_t event_time);
/*
 * These n records (db_index; *known is taken over) are all that a slurmctld
 * knows which was started then: others that are open and began before get a
 * provisional end, when they were heard of last, and a row in slurm.lost_jobs.
 */
extern struct record job_lost_record(time_t started, uint64_t **known, int n);
/* Script and environment of a job, each under its hash. */
extern struct record job_heavy_record(struct storage_conn *conn,
				      job_record_t *job);
/* The same of a script and an environment that were read (*script, *env are
 * taken over; NULL: not this one). */
extern struct record job_heavy_make(const char *script_hash, char **script,
				    const char *env_hash, char **env);
/*
 * In slurmctld: content of this hash is on its way to the database, of what is
 * "script" or "env". Some are forgotten, and all of them twice a day, so that
 * the database learns which are in use. Any thread, no I/O.
 */
extern bool job_heavy_is_remembered(const char *what, const char *hash);
extern void job_heavy_remember(const char *what, const char *hash);

/*
 * What only slurmdbd is asked at job_start, once its record is stored: shall
 * slurmctld send script and environment? Sets JOB_SEND_SCRIPT and
 * JOB_SEND_ENV in job->bit_flags for a hash whose content is not known to be
 * committed.
 */
extern void job_heavy_ask(struct storage_conn *conn, job_record_t *job);
/* Some have been removed from the database: ask for each anew. */
extern void job_heavy_forget(void);

/*
 * What a message about a job's step or suspension says of the job itself: its
 * index, its association, and that it runs. start may be 0. To be freed with
 * job_change_free().
 */
extern struct job_change *job_hint(const char *message, const job_record_t *job,
				   time_t start);

/*
 * Merge n changes (resolved, at most one a record) into slurm_data.job, in a
 * transaction that the caller began, and for which it holds the write lock.
 * record_r[n] gets the records' db_index as the database knows them, and
 * suspensions_r[n] whether suspensions of them are known (either may be NULL).
 */
extern enum pg_class job_merge(struct storage_conn *conn,
			       struct job_change *const *changes, int n,
			       int64_t *record_r,
			       bool *suspensions_r) PG_MUST_CHECK;

/* The submit time that a message says: of a resized job, the time of that. */
extern time_t job_submit_time(const job_record_t *job);
/* From when on the records of these changes can have ended, for pruning. */
extern time_t job_least_end(struct job_change *const *changes, int n);

#endif
