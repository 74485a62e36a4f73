/*
 * find.c - jobs and their steps, as sacct asks for them
 *
 * One statement for all jobs and one for all their steps, both read as they
 * stream in.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "../storage/lists.h"
#include "find.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static const struct pg_statement *statement;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_statement(void)
{
	statement = columns_statement(&job_table, &sql_job_find, 0);
}

const struct pg_statement *job_find_statement(void)
{
	pthread_once(&once, make_statement);
	return statement;
}

/* ------------------------------------------------------------------ jobs */

static const char *cluster_of(const struct job_finding *f, int64_t id)
{
	for (int i = 0; i < f->scope.n; i++)
		if (f->scope.cluster_id[i] == id)
			return f->scope.cluster[i];
	return NULL;
}

static void remember(struct job_finding *f, const struct job_row *row,
		     struct job_found found)
{
	const struct job_change *c = &row->columns;

	if (f->n_found == f->size) {
		f->size = f->size ? f->size * 2 : 64;
		xrealloc(f->found, f->size * sizeof(*f->found));
	}
	found.cluster_id = row->cluster_id;
	found.db_index = (int64_t)c->db_index;
	found.began = c->start_time ? c->start_time : row->submit_time;
	found.ended = c->end_time;
	f->found[f->n_found++] = found;
}

static void add_job(struct job_finding *f, struct job_row *row, bool again)
{
	struct job_found found = {
		.script_hash = xstrdup(row->columns.script_hash),
		.env_hash = xstrdup(row->columns.env_hash),
	};

	found.job = job_rec(f->question, cluster_of(f, row->cluster_id),
			    &f->tres, row);
	remember(f, row, found);
	/* lives of a job come newest first and are listed oldest first */
	if (again)
		list_prepend(f->list, found.job);
	else
		list_append(f->list, found.job);
}

/* Of a job only its latest life is shown, but all parts of a resized one. */
static bool is_duplicate(const struct job_finding *f, const struct job_row *row,
			 bool again)
{
	return again && !(f->question->cond.flags & JOBCOND_FLAG_DUP) &&
	       strcmp(row->state, "RESIZING");
}

static bool take_job(const struct pg_result *result, void *arg)
{
	struct job_finding *f = arg;
	struct job_row row;
	bool again;

	job_row_read(result, &row);
	again = row.cluster_id == f->last_cluster &&
		row.columns.job_id == f->last_job;
	if (!is_duplicate(f, &row, again)) {
		f->last_cluster = row.cluster_id;
		f->last_job = row.columns.job_id;
		if (job_find_on_nodes(f, row.columns.node_list))
			add_job(f, &row, again);
	}
	job_row_free(&row);
	return true;
}

static int find_jobs(struct job_finding *f)
{
	struct pg_params p = { 0 };
	int rc;

	job_question_bind(f->question, &f->scope, f->actor, &p);
	rc = storage_each(f->conn, job_find_statement(), &p, take_job, f);
	pg_params_free(&p);
	return rc;
}

/* --------------------------------------------- scripts and environments */

static const struct pg_statement job_scripts = {
	"job_scripts",
	"SELECT cluster_id, hash, script FROM slurm_data.job_script"
	" WHERE cluster_id = ANY ($1::integer[]) AND hash = ANY ($2::text[])"
};
static const struct pg_statement job_envs = {
	"job_envs",
	"SELECT cluster_id, hash, env FROM slurm_data.job_env"
	" WHERE cluster_id = ANY ($1::integer[]) AND hash = ANY ($2::text[])"
};

static bool wants_env(const struct job_finding *f)
{
	return !(f->question->cond.flags & JOBCOND_FLAG_SCRIPT);
}

static const char *hash_of(const struct job_finding *f, int i)
{
	return wants_env(f) ? f->found[i].env_hash : f->found[i].script_hash;
}

