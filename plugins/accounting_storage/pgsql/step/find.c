/*
 * find.c - the steps of the jobs that have been found
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "../job/find.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* Clocks of nodes are not that of slurmctld: a step may end before its job
 * seems to begin. */
#define CLOCKS 86400

static const struct pg_statement *statement;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_statement(void)
{
	statement = columns_statement(&step_table, &sql_step_find, 0);
}

const struct pg_statement *step_find_statement(void)
{
	pthread_once(&once, make_statement);
	return statement;
}

/* ----------------------------------------------------------------- bounds */

/* The window that steps are asked in; 0: any. */
static time_t window_start(const struct job_finding *f)
{
	return f->question->cond.usage_start;
}

static time_t window_end(const struct job_finding *f)
{
	const struct job_question *q = f->question;

	return q->clip_end ? q->clip_end : q->cond.usage_end;
}

/* The jobs' least start, 0 if one is not known. */
static time_t least_start(const struct job_finding *f)
{
	time_t least = 0;

	for (int i = 0; i < f->n_found; i++) {
		if (!f->found[i].began)
			return 0;
		if (!least || f->found[i].began < least)
			least = f->found[i].began;
	}
	return least > CLOCKS ? least - CLOCKS : 0;
}

/* The jobs' greatest end, 0 if one has not ended. */
static time_t greatest_end(const struct job_finding *f)
{
	time_t greatest = 0;

	for (int i = 0; i < f->n_found; i++) {
		if (!f->found[i].ended)
			return 0;
		if (f->found[i].ended > greatest)
			greatest = f->found[i].ended;
	}
	return greatest + CLOCKS;
}

static time_t later(time_t a, time_t b)
{
	return a > b ? a : b;
}

/* Of two of which 0 is not known. */
static time_t earlier(time_t a, time_t b)
{
	if (!a || !b)
		return a ? a : b;
	return a < b ? a : b;
}

/* Parameters of job_window.sql for the steps of the jobs found. */
static void bind_window(const struct job_finding *f, struct pg_params *p)
{
	time_t start = later(window_start(f), least_start(f));

	pg_add_text(p, "step");
	pg_add_time(p, earlier(window_end(f), greatest_end(f)));
	pg_add_null(p);
	if (start)
		pg_add_time(p, start);
	else
		pg_add_text(p, "-infinity");
}

void step_find_bind(const struct job_finding *f, const char *from,
		    const char *before, struct pg_params *p)
{
	int64_t *index = xcalloc(f->n_found, sizeof(*index));

	for (int i = 0; i < f->n_found; i++)
		index[i] = f->found[i].db_index;
	pg_add_int_array(p, f->scope.cluster_id, f->scope.n);
	pg_add_int_array(p, index, f->n_found);
	pg_add_text(p, from);
	pg_add_text(p, before);
	pg_add_time(p, window_start(f));
	pg_add_time(p, window_end(f));
	xfree(index);
}

/* ------------------------------------------------------------------ rows */

static int compare(const void *x, const void *y)
{
	const struct job_found *a = x, *b = y;

	if (a->cluster_id != b->cluster_id)
		return a->cluster_id < b->cluster_id ? -1 : 1;
	if (a->db_index != b->db_index)
		return a->db_index < b->db_index ? -1 : 1;
	return 0;
}

static struct job_found *job_of(const struct job_finding *f,
				const struct step_row *row)
{
	const struct job_found key = {
		.cluster_id = row->cluster_id,
		.db_index = (int64_t)row->db_index,
	};

	return bsearch(&key, f->found, f->n_found, sizeof(key), compare);
}

static bool is_wanted(const struct job_finding *f, const slurmdb_job_rec_t *job,
		      const struct step_row *row)
{
	if (!job_find_on_nodes(f, row->columns.node_list))
		return false;
	return job->show_full ||
	       job_question_step(f->question, job,
				 (uint32_t)row->columns.step_id);
}

static void add_step(struct job_finding *f, struct job_found *found,
		     struct step_row *row)
{
	slurmdb_job_rec_t *job = found->job;
	slurmdb_step_rec_t *step = step_rec(f->question, job, found->ended,
					    &f->tres, row);

	if (!job->first_step_ptr)
		job->first_step_ptr = step;
	list_append(job->steps, step);
}

static bool take_step(const struct pg_result *result, void *arg)
{
	struct job_finding *f = arg;
	struct job_found *found;
	struct step_row row;

	step_row_read(result, &row);
	/* the index of another cluster's job may be the same */
	found = job_of(f, &row);
	if (found && is_wanted(f, found->job, &row))
		add_step(f, found, &row);
	step_row_free(&row);
	return true;
}

static int find_steps(struct job_finding *f, const struct pg_result *months)
{
	struct pg_params p = { 0 };
	int rc;

	step_find_bind(f, pg_text(months, 0, 0), pg_text(months, 0, 1), &p);
	rc = storage_each(f->conn, step_find_statement(), &p, take_step, f);
	pg_params_free(&p);
	return rc;
}

int step_find_months(const struct job_finding *f, struct pg_result **months_r)
{
	struct pg_params p = { 0 };
	int rc;

	bind_window(f, &p);
	rc = storage_exec(f->conn, &sql_job_window, &p, months_r);
	pg_params_free(&p);
	return rc;
}

int step_find(struct job_finding *f)
{
	struct pg_result *months = NULL;
	int rc;

	qsort(f->found, f->n_found, sizeof(*f->found), compare);
	rc = step_find_months(f, &months);
	if (!rc)
		rc = find_steps(f, months);
	pg_result_free(&months);
	return rc;
}
