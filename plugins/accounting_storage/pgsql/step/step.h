/*
 * step.h - reports about steps, taken from slurmctld's structs
 *
 * As ../job/job.h has it. A message about a step names its job's record, and
 * says that the job runs; a step whose job has not been heard of makes a
 * record of what it says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STEP_H
#define SLURM_PGSQL_STEP_H

#include "../record/record.h"

#include "change.h"

/* record.what is a struct step_change. */
extern const struct record_kind step_start_kind, step_end_kind;

extern struct record step_start_record(struct storage_conn *conn,
				       step_record_t *step);
extern struct record step_complete_record(struct storage_conn *conn,
					  step_record_t *step);

/*
 * Merge n changes of steps (resolved, at most one a step) into
 * slurm_data.step; records[n] are their jobs' as job_merge() has told them.
 * In a transaction that the caller began, holding the write lock.
 */
extern enum pg_class step_merge(struct storage_conn *conn,
				struct step_change *const *changes,
				const int64_t *records, int n) PG_MUST_CHECK;

#endif
