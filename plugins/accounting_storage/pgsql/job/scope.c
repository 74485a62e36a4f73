/*
 * scope.c - which part of the database can hold the jobs that are asked
 *
 * Small questions before the big one, so that it opens the months that it
 * needs and no others: a plan that has to look at all months of ten years
 * takes longer than the answer, and more locks than there are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "find.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static const struct pg_statement job_clusters = {
	"job_clusters",
	"SELECT cluster_id, name FROM slurm_data.cluster"
	" WHERE CASE WHEN $1::text[] IS NULL THEN NOT deleted"
	" ELSE name = ANY ($1) END"
	" ORDER BY array_position($1, name), name"
};

static int find_clusters(struct job_finding *f)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	struct job_scope *scope = &f->scope;
	int rc;

	params_add_names(&p, f->question->cond.cluster_list);
	rc = storage_exec(f->conn, &job_clusters, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	scope->n = pg_rows(result);
	scope->cluster_id = xcalloc(scope->n, sizeof(*scope->cluster_id));
	scope->cluster = xcalloc(scope->n, sizeof(*scope->cluster));
	for (int i = 0; i < scope->n; i++) {
		scope->cluster_id[i] = pg_int(result, i, 0, 0);
		scope->cluster[i] = xstrdup(pg_text(result, i, 1));
	}
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

static int find_months(struct job_finding *f)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	xfree(f->scope.from);
	xfree(f->scope.before);
	f->scope.open = job_question_asks_open(f->question);
	if (!job_question_asks_ended(f->question)) {
		f->scope.from = xstrdup("-infinity");
		f->scope.before = xstrdup("-infinity");
		return SLURM_SUCCESS;
	}
	job_question_bind_window(f->question, &p);
	rc = storage_exec(f->conn, &sql_job_window, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	f->scope.from = xstrdup(pg_text(result, 0, 0));
	f->scope.before = xstrdup(pg_text(result, 0, 1));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

/* sacct --whole-hetjob: of a component, the whole. */
static int find_leaders(struct job_finding *f, struct job_question *q)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_int_array(&p, f->scope.cluster_id, f->scope.n);
	pg_add_int_array(&p, q->jobs.v, q->jobs.n);
	pg_add_text(&p, f->scope.from);
	pg_add_text(&p, f->scope.before);
	rc = storage_exec(f->conn, &sql_job_het_leaders, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	for (int i = 0; i < pg_rows(result); i++)
		job_ids_add(&q->leaders, pg_int(result, i, 0, 0));
	pg_result_free(&result);
	return find_months(f);
}

int job_find_scope(struct job_finding *f, struct job_question *q)
{
	int rc;

	job_scope_free(&f->scope);
	if ((rc = find_clusters(f)) || (rc = find_months(f)))
		return rc;
	if (q->jobs.n && (q->cond.flags & JOBCOND_FLAG_WHOLE_HETJOB))
		return find_leaders(f, q);
	return SLURM_SUCCESS;
}

bool job_find_on_nodes(const struct job_finding *f, const char *nodes)
{
	if (!f->nodes)
		return true;
	return nodes && nodes[0] && hostset_intersects(f->nodes, nodes);
}
