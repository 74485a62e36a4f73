/*
 * instance.c - events: which machine of a cloud a node was
 *
 * From 24.11 on slurmctld tells what a node has learnt of itself when it comes
 * up (scontrol update nodename=... instanceid=...). The instance is over when
 * the node is powered down, or is another one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "event.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

struct instance_event {
	char *node, *id, *type, *extra; /* xmalloc; never NULL */
	time_t time;
};

static void instance_free(void *what)
{
	struct instance_event *e = what;

	xfree(e->node);
	xfree(e->id);
	xfree(e->type);
	xfree(e->extra);
	xfree(e);
}

static char *instance_describe(const void *what)
{
	const struct instance_event *e = what;
	char *json = NULL;

	json_add_text(&json, "node", e->node);
	json_add_int(&json, "time", e->time);
	json_add_text(&json, "instance", e->id);
	json_add_text(&json, "type", e->type);
	json_add_text(&json, "extra", e->extra);
	return json;
}

static enum pg_class store_instance(struct storage_conn *conn, const void *what)
{
	const struct instance_event *e = what;
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_text(&p, e->node);
	pg_add_time(&p, e->time);
	pg_add_text(&p, e->id);
	pg_add_text(&p, e->type);
	pg_add_text(&p, e->extra);
	pg_add_int(&p, NODE_STATE_POWERED_DOWN);
	class = pg_exec(conn->pg, &sql_event_instance, &p, NULL);
	pg_params_free(&p);
	return class;
}

static void instance_pack(const void *what, struct field_buf *to)
{
	const struct instance_event *e = what;

	field_put_text(to, field_tag("node"), e->node);
	field_put_text(to, field_tag("instance"), e->id);
	field_put_text(to, field_tag("type"), e->type);
	field_put_text(to, field_tag("extra"), e->extra);
	field_put_int(to, field_tag("time"), e->time);
}

static void *instance_unpack(struct field_reader *from)
{
	struct instance_event *e = xmalloc(sizeof(*e));
	struct field f;

	while (field_next(from, &f)) {
		if (field_is(&f, "node"))
			field_text(&f, &e->node);
		else if (field_is(&f, "instance"))
			field_text(&f, &e->id);
		else if (field_is(&f, "type"))
			field_text(&f, &e->type);
		else if (field_is(&f, "extra"))
			field_text(&f, &e->extra);
		else if (field_is(&f, "time"))
			e->time = field_int(&f, 0);
	}
	if (!from->broken && e->node && e->id && e->type && e->extra)
		return e;
	instance_free(e);
	return NULL;
}

const struct record_kind event_instance_kind = {
	.name = "node_update",
	.apart = true,
	.store = store_instance,
	.describe = instance_describe,
	.free = instance_free,
	.pack = instance_pack,
	.unpack = instance_unpack,
};

static char *text_or_empty(const char *text)
{
	char *copy = wire_text(text);

	return copy ? copy : xstrdup("");
}

extern struct record event_instance_record(const char *node, const char *id,
					   const char *type, const char *extra,
					   time_t now)
{
	struct instance_event *e = xmalloc(sizeof(*e));

	e->node = text_or_empty(node);
	e->id = text_or_empty(id);
	e->type = text_or_empty(type);
	e->extra = text_or_empty(extra);
	e->time = now;
	return (struct record){ &event_instance_kind, e };
}

static const struct pg_statement event_instance_end_statement = {
	"event_instance_end",
	"UPDATE slurm_data.instance SET end_time = greatest($3, start_time)"
	" WHERE cluster_id = $1 AND node_name = $2 AND end_time = 'infinity'"
};

extern enum pg_class event_instance_end(struct storage_conn *conn,
					const char *node, time_t time)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_text(&p, node);
	pg_add_time(&p, time);
	class = pg_exec(conn->pg, &event_instance_end_statement, &p, NULL);
	pg_params_free(&p);
	return class;
}

/* --------------------------------------------------------------- questions */

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
extern int event_node_update(struct storage_conn *conn, node_record_t *node)
{
	return record_submit(
		conn, event_instance_record(node->name, node->instance_id,
					    node->instance_type, node->extra,
					    time(NULL)));
}

static slurmdb_instance_rec_t *read_instance(const struct pg_result *r, int row)
{
	slurmdb_instance_rec_t *instance = xmalloc(sizeof(*instance));

	instance->cluster = xstrdup(pg_text(r, row, 0));
	instance->node_name = xstrdup(pg_text(r, row, 1));
	instance->instance_id = xstrdup(pg_text(r, row, 2));
	instance->instance_type = xstrdup(pg_text(r, row, 3));
	instance->extra = xstrdup(pg_text(r, row, 4));
	instance->time_start = pg_time(r, row, 5);
	instance->time_end = pg_time(r, row, 6);
	return instance;
}

/* Without a time: since the beginning of yesterday, until now. */
static time_t yesterday(void)
{
	time_t now = time(NULL);
	struct tm tm;

	if (!localtime_r(&now, &tm))
		return now;
	tm.tm_sec = tm.tm_min = tm.tm_hour = 0;
	tm.tm_mday--;
	return slurm_mktime(&tm);
}

static void add_cond(struct pg_params *p, const slurmdb_instance_cond_t *cond)
{
	static const slurmdb_instance_cond_t all;
	const slurmdb_instance_cond_t *c = cond ? cond : &all;

	params_add_sent_names(p, c->cluster_list);
	params_add_hosts(p, c->node_list);
	params_add_sent_names(p, c->instance_id_list);
	params_add_sent_names(p, c->instance_type_list);
	params_add_sent_names(p, c->extra_list);
	pg_add_time(p, !cond ? 0 : c->time_start ? c->time_start : yesterday());
	pg_add_time(p, c->time_end);
}

static int find(struct storage_conn *conn, const struct actor *viewer,
		const void *cond, slurm_list_t *list_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (actor_is_limited(viewer, PRIVATE_DATA_EVENTS))
		return ESLURM_ACCESS_DENIED;
	add_cond(&params, cond);
	rc = storage_exec(conn, &sql_event_instance_get, &params, &result);
	pg_params_free(&params);
	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_instance_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_instance(result, i));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

extern slurm_list_t event_get_instances(struct storage_conn *conn, uid_t uid,
					slurmdb_instance_cond_t *cond)
{
	return storage_list_as(conn, uid, find, cond);
}
#endif
