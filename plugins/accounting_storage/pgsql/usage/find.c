/*
 * find.c - usage of associations, wckeys and clusters: one statement each
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "usage.h"

/* Columns that the three statements begin with: whose, by place in the
 * question from 1 on, of which TRES, when, how much. */
enum { WHOSE, TRES_ID, TRES_TYPE, TRES_NAME, PERIOD, ALLOC, OWN_COLUMNS };
/* ... and those of usage_clusters.sql. */
enum { AMOUNT = OWN_COLUMNS, DOWN, PLANNED_DOWN, IDLE, PLANNED, OVER };

static void read_tres(const struct pg_result *result, int row,
		      slurmdb_tres_rec_t *tres)
{
	tres->id = pg_int(result, row, TRES_ID, 0);
	tres->type = xstrdup(pg_text(result, row, TRES_TYPE));
	if (pg_text(result, row, TRES_NAME)[0])
		tres->name = xstrdup(pg_text(result, row, TRES_NAME));
}

/* The list of a record, made when it is first needed. */
static slurm_list_t list_for(slurm_list_t *list, void (*destroy)(void *))
{
	if (!*list)
		*list = list_create(destroy);
	return *list;
}

static void add_row(const struct pg_result *result, int row, uint32_t id,
		    slurm_list_t *list)
{
	slurmdb_accounting_rec_t *rec = xmalloc(sizeof(*rec));

	read_tres(result, row, &rec->tres_rec);
	rec->id = id;
	rec->period_start = pg_time(result, row, PERIOD);
	rec->alloc_secs = pg_uint64(result, row, ALLOC, 0);
	list_append(list_for(list, slurmdb_destroy_accounting_rec), rec);
}

static void add_cluster_row(const struct pg_result *result, int row,
			    slurm_list_t *list)
{
	slurmdb_cluster_accounting_rec_t *rec = xmalloc(sizeof(*rec));

	read_tres(result, row, &rec->tres_rec);
	rec->tres_rec.count = pg_uint64(result, row, AMOUNT, 0);
	rec->period_start = pg_time(result, row, PERIOD);
	rec->alloc_secs = pg_uint64(result, row, ALLOC, 0);
	rec->down_secs = pg_uint64(result, row, DOWN, 0);
	rec->pdown_secs = pg_uint64(result, row, PLANNED_DOWN, 0);
	rec->idle_secs = pg_uint64(result, row, IDLE, 0);
	rec->plan_secs = pg_uint64(result, row, PLANNED, 0);
	rec->over_secs = pg_uint64(result, row, OVER, 0);
	list_append(list_for(list, slurmdb_destroy_cluster_accounting_rec),
		    rec);
}

/* The rest of the parameters, then the statement. Frees them. */
static int ask(struct storage_conn *conn, const struct pg_statement *statement,
	       struct pg_params *params, time_t start, time_t end,
	       struct pg_result **result_r)
{
	int rc;

	pg_add_time(params, start);
	pg_add_time(params, end);
	rc = storage_exec(conn, statement, params, result_r);
	pg_params_free(params);
	return rc;
}

extern int usage_add_to_assocs(struct storage_conn *conn, slurm_list_t assocs,
			       time_t start, time_t end)
{
	slurmdb_assoc_rec_t **assoc =
		(slurmdb_assoc_rec_t **)list_to_array(assocs);
	int n = list_count(assocs), rc;
	int64_t *id = xcalloc(n, sizeof(*id));
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;

	for (int i = 0; i < n; i++) {
		id[i] = assoc[i]->id;
		(void)list_for(&assoc[i]->accounting_list,
			       slurmdb_destroy_accounting_rec);
	}
	pg_add_int_array(&params, id, n);
	rc = ask(conn, &sql_usage_assocs, &params, start, end, &result);
	for (int row = 0; !rc && row < pg_rows(result); row++) {
		slurmdb_assoc_rec_t *one =
			assoc[pg_int(result, row, WHOSE, 1) - 1];

		add_row(result, row, one->id, &one->accounting_list);
	}
	pg_result_free(&result);
	xfree(id);
	xfree(assoc);
	return rc;
}

extern int usage_add_to_wckeys(struct storage_conn *conn, slurm_list_t wckeys,
			       time_t start, time_t end)
{
	slurmdb_wckey_rec_t **wckey =
		(slurmdb_wckey_rec_t **)list_to_array(wckeys);
	int n = list_count(wckeys), rc;
	int64_t *id = xcalloc(n, sizeof(*id));
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;

	for (int i = 0; i < n; i++) {
		id[i] = wckey[i]->id;
		(void)list_for(&wckey[i]->accounting_list,
			       slurmdb_destroy_accounting_rec);
	}
	pg_add_int_array(&params, id, n);
	rc = ask(conn, &sql_usage_wckeys, &params, start, end, &result);
	for (int row = 0; !rc && row < pg_rows(result); row++) {
		slurmdb_wckey_rec_t *one =
			wckey[pg_int(result, row, WHOSE, 1) - 1];

		add_row(result, row, one->id, &one->accounting_list);
	}
	pg_result_free(&result);
	xfree(id);
	xfree(wckey);
	return rc;
}

extern int usage_add_to_clusters(struct storage_conn *conn,
				 slurm_list_t clusters, time_t start,
				 time_t end)
{
	slurmdb_cluster_rec_t **cluster =
		(slurmdb_cluster_rec_t **)list_to_array(clusters);
	int n = list_count(clusters), rc;
	const char **name = xcalloc(n, sizeof(*name));
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;

	for (int i = 0; i < n; i++) {
		name[i] = cluster[i]->name;
		(void)list_for(&cluster[i]->accounting_list,
			       slurmdb_destroy_cluster_accounting_rec);
	}
	pg_add_text_array(&params, name, n);
	rc = ask(conn, &sql_usage_clusters, &params, start, end, &result);
	for (int row = 0; !rc && row < pg_rows(result); row++)
		add_cluster_row(result, row,
				&cluster[pg_int(result, row, WHOSE, 1) - 1]
					 ->accounting_list);
	pg_result_free(&result);
	xfree(name);
	xfree(cluster);
	return rc;
}
