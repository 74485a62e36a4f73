/*
 * suspension.h - when jobs were suspended
 *
 * Each suspension is a row (record, from, to) of slurm_data.suspension.
 * Suspends and resumes may arrive in any order and more than once: they are
 * paired anew, in order of time, whenever one arrives. Jobs and steps hold
 * the sum of what falls into them (suspended_seconds), and since when they
 * are suspended, if they are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SUSPENSION_H
#define SLURM_PGSQL_SUSPENSION_H

#include "../record/record.h"

extern const struct record_kind suspension_kind;

/* The job was suspended, or resumed: what job->job_state says. */
extern struct record suspension_record(struct storage_conn *conn,
				       job_record_t *job);

/*
 * Compute what job and steps of n records hold of their suspensions. Records
 * that ended before least_end (0: any time) are not looked for.
 */
extern enum pg_class suspension_apply(struct storage_conn *conn,
				      const int64_t *records, int n,
				      time_t least_end) PG_MUST_CHECK;

#endif
