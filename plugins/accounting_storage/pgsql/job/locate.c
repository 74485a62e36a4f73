/*
 * locate.c - find the records of changes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"

#include "place.h"

static void bind_keys(struct pg_params *params, struct storage_conn *conn,
		      struct job_change *const *changes, int n)
{
	int64_t *value = xcalloc(n, sizeof(*value));
	time_t *time = xcalloc(n, sizeof(*time));

	pg_add_int(params, conn->cluster_id);
	for (int i = 0; i < n; i++)
		value[i] = (int64_t)changes[i]->db_index;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		value[i] = changes[i]->job_id;
	pg_add_int_array(params, value, n);
	for (int i = 0; i < n; i++)
		time[i] = changes[i]->probe_time;
	pg_add_time_array(params, time, n);
	xfree(value);
	xfree(time);
}

static void read_place(const struct pg_result *result, int row,
		       struct place *place)
{
	place->suspensions = pg_bool(result, row, 3);
	if (pg_is_null(result, row, 0))
		return;
	place->found = true;
	place->record = pg_int(result, row, 0, 0);
	xfree(place->end);
	place->end = xstrdup(pg_text(result, row, 1));
	place->exact = pg_bool(result, row, 2);
	for (int g = 0; g < JOB_GROUPS; g++)
		place->rank[g] = pg_int(result, row, 4 + g, 0);
}

static enum pg_class locate_open(struct storage_conn *conn,
				 struct job_change *const *changes, int n,
				 struct place *places)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	bind_keys(&params, conn, changes, n);
	class = pg_exec(conn->pg, &sql_job_locate_open, &params, &result);
	pg_params_free(&params);
	for (int i = 0; class == PG_OK && i < n; i++) {
		places[i].record = (int64_t)changes[i]->db_index;
		read_place(result, i, &places[i]);
	}
	pg_result_free(&result);
	return class;
}

/* An ended record of the very index is right; one that was merely submitted
 * at that time is, if none that has not ended was. */
static enum pg_class locate_late(struct storage_conn *conn,
				 struct job_change *const *changes, int n,
				 time_t least_end, struct place **places)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	bind_keys(&params, conn, changes, n);
	place_bind_least(&params, least_end);
	class = pg_exec(conn->pg, &sql_job_locate_late, &params, &result);
	pg_params_free(&params);
	for (int i = 0; class == PG_OK && i < n; i++)
		if (!places[i]->found || pg_bool(result, i, 2))
			read_place(result, i, places[i]);
	pg_result_free(&result);
	return class;
}

enum pg_class job_locate(struct storage_conn *conn,
			 struct job_change *const *changes, int n,
			 time_t least_end, struct place **places_r)
{
	struct place *places = xcalloc(n, sizeof(*places));
	struct job_change **missing = xcalloc(n, sizeof(*missing));
	struct place **to = xcalloc(n, sizeof(*to));
	enum pg_class class;
	int n_missing = 0;

	*places_r = places;
	class = locate_open(conn, changes, n, places);
	for (int i = 0; i < n; i++) {
		if (places[i].exact)
			continue;
		missing[n_missing] = changes[i];
		to[n_missing++] = &places[i];
	}
	if (class == PG_OK && n_missing)
		class = locate_late(conn, missing, n_missing, least_end, to);
	xfree(missing);
	xfree(to);
	return class;
}
