/*
 * find.h - jobs and their steps, as sacct asks for them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_FIND_H
#define SLURM_PGSQL_JOB_FIND_H

#include "rec.h"

/*
 * jobacct_storage_p_get_jobs_cond: a list of slurmdb_job_rec_t with their
 * steps, errno 0; or NULL with errno.
 */
extern slurm_list_t job_find(struct storage_conn *conn, uint32_t uid,
			     const slurmdb_job_cond_t *cond);

/* --- for step/find.c and tests */

/* A job that has been found, for its steps to be added. */
struct job_found {
	int64_t cluster_id;
	int64_t db_index; /* as the database orders it */
	slurmdb_job_rec_t *job;
	time_t began, ended; /* as recorded, not clipped; 0: not known, not yet */
	char *script_hash, *env_hash;
};

struct job_finding {
	struct storage_conn *conn;
	const struct job_question *question;
	const struct actor *actor; /* NULL: sees all */
	struct job_scope scope;
	struct tres_map tres;
	slurm_hostset_t nodes; /* NULL: any */
	struct job_found *found;
	int n_found, size;
	slurm_list_t list; /* the answer */
	/* of the row before; 0: there is none */
	int64_t last_cluster;
	uint32_t last_job;
};

/* The statements, made of their templates. */
extern const struct pg_statement *job_find_statement(void);
extern const struct pg_statement *step_find_statement(void);

/* Fill scope: clusters, months. The lock is held. */
extern int job_find_scope(struct job_finding *f,
			  struct job_question *q) PG_MUST_CHECK;
/* Set the found jobs' lft, where it may be wanted. The lock is held. */
extern int job_find_lfts(struct job_finding *f) PG_MUST_CHECK;
/* Add the steps of all found jobs. The lock is held. */
extern int step_find(struct job_finding *f) PG_MUST_CHECK;
/* The months of the found jobs' steps, as job_window.sql says them. */
extern int step_find_months(const struct job_finding *f,
			    struct pg_result **months_r) PG_MUST_CHECK;
/* The parameters of step_find_statement() for the found jobs. */
extern void step_find_bind(const struct job_finding *f, const char *from,
			   const char *before, struct pg_params *p);
/* Whether one of the nodes asked is among these. */
extern bool job_find_on_nodes(const struct job_finding *f, const char *nodes);

#endif
