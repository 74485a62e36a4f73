/*
 * lft.c - where jobs' associations stand in the hierarchy
 *
 * sreport's job sizes tell by it below which account a job ran. They ask for
 * all lives of jobs (JOBCOND_FLAG_DUP), through slurmdbd; sacct, which seldom
 * does, has no use for it. The numbers of all associations are computed for
 * one of them, so they are asked for only then.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "find.h"

static const struct pg_statement job_lfts = {
	"job_lfts", "SELECT assoc_id, lft FROM slurm_data.assoc_number"
		    " WHERE assoc_id = ANY ($1::bigint[]) ORDER BY assoc_id"
};

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Each once, in order; xfree. */
static int64_t *assoc_ids(const struct job_finding *f, int *n_r)
{
	int64_t *id = xcalloc(f->n_found, sizeof(*id));
	int n = 0;

	for (int i = 0; i < f->n_found; i++)
		id[i] = f->found[i].job->associd;
	qsort(id, f->n_found, sizeof(*id), by_id);
	for (int i = 0; i < f->n_found; i++)
		if (!n || id[n - 1] != id[i])
			id[n++] = id[i];
	*n_r = n;
	return id;
}

/* What is not found keeps NO_VAL. */
static void set_lfts(struct job_finding *f, const struct pg_result *result)
{
	int n = pg_rows(result);
	int64_t *id = xcalloc(n + 1, sizeof(*id));

	for (int i = 0; i < n; i++)
		id[i] = pg_int(result, i, 0, 0);
	for (int i = 0; i < f->n_found; i++) {
		int64_t wanted = f->found[i].job->associd;
		int64_t *at = bsearch(&wanted, id, n, sizeof(*id), by_id);

		if (at)
			f->found[i].job->lft =
				pg_int(result, at - id, 1, NO_VAL);
	}
	xfree(id);
}

extern int job_find_lfts(struct job_finding *f)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int64_t *id;
	int n, rc;

	if (storage_host() != HOST_SLURMDBD ||
	    !(f->question->cond.flags & JOBCOND_FLAG_DUP))
		return SLURM_SUCCESS;
	id = assoc_ids(f, &n);
	pg_add_int_array(&params, id, n);
	rc = storage_exec(f->conn, &job_lfts, &params, &result);
	pg_params_free(&params);
	if (!rc)
		set_lfts(f, result);
	pg_result_free(&result);
	xfree(id);
	return rc;
}
