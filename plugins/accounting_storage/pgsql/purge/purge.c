/*
 * purge.c - one purge: months first, then cluster by cluster, kind by kind
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../job/job.h"
#include "../storage/lists.h"
#include "months.h"
#include "purge.h"
#include "rows.h"
#include "script.h"

/* One purge at a time in this process. Two processes do no harm to each
 * other: a record is taken by one of them. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Columns of purge_clusters.sql. */
enum { CLUSTER_ID, CLUSTER_NAME, DUE_KINDS };

/* -------------------------------------------------------------- one kind */

static enum pg_class begin(struct purge *purge, enum purge_kind kind)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, purge->cluster_id);
	pg_add_text(&params, purge_kind_name(kind));
	pg_add_time(&params, purge->policy->term[kind].before);
	class = pg_exec(purge->pg, &sql_purge_begin, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class end(struct purge *purge, enum purge_kind kind,
			 int64_t removed)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, purge->cluster_id);
	pg_add_text(&params, purge_kind_name(kind));
	pg_add_time(&params, purge->policy->term[kind].before);
	pg_add_bool(&params, kind == PURGE_EVENT || kind == PURGE_SUSPEND ||
				     kind == PURGE_JOB || kind == PURGE_RESV);
	pg_add_int(&params, removed);
	class = pg_exec(purge->pg, &sql_purge_end, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class purge_one_kind(struct purge *purge, enum purge_kind kind)
{
	int64_t removed = 0;
	enum pg_class class = begin(purge, kind);

	if (class == PG_OK)
		class = purge_rows(purge, kind, &removed);
	if (class == PG_OK && !storage_ends())
		class = end(purge, kind, removed);
	if (removed)
		info("accounting_storage/pgsql: purge: %" PRId64
		     " records (%s) of cluster %s are gone",
		     removed, purge_kind_name(kind), purge->cluster);
	if (class != PG_OK) {
		error("accounting_storage/pgsql: purge: old records (%s) of cluster %s are still there",
		      purge_kind_name(kind), purge->cluster);
		storage_log_error(purge->pg);
	}
	return class;
}

/* ----------------------------------------------------------- all clusters */

static void add_terms(struct pg_params *params,
		      const struct purge_policy *policy)
{
	const char *kinds[PURGE_KINDS];
	time_t before[PURGE_KINDS];

	for (int kind = 0; kind < PURGE_KINDS; kind++) {
		kinds[kind] = purge_kind_name(kind);
		before[kind] = policy->term[kind].before; /* 0: NULL */
	}
	pg_add_text_array(params, kinds, PURGE_KINDS);
	pg_add_time_array(params, before, PURGE_KINDS);
}

static enum pg_class find_clusters(struct purge *purge, slurm_list_t names,
				   bool only_due, struct pg_result **clusters_r)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	params_add_names(&params, names);
	add_terms(&params, purge->policy);
	pg_add_bool(&params, !only_due);
	class = pg_exec(purge->pg, &sql_purge_clusters, &params, clusters_r);
	if (class != PG_OK)
		storage_log_error(purge->pg);
	pg_params_free(&params);
	return class;
}

/* The policy, with only those kinds set that are due for cluster i. */
static void due_terms(const struct pg_result *clusters, int i,
		      const struct purge_policy *policy,
		      struct purge_policy *due_r)
{
	int n = 0;
	int64_t *kinds = pg_int_array(clusters, i, DUE_KINDS, &n);

	*due_r = *policy;
	for (int kind = 0; kind < PURGE_KINDS; kind++)
		due_r->term[kind].set = false;
	for (int k = 0; k < n; k++)
		due_r->term[kinds[k]].set = true;
	free(kinds);
}

static enum pg_class all_months(struct purge *purge,
				const struct pg_result *clusters)
{
	int64_t *ids = xcalloc(pg_rows(clusters) + 1, sizeof(*ids));
	enum pg_class class;
	int n = 0;

	for (int i = 0; i < pg_rows(clusters); i++) {
		struct purge_policy due;

		due_terms(clusters, i, purge->policy, &due);
		if (due.term[PURGE_JOB].set || due.term[PURGE_STEP].set)
			ids[n++] = pg_int(clusters, i, CLUSTER_ID, 0);
	}
	class = purge_months(purge, ids, n);
	xfree(ids);
	return class;
}

