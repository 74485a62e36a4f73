/*
 * nodes.c - nodes that were down while a reservation had them
 *
 * Lists of nodes are Slurm's host lists, "n[1-4,7]", which Slurm's own
 * functions take apart; the roll-up gets pairs of node and reservation.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"

#include "rollup.h"

static const struct pg_statement rollup_reservations = {
	"rollup_reservations",
	"SELECT resv_id, start_time, node_list FROM slurm_data.reservation"
	" WHERE cluster_id = $1 AND start_time < $3 AND end_time >= $2"
};

struct pairs {
	const char **name; /* of the result that they were read from */
	int64_t *resv_id;
	time_t *start;
	int n, room;
};

static void add_pair(struct pairs *pairs, const char *name, int64_t resv_id,
		     time_t start)
{
	if (pairs->n == pairs->room) {
		pairs->room = pairs->room ? 2 * pairs->room : 64;
		xrecalloc(pairs->name, pairs->room, sizeof(*pairs->name));
		xrecalloc(pairs->resv_id, pairs->room,
			  sizeof(*pairs->resv_id));
		xrecalloc(pairs->start, pairs->room, sizeof(*pairs->start));
	}
	pairs->name[pairs->n] = name;
	pairs->resv_id[pairs->n] = resv_id;
	pairs->start[pairs->n++] = start;
}

static void find_pairs(struct pairs *pairs, const struct pg_result *nodes,
		       const struct pg_result *reservations)
{
	for (int r = 0; r < pg_rows(reservations); r++) {
		slurm_hostset_t set = hostset_create(
			pg_text(reservations, r, 2));

		for (int i = 0; set && i < pg_rows(nodes); i++)
			if (hostset_within(set, pg_text(nodes, i, 0)))
				add_pair(pairs, pg_text(nodes, i, 0),
					 pg_int(reservations, r, 0, 0),
					 pg_time(reservations, r, 1));
		if (set)
			hostset_destroy(set);
	}
}

static enum pg_class ask(struct rollup *rollup, const char *since,
			 const char *until,
			 const struct pg_statement *statement,
			 struct pg_result **result_r)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, rollup->cluster_id);
	pg_add_text(&params, since);
	pg_add_text(&params, until);
	class = pg_exec(rollup->pg, statement, &params, result_r);
	pg_params_free(&params);
	return class;
}

extern enum pg_class rollup_add_nodes(struct rollup *rollup,
				      const char *since, const char *until,
				      struct pg_params *params)
{
	struct pg_result *nodes = NULL, *reservations = NULL;
	struct pairs pairs = { 0 };
	enum pg_class class;

	class = ask(rollup, since, until, &sql_rollup_down_nodes, &nodes);
	if (class == PG_OK && pg_rows(nodes))
		class = ask(rollup, since, until, &rollup_reservations,
			    &reservations);
	if (class == PG_OK) {
		if (reservations)
			find_pairs(&pairs, nodes, reservations);
		pg_add_text_array(params, pairs.name, pairs.n);
		pg_add_int_array(params, pairs.resv_id, pairs.n);
		pg_add_time_array(params, pairs.start, pairs.n);
	}
	pg_result_free(&nodes);
	pg_result_free(&reservations);
	xfree(pairs.name);
	xfree(pairs.resv_id);
	xfree(pairs.start);
	return class;
}
