/*
 * get.c - events: questions
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "event.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* A lower bound alone asks for exactly so many (sacctmgr, MinCPUs). */
static void add_cpus(struct pg_params *p, const slurmdb_event_cond_t *cond)
{
	if (!cond->cpus_min) {
		pg_add_null(p);
		pg_add_null(p);
		return;
	}
	pg_add_int(p, cond->cpus_min);
	pg_add_int(p, cond->cpus_max ? cond->cpus_max : cond->cpus_min);
}

static void add_cond(struct pg_params *p, const slurmdb_event_cond_t *cond)
{
	time_t end = cond->period_end ? cond->period_end : time(NULL);

	params_add_sent_names(p, cond->cluster_list);
	pg_add_int(p, cond->event_type);
	params_add_hosts(p, cond->node_list);
	pg_add_time(p, cond->period_start);
	pg_add_time(p, end);
	pg_add_bool(p, cond->cond_flags & SLURMDB_EVENT_COND_OPEN);
	params_add_sent_names(p, cond->reason_list);
	params_add_ids(p, cond->reason_uid_list);
	params_add_ids(p, cond->state_list);
	pg_add_int(p, NODE_STATE_BASE);
	add_cpus(p, cond);
}

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	const char *text = pg_text(result, row, column);

	return text[0] ? xstrdup(text) : NULL;
}

/* Columns of event_get.sql. */
static slurmdb_event_rec_t *read_event(const struct pg_result *r, int row)
{
	slurmdb_event_rec_t *event = xmalloc(sizeof(*event));

	event->cluster = xstrdup(pg_text(r, row, 0));
	event->node_name = text_or_null(r, row, 1);
	event->event_type = event->node_name ? SLURMDB_EVENT_NODE :
					       SLURMDB_EVENT_CLUSTER;
	event->cluster_nodes = text_or_null(r, row, 2);
	event->state = pg_int(r, row, 3, 0);
	event->period_start = pg_time(r, row, 4);
	event->period_end = pg_time(r, row, 5);
	event->reason = text_or_null(r, row, 6);
	event->reason_uid = pg_int(r, row, 7, NO_VAL);
	event->tres_str = text_or_null(r, row, 8);
	return event;
}

static int find(struct storage_conn *conn, const struct actor *viewer,
		const void *cond, slurm_list_t *list_r)
{
	static const slurmdb_event_cond_t all;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (actor_is_limited(viewer, PRIVATE_DATA_EVENTS))
		return ESLURM_ACCESS_DENIED;
	add_cond(&params, cond ? cond : &all);
	rc = storage_exec(conn, &sql_event_get, &params, &result);
	pg_params_free(&params);
	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_event_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_event(result, i));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

extern slurm_list_t event_get(struct storage_conn *conn, uid_t uid,
			       slurmdb_event_cond_t *cond)
{
	return storage_list_as(conn, uid, find, cond);
}
