/*
 * reservation.c - what jobs used of reservations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "usage.h"

static void add_reservations(struct pg_params *params,
			     slurmdb_reservation_rec_t *const *resv, int n)
{
	const char **cluster = xcalloc(n, sizeof(*cluster));
	int64_t *id = xcalloc(n, sizeof(*id));
	time_t *start = xcalloc(n, sizeof(*start));
	time_t *end = xcalloc(n, sizeof(*end));
	time_t least = resv[0]->time_start;

	for (int i = 0; i < n; i++) {
		cluster[i] = resv[i]->cluster;
		id[i] = resv[i]->id;
		start[i] = resv[i]->time_start;
		end[i] = resv[i]->time_end;
		if (start[i] < least)
			least = start[i];
	}
	pg_add_text_array(params, cluster, n);
	pg_add_int_array(params, id, n);
	pg_add_time_array(params, start, n);
	pg_add_time_array(params, end, n);
	pg_add_time(params, least);
	xfree(cluster);
	xfree(id);
	xfree(start);
	xfree(end);
}

static void add_row(const struct pg_result *result, int row,
		    slurmdb_reservation_rec_t *resv)
{
	slurmdb_tres_rec_t *tres = xmalloc(sizeof(*tres));

	tres->id = pg_int(result, row, 1, 0);
	tres->alloc_secs = pg_uint64(result, row, 2, 0);
	if (!resv->tres_list)
		resv->tres_list = list_create(slurmdb_destroy_tres_rec);
	list_append(resv->tres_list, tres);
}

extern int usage_add_to_reservations(struct storage_conn *conn,
				     const struct actor *actor,
				     slurm_list_t reservations)
{
	slurmdb_reservation_rec_t **resv;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!list_count(reservations))
		return SLURM_SUCCESS;
	resv = (slurmdb_reservation_rec_t **)list_to_array(reservations);
	add_reservations(&params, resv, list_count(reservations));
	actor_add_params(&params, actor, PRIVATE_DATA_JOBS);
	pg_add_time(&params, time(NULL));
	rc = storage_exec(conn, &sql_usage_reservations, &params, &result);
	pg_params_free(&params);
	for (int row = 0; !rc && row < pg_rows(result); row++)
		add_row(result, row, resv[pg_int(result, row, 0, 1) - 1]);
	pg_result_free(&result);
	xfree(resv);
	return rc;
}
