/*
 * rec.h - rows of jobs and steps as Slurm's records
 *
 * Pure: no database, no clock.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_REC_H
#define SLURM_PGSQL_JOB_REC_H

#include "../step/change.h"
#include "../tres/tres_map.h"
#include "change.h"
#include "question.h"

/* A row of job_find.sql; the texts live with the result. */
struct job_row {
	int64_t cluster_id;
	time_t submit_time;
	const char *state;
	int64_t suspended_seconds;
	time_t suspended_since;
	int64_t suspended_clipped; /* within the question's clip */
	const char *account, *user; /* of the association, or "" */
	int64_t wckey_id;
	const char *resv_name;	   /* or "" */
	struct job_change columns; /* job_row_free() */
};

extern void job_row_read(const struct pg_result *row, struct job_row *r);
extern void job_row_free(struct job_row *r);

/* A row of step_find.sql. */
struct step_row {
	int64_t cluster_id;
	const char *state;
	int64_t suspended_seconds;
	time_t suspended_since;
	uint64_t db_index;
	struct step_change columns; /* step_row_free() */
};

extern void step_row_read(const struct pg_result *row, struct step_row *r);
extern void step_row_free(struct step_row *r);

/* The records; strings of the rows move into them. cluster is copied. */
extern slurmdb_job_rec_t *job_rec(const struct job_question *q,
				  const char *cluster, struct tres_map *tres,
				  struct job_row *row);
/* To be appended to job->steps; ended: the job has ended, and when its record
 * says. */
extern slurmdb_step_rec_t *step_rec(const struct job_question *q,
				    slurmdb_job_rec_t *job, bool ended,
				    struct tres_map *tres,
				    struct step_row *row);

#endif
