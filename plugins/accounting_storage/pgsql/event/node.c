/*
 * node.c - events: nodes go down and come back
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "event.h"

#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

/* The span that is open; one that came late, which ends where the next begins
 * for all we knew. */
static const struct pg_statement event_node_up_statement = {
	"event_node_up",
	"UPDATE slurm_data.event SET end_time = $3"
	" WHERE cluster_id = $1 AND node_name = $2 AND end_time > $3"
	" AND (start_time < $3 OR start_time = $3 AND end_time = 'infinity')"
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
	if ((class == PG_OK) && (e->state & NODE_STATE_POWERED_DOWN))
		class = event_instance_end(conn, e->name, e->time);
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

static void node_pack(const void *what, struct field_buf *to)
{
	const struct node_event *e = what;

	field_put_text(to, field_tag("node"), e->name);
	field_put_int(to, field_tag("time"), e->time);
	field_put_int(to, field_tag("state"), e->state);
	field_put_text(to, field_tag("reason"), e->reason);
	field_put_int(to, field_tag("reason_uid"), e->reason_uid);
	field_put_text(to, field_tag("tres"), e->tres);
}

static void *node_unpack(struct field_reader *from)
{
	struct node_event *e = xmalloc(sizeof(*e));
	struct field f;

	while (field_next(from, &f)) {
		if (field_is(&f, "node"))
			field_text(&f, &e->name);
		else if (field_is(&f, "time"))
			e->time = field_int(&f, 0);
		else if (field_is(&f, "state"))
			e->state = field_int(&f, 0);
		else if (field_is(&f, "reason"))
			field_text(&f, &e->reason);
		else if (field_is(&f, "reason_uid"))
			e->reason_uid = field_int(&f, 0);
		else if (field_is(&f, "tres"))
			field_text(&f, &e->tres);
	}
	if (!from->broken && e->name)
		return e;
	node_free(e);
	return NULL;
}

const struct record_kind event_node_down_kind = {
	.name = "node_down",
	.apart = true,
	.store = store_down,
	.describe = node_describe,
	.free = node_free,
	.pack = node_pack,
	.unpack = node_unpack,
};

const struct record_kind event_node_up_kind = {
	.name = "node_up",
	.apart = true,
	.store = store_up,
	.describe = node_describe,
	.free = node_free,
	.pack = node_pack,
	.unpack = node_unpack,
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