static bool take_text(const struct pg_result *row, void *arg)
{
	struct job_finding *f = arg;

	for (int i = 0; i < f->n_found; i++) {
		slurmdb_job_rec_t *job = f->found[i].job;
		const char *text = pg_text(row, 0, 2);

		if (f->found[i].cluster_id != pg_int(row, 0, 0, 0) ||
		    xstrcmp(hash_of(f, i), pg_text(row, 0, 1)))
			continue;
		if (wants_env(f))
			job->env = xstrdup(text);
		else
			job->script = xstrdup(text);
	}
	return true;
}

static int find_texts(struct job_finding *f)
{
	const char **hash = xcalloc(f->n_found, sizeof(*hash));
	struct pg_params p = { 0 };
	int rc;

	for (int i = 0; i < f->n_found; i++)
		hash[i] = hash_of(f, i);
	pg_add_int_array(&p, f->scope.cluster_id, f->scope.n);
	pg_add_text_array(&p, hash, f->n_found);
	rc = storage_each(f->conn, wants_env(f) ? &job_envs : &job_scripts,
			  &p, take_text, f);
	pg_params_free(&p);
	xfree(hash);
	return rc;
}

/* ------------------------------------------------------------ the question */

static void forget(struct job_finding *f)
{
	for (int i = 0; i < f->n_found; i++) {
		xfree(f->found[i].script_hash);
		xfree(f->found[i].env_hash);
	}
	f->n_found = 0;
	f->last_cluster = 0;
	tres_map_free(&f->tres);
	list_flush(f->list);
}

struct asking {
	struct job_finding *finding;
	struct job_question *question;
};

static bool wants_text(const struct job_question *q)
{
	return q->cond.flags & (JOBCOND_FLAG_SCRIPT | JOBCOND_FLAG_ENV);
}

static int ask(struct job_finding *f, struct job_question *q)
{
	int rc;

	if ((rc = job_find_scope(f, q)) || (rc = tres_map_read(f->conn,
							       &f->tres)) ||
	    (rc = find_jobs(f)) || !f->n_found)
		return rc;
	if ((rc = job_find_lfts(f)))
		return rc;
	if (wants_text(q) && (rc = find_texts(f)))
		return rc;
	return q->steps ? step_find(f) : SLURM_SUCCESS;
}

static int work_as(struct storage_conn *conn, const struct actor *actor,
		   void *arg)
{
	struct asking *a = arg;
	int rc;

	forget(a->finding);
	a->finding->actor = actor;
	rc = ask(a->finding, a->question);
	a->finding->actor = NULL;
	return rc;
}

/* A client asks the database itself, which limits it by its role. */
static int work(struct storage_conn *conn, void *arg)
{
	return work_as(conn, NULL, arg);
}

static int find(struct job_finding *f, struct job_question *q, uint32_t uid)
{
	struct asking a = { f, q };
	int rc;

	if (wants_text(q) && !q->selects) {
		error("accounting_storage/pgsql: user %u asks for scripts or environments without naming jobs: not allowed",
		      uid);
		return ESLURM_ACCESS_DENIED;
	}
	if (q->cond.used_nodes &&
	    !(f->nodes = hostset_create(q->cond.used_nodes)))
		return ESLURM_INVALID_NODE_NAME;
	rc = storage_host() == HOST_CLIENT ?
		     storage_read(f->conn, work, &a) :
		     storage_read_as(f->conn, uid, work_as, &a);
	if (f->nodes)
		hostset_destroy(f->nodes);
	return rc;
}

slurm_list_t job_find(struct storage_conn *conn, uint32_t uid,
		      const slurmdb_job_cond_t *cond)
{
	struct job_question q;
	struct job_finding f = { .conn = conn, .question = &q };
	slurm_list_t jobs;
	int rc;

	f.list = jobs = list_create(slurmdb_destroy_job_rec);
	job_question_init(&q, cond, time(NULL));
	rc = find(&f, &q, uid);
	/* what was found is the asker's now */
	f.list = NULL;
	for (int i = 0; i < f.n_found; i++) {
		xfree(f.found[i].script_hash);
		xfree(f.found[i].env_hash);
	}
	xfree(f.found);
	tres_map_free(&f.tres);
	job_scope_free(&f.scope);
	job_question_free(&q);
	return list_outcome(jobs, rc);
}
