/*
 * question.h - what a slurmdb_job_cond_t asks, ready for the database
 *
 * The meaning of each member is that of sacct's options (man sacct) and of
 * slurm/slurmdb.h; where these leave it open, accounting_storage/mysql's
 * (as_mysql_jobacct_process.c in Slurm's source).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_QUESTION_H
#define SLURM_PGSQL_JOB_QUESTION_H

#include "../storage/visibility.h"

struct job_ids {
	int64_t *v;
	int n;
};

/* Pure: no database, no I/O but the clock. */
struct job_question {
	/* A copy with the times that sacct leaves out filled in; the lists
	 * are the asker's. */
	slurmdb_job_cond_t cond;
	time_t now;
	/* Times are shown as far as they lie in here, unless clip_end is 0. */
	time_t clip_start, clip_end;
	bool clips;
	bool steps; /* wanted too */
	bool selects; /* some of these: */
	struct job_ids jobs, array_of_task, tasks, het_of_offset, offsets;
	struct job_ids leaders; /* het jobs that are wanted as a whole */
	char **states; /* by name; n_states of them */
	int n_states;
};

/* Which part of the database can hold the answer. */
struct job_scope {
	int n;
	int64_t *cluster_id; /* n, in the order asked */
	char **cluster;	     /* n names */
	/* ended from .. to before .., as PostgreSQL writes it */
	char *from, *before;
	bool open; /* and those that have not ended */
};

extern void job_question_init(struct job_question *q,
			      const slurmdb_job_cond_t *cond, time_t now);
extern void job_question_free(struct job_question *q);
extern void job_ids_add(struct job_ids *ids, int64_t id);
extern void job_scope_free(struct job_scope *scope);

/* Parameters of job_window.sql for jobs: what bounds the months. */
extern void job_question_bind_window(const struct job_question *q,
				     struct pg_params *p);
/* Whether records that have not ended can be among the answers, and those
 * that have. */
extern bool job_question_asks_open(const struct job_question *q);
extern bool job_question_asks_ended(const struct job_question *q);
/* Parameters of job_find.sql. actor NULL: sees all. */
extern void job_question_bind(const struct job_question *q,
			      const struct job_scope *scope,
			      const struct actor *actor, struct pg_params *p);

/*
 * Which steps of a job are asked by name (sacct -j 12.0)? job_question_whole:
 * the job itself is. job_question_step: this step is, where the job is not.
 */
extern bool job_question_whole(const struct job_question *q,
			       const slurmdb_job_rec_t *job);
extern bool job_question_step(const struct job_question *q,
			      const slurmdb_job_rec_t *job, uint32_t step_id);

#endif
