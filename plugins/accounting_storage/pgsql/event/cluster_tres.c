/*
 * cluster_tres.c - events: what the cluster consists of
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "event.h"

#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

/* Nodes that are down may not exist any more: they are asked for anew. */
static const struct pg_statement event_close_all = {
	"event_close_all",
	"UPDATE slurm_data.event SET end_time = $2"
	" WHERE cluster_id = $1 AND end_time = 'infinity' AND start_time < $2"
};

/* The slurmctld is there again (event_cluster_gone). */
static const struct pg_statement event_close_gone = {
	"event_close_gone",
	"UPDATE slurm_data.event SET end_time = greatest($2, start_time)"
	" WHERE cluster_id = $1 AND node_name = '' AND end_time = 'infinity'"
	" AND state <> 0"
};

struct cluster_event {
	char *nodes, *tres; /* xmalloc */
	time_t time;
	int *answer_r; /* of the caller who waits, or NULL */
};

/* Who is told where nobody waits: the same for all of them, since a record may
 * be of an earlier process. */
static event_answer_fn answer_fn;

static enum pg_class close_events(struct storage_conn *conn,
				  const struct pg_statement *statement,
				  time_t time)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_time(&p, time);
	class = pg_exec(conn->pg, statement, &p, NULL);
	pg_params_free(&p);
	return class;
}

static enum pg_class add_event(struct storage_conn *conn,
			       const struct cluster_event *e)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_time(&p, e->time);
	pg_add_text(&p, e->nodes);
	pg_add_text(&p, e->tres);
	class = pg_exec(conn->pg, &sql_event_cluster_add, &p, NULL);
	pg_params_free(&p);
	return class;
}

/* What has changed against what is known, as the answer to slurmctld. */
static enum pg_class compare(struct storage_conn *conn,
			     const struct cluster_event *e, int *answer_r)
{
	struct pg_params p = { 0 };
	struct pg_result *now = NULL;
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_text(&p, e->nodes);
	pg_add_text(&p, e->tres);
	class = pg_exec(conn->pg, &sql_event_cluster_now, &p, &now);
	pg_params_free(&p);
	if (class != PG_OK)
		return class;
	if (!pg_rows(now))
		*answer_r = ACCOUNTING_FIRST_REG;
	else if (!pg_bool(now, 0, 0))
		*answer_r = ACCOUNTING_NODES_CHANGE_DB;
	else if (!pg_bool(now, 0, 1))
		*answer_r = ACCOUNTING_TRES_CHANGE_DB;
	else
		*answer_r = SLURM_SUCCESS;
	pg_result_free(&now);
	return PG_OK;
}

static enum pg_class store_tres(struct storage_conn *conn, const void *what)
{
	const struct cluster_event *e = what;
	enum pg_class class;
	int answer;

	if ((class = compare(conn, e, &answer)) != PG_OK)
		return class;
	if (answer == SLURM_SUCCESS)
		class = close_events(conn, &event_close_gone, e->time);
	else if ((class = close_events(conn, &event_close_all, e->time)) ==
		 PG_OK)
		class = add_event(conn, e);
	if (class != PG_OK)
		return class;
	if (e->answer_r)
		*e->answer_r = answer;
	else if (answer_fn)
		answer_fn(answer, e->time);
	return PG_OK;
}

static void tres_free(void *what)
{
	struct cluster_event *e = what;

	xfree(e->nodes);
	xfree(e->tres);
	xfree(e);
}

static char *tres_describe(const void *what)
{
	const struct cluster_event *e = what;
	char *json = NULL;

	json_add_int(&json, "time", e->time);
	json_add_text(&json, "nodes", e->nodes);
	json_add_text(&json, "tres", e->tres);
	return json;
}

static void tres_pack(const void *what, struct field_buf *to)
{
	const struct cluster_event *e = what;

	field_put_int(to, field_tag("time"), e->time);
	field_put_text(to, field_tag("nodes"), e->nodes);
	field_put_text(to, field_tag("tres"), e->tres);
}

static void *tres_unpack(struct field_reader *from)
{
	struct cluster_event *e = xmalloc(sizeof(*e));
	struct field f;

	while (field_next(from, &f)) {
		if (field_is(&f, "time"))
			e->time = field_int(&f, 0);
		else if (field_is(&f, "nodes"))
			field_text(&f, &e->nodes);
		else if (field_is(&f, "tres"))
			field_text(&f, &e->tres);
	}
	if (!from->broken && e->tres)
		return e;
	tres_free(e);
	return NULL;
}

const struct record_kind event_cluster_tres_kind = {
	.name = "cluster_tres",
	.asks = true,
	.store = store_tres,
	.describe = tres_describe,
	.free = tres_free,
	.pack = tres_pack,
	.unpack = tres_unpack,
};

extern int event_cluster_tres(struct storage_conn *conn,
			      const char *cluster_nodes, const char *tres,
			      time_t event_time, event_answer_fn fn)
{
	struct cluster_event *e;
	int answer = SLURM_SUCCESS, rc;

	if (!tres)
		return SLURM_SUCCESS;
	e = xmalloc(sizeof(*e));
	e->nodes = wire_text(cluster_nodes);
	e->tres = wire_text(tres);
	e->time = event_time;
	if (fn)
		answer_fn = fn;
	/* who hands records to a writer is gone when it is stored */
	if (storage_host() == HOST_SLURMDBD)
		e->answer_r = &answer;
	rc = record_submit(conn,
			   (struct record){ &event_cluster_tres_kind, e });
	return rc ? rc : answer;
}

extern enum pg_class event_cluster_gone(struct pg_conn *pg, int64_t cluster_id)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, cluster_id);
	pg_add_int(&p, NODE_STATE_DOWN);
	class = pg_exec(pg, &sql_event_cluster_gone, &p, NULL);
	pg_params_free(&p);
	return class;
}