static enum pg_class purge_cluster(struct purge *purge,
				   const struct pg_result *clusters, int i)
{
	enum pg_class class, worst = PG_OK;
	struct purge_policy due;

	purge->cluster_id = pg_int(clusters, i, CLUSTER_ID, 0);
	purge->cluster = pg_text(clusters, i, CLUSTER_NAME);
	due_terms(clusters, i, purge->policy, &due);
	for (int kind = 0; kind < PURGE_KINDS && !storage_ends(); kind++) {
		if (!due.term[kind].set)
			continue;
		class = purge_one_kind(purge, kind);
		if (class != PG_OK)
			worst = class;
	}
	return worst;
}

static enum pg_class purge_clusters(struct purge *purge,
				    const struct pg_result *clusters)
{
	/* even if nothing is due: what was left half done is finished */
	enum pg_class class, worst = all_months(purge, clusters);

	for (int i = 0; i < pg_rows(clusters) && !storage_ends(); i++) {
		class = purge_cluster(purge, clusters, i);
		if (class != PG_OK)
			worst = class;
	}
	/* a script that is not there must not be taken for one that is */
	job_heavy_forget();
	return worst;
}

/* ------------------------------------------------------- the site's script */

static int run_scripts(struct purge *purge, const struct pg_result *clusters)
{
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < pg_rows(clusters) && !storage_ends(); i++) {
		struct purge_policy due;

		purge->cluster_id = pg_int(clusters, i, CLUSTER_ID, 0);
		purge->cluster = pg_text(clusters, i, CLUSTER_NAME);
		if (!purge->cluster_id || pg_is_null(clusters, i, DUE_KINDS))
			continue;
		due_terms(clusters, i, purge->policy, &due);
		for (int kind = 0; kind < PURGE_KINDS; kind++)
			if (due.term[kind].set && begin(purge, kind) != PG_OK)
				storage_log_error(purge->pg);
		rc = purge_script(&due, purge->cluster);
		for (int kind = 0; !rc && kind < PURGE_KINDS; kind++)
			if (due.term[kind].set && end(purge, kind, 0) != PG_OK)
				storage_log_error(purge->pg);
	}
	return rc;
}

/* ---------------------------------------------------------------- public */

static int run(struct purge *purge, slurm_list_t names, bool only_due)
{
	struct pg_result *clusters = NULL;
	enum pg_class class = pg_connect(purge->pg);
	int rc = SLURM_SUCCESS;

	if (class != PG_OK)
		storage_log_error(purge->pg);
	if (class == PG_OK)
		class = storage_schema(purge->pg);
	if (class == PG_OK &&
	    (class = pg_exec_script(purge->pg, &sql_purge_temp_script)))
		storage_log_error(purge->pg);
	if (class == PG_OK)
		class = find_clusters(purge, names, only_due, &clusters);
	if (class == PG_OK && purge->policy->archive_script)
		rc = run_scripts(purge, clusters);
	else if (class == PG_OK)
		class = purge_clusters(purge, clusters);
	pg_result_free(&clusters);
	return class == PG_OK ? rc : storage_errno(class);
}

extern int purge_run(const struct purge_policy *policy, slurm_list_t clusters,
		     bool only_due)
{
	struct purge purge = { .policy = policy };
	int rc;

	slurm_mutex_lock(&lock);
	purge.pg = pg_conn_new(storage_settings());
	rc = run(&purge, list_asks(clusters) ? clusters : NULL, only_due);
	pg_conn_free(&purge.pg);
	slurm_mutex_unlock(&lock);
	errno = rc;
	return rc;
}

static bool is_empty(const struct purge_policy *policy)
{
	for (int kind = 0; kind < PURGE_KINDS; kind++)
		if (policy->term[kind].set)
			return false;
	return true;
}

extern int purge_as_configured(void)
{
	struct purge_policy policy;
	int rc = purge_policy_of_config(&policy, time(NULL));

	return rc ? rc : purge_run(&policy, NULL, true);
}

extern int purge_dump(const slurmdb_archive_cond_t *cond)
{
	struct purge_policy policy;
	slurm_list_t clusters;
	int rc;

	if (!cond) {
		error("accounting_storage/pgsql: archive: nothing was asked for");
		return SLURM_ERROR;
	}
	if ((rc = purge_policy_of_dump(&policy, cond, time(NULL))))
		return rc;
	clusters = cond->job_cond ? cond->job_cond->cluster_list : NULL;
	if (is_empty(&policy))
		return SLURM_SUCCESS;
	if (!policy.archive_script && !policy.archive_dir) {
		error("accounting_storage/pgsql: archive: no directory (ArchiveDir)");
		return SLURM_ERROR;
	}
	return purge_run(&policy, clusters, false);
}
