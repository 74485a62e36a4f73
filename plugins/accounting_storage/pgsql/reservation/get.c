/*
 * get.c - reservations: questions
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reservation.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../usage/usage.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* Columns of reservation_get.sql. */
static slurmdb_reservation_rec_t *read_one(const struct pg_result *r, int row)
{
	slurmdb_reservation_rec_t *resv = xmalloc(sizeof(*resv));

	resv->cluster = xstrdup(pg_text(r, row, 0));
	resv->id = pg_int(r, row, 1, 0);
	resv->name = xstrdup(pg_text(r, row, 2));
	resv->assocs = xstrdup(pg_text(r, row, 3));
	resv->flags = pg_uint64(r, row, 4, 0);
	resv->nodes = xstrdup(pg_text(r, row, 5));
	resv->node_inx = xstrdup(pg_text(r, row, 6));
	resv->time_start = pg_time(r, row, 7);
	resv->time_end = pg_time(r, row, 8);
	resv->tres_str = xstrdup(pg_text(r, row, 9));
	resv->unused_wall = pg_double(r, row, 10, 0);
	return resv;
}

static bool has_node_of(const slurmdb_reservation_rec_t *resv,
			const char *nodes)
{
	slurm_hostset_t wanted;
	bool has;

	if (!nodes)
		return true;
	if (!(wanted = hostset_create(nodes)))
		return false;
	has = hostset_intersects(wanted, resv->nodes);
	hostset_destroy(wanted);
	return has;
}

static void add_cond(struct pg_params *p,
		     const slurmdb_reservation_cond_t *cond)
{
	static const slurmdb_reservation_cond_t all;
	const slurmdb_reservation_cond_t *c = cond ? cond : &all;
	time_t end = c->time_end;

	if (c->time_start && !end)
		end = time(NULL);
	params_add_sent_names(p, c->cluster_list);
	params_add_ids(p, c->id_list);
	params_add_sent_names(p, c->name_list);
	pg_add_time(p, c->time_start);
	pg_add_time(p, end);
	/* a condition finds removed ones too: they were used */
	pg_add_bool(p, cond != NULL);
}

/* Those whose nodes are asked for. */
static slurm_list_t read_all(const struct pg_result *result, const char *nodes)
{
	slurm_list_t found = list_create(slurmdb_destroy_reservation_rec);

	for (int i = 0; i < pg_rows(result); i++) {
		slurmdb_reservation_rec_t *resv = read_one(result, i);

		if (has_node_of(resv, nodes))
			list_append(found, resv);
		else
			slurmdb_destroy_reservation_rec(resv);
	}
	return found;
}

/* The lock is held. */
static int find(struct storage_conn *conn, const struct actor *actor,
		const void *asked, slurm_list_t *found_r)
{
	const slurmdb_reservation_cond_t *cond = asked;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (actor_is_limited(actor, PRIVATE_DATA_RESERVATIONS))
		return ESLURM_ACCESS_DENIED;
	add_cond(&params, cond);
	rc = storage_exec(conn, &sql_reservation_get, &params, &result);
	pg_params_free(&params);
	if (rc)
		return rc;
	*found_r = read_all(result, cond ? cond->nodes : NULL);
	pg_result_free(&result);
	if (!cond || !cond->with_usage)
		return SLURM_SUCCESS;
	return usage_add_to_reservations(conn, actor, *found_r);
}

extern slurm_list_t reservation_get(struct storage_conn *conn, uid_t uid,
				     slurmdb_reservation_cond_t *cond)
{
	return storage_list_as(conn, uid, find, cond);
}
