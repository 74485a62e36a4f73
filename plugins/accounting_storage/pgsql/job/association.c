/*
 * association.c - associations that have had jobs
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "association.h"

#define REMEMBERED 4096

static const struct pg_statement association_known = {
	"association_known", "SELECT assoc_id FROM slurm_data.assoc"
			     " WHERE assoc_id = ANY ($1::bigint[]) AND had_jobs"
};
static const struct pg_statement association_mark = {
	"association_mark",
	"UPDATE slurm_data.assoc SET had_jobs = true WHERE assoc_id IN"
	" (SELECT assoc_id FROM slurm_data.assoc"
	" WHERE assoc_id = ANY ($1::bigint[]) AND NOT had_jobs"
	" FOR NO KEY UPDATE SKIP LOCKED)"
};

/* Ids whose mark is known, each at its place; one may displace another. Marks
 * that this transaction makes are not known yet: it may be undone. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t known[REMEMBERED];

static bool is_known(int64_t id)
{
	bool found;

	slurm_mutex_lock(&lock);
	found = known[id % REMEMBERED] == id;
	slurm_mutex_unlock(&lock);
	return found;
}

static void remember(const struct pg_result *result)
{
	slurm_mutex_lock(&lock);
	for (int r = 0; r < pg_rows(result); r++) {
		int64_t id = pg_int(result, r, 0, 0);

		known[id % REMEMBERED] = id;
	}
	slurm_mutex_unlock(&lock);
}

static int unknown_ids(struct job_change *const *changes, int n, int64_t *ids)
{
	int count = 0;

	for (int i = 0; i < n; i++) {
		int64_t id = changes[i]->assoc_id;

		if (id > 0 && !is_known(id))
			ids[count++] = id;
	}
	return count;
}

static enum pg_class mark(struct storage_conn *conn, const int64_t *ids, int n)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_int_array(&params, ids, n);
	class = pg_exec(conn->pg, &association_known, &params, &result);
	if (class == PG_OK) {
		remember(result);
		class = pg_exec(conn->pg, &association_mark, &params, NULL);
	}
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

enum pg_class association_used(struct storage_conn *conn,
			       struct job_change *const *changes, int n)
{
	int64_t *ids = xcalloc(n, sizeof(*ids));
	int unknown = unknown_ids(changes, n, ids);
	enum pg_class class = PG_OK;

	if (unknown)
		class = mark(conn, ids, unknown);
	xfree(ids);
	return class;
}
