/*
 * node.c - events: nodes go down and come back
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "event.h"

#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

static const struct pg_statement event_node_up_statement = {
	"event_node_up",
	"UPDATE slurm_data.event SET end_time = $3"
	" WHERE cluster_id = $1 AND node_name = $2 AND end_time = 'infinity'"
	" AND start_time <= $3"
};

struct node_event {
	char *name, *reason, *tres; /* xmalloc */
	time_t time;
	uint32_t state, reason_uid;
};

static void node_free(void *what)
{
	struct node_event *e = what;

	xfree(e->name);
	xfree(e->reason);
	xfree(e->tres);
	xfree(e);
}

static char *node_describe(const void *what)
{
	const struct node_event *e = what;
	char *json = NULL;

	json_add_text(&json, "node", e->name);
	json_add_int(&json, "time", e->time);
	json_add_int(&json, "state", e->state);
	json_add_text(&json, "reason", e->reason);
	json_add_int(&json, "reason_uid", e->reason_uid);
	json_add_text(&json, "tres", e->tres);
	return json;
}

static enum pg_class store_down(struct storage_conn *conn, const void *what)
{
	const struct node_event *e = what;
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_text(&p, e->name);
	pg_add_time(&p, e->time);
	pg_add_int(&p, e->state);
	pg_add_text(&p, e->reason ? e->reason : "");
	pg_add_int(&p, e->reason_uid);
	pg_add_text(&p, e->tres);
	class = pg_exec(conn->pg, &sql_event_node_down, &p, NULL);
	pg_params_free(&p);
	return class;
}

static enum pg_class store_up(struct storage_conn *conn, const void *what)
{
	const struct node_event *e = what;
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_text(&p, e->name);
	pg_add_time(&p, e->time);
	class = pg_exec(conn->pg, &event_node_up_statement, &p, NULL);
	pg_params_free(&p);
	return class;
}

const struct record_kind event_node_down_kind = {
	.name = "node_down",
	.store = store_down,
	.describe = node_describe,
	.free = node_free,
};

const struct record_kind event_node_up_kind = {
	.name = "node_up",
	.store = store_up,
	.describe = node_describe,
	.free = node_free,
};

/* The reason that slurmctld gives with the call counts more than the node's. */
extern int event_node_down(struct storage_conn *conn, node_record_t *node,
			   time_t event_time, char *reason,
			   uint32_t reason_uid)
{
	struct node_event *e = xmalloc(sizeof(*e));

	e->name = wire_text(node->name);
	e->reason = wire_text(reason ? reason : node->reason);
	e->tres = wire_text(node->tres_str);
	e->time = event_time;
	e->state = node->node_state;
	e->reason_uid = reason_uid;
	return record_submit(conn,
			     (struct record){ &event_node_down_kind, e });
}

extern int event_node_up(struct storage_conn *conn, node_record_t *node,
			 time_t event_time)
{
	struct node_event *e = xmalloc(sizeof(*e));

	e->name = wire_text(node->name);
	e->time = event_time;
	return record_submit(conn, (struct record){ &event_node_up_kind, e });
}
