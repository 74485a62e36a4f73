/*
 * add.c - new resources, and new parts of them for clusters
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "resource_internal.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "../txn/txn.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* One that is to be added, as it was sent. */
struct item {
	slurmdb_res_rec_t *resource;
	char *name, *server, *description, *manager; /* xmalloc */
	int64_t id;                                  /* 0: not there yet */
};

struct addition {
	struct item *item;
	int n;
	struct resource_parts parts; /* of all of them */
};

/* --------------------------------------------------------------- resources */

static int64_t type_of(const struct item *item)
{
	return (item->resource->type == SLURMDB_RESOURCE_NOTSET) ?
		       SLURMDB_RESOURCE_LICENSE :
		       item->resource->type;
}

static int64_t total_of(const struct item *item)
{
	return (item->resource->count == NO_VAL) ? 0 : item->resource->count;
}

static bool gives_flags(const struct item *item)
{
	return storage_resources_are_absolute() ||
	       !(item->resource->flags &
		 (SLURMDB_RES_FLAG_NOTSET | SLURMDB_RES_FLAG_REMOVE));
}

static int64_t flags_of(const struct item *item)
{
	uint32_t flags = item->resource->flags;

	if (flags & (SLURMDB_RES_FLAG_NOTSET | SLURMDB_RES_FLAG_REMOVE))
		flags = 0;
	if (storage_resources_are_absolute())
		flags |= SLURMDB_RES_FLAG_ABSOLUTE;
	return flags & SLURMDB_RES_FLAG_BASE;
}

/* The arrays of resource_add.sql, of those that are new. */
static int add_params(struct pg_params *p, const struct addition *a)
{
	const char **text[4];
	int64_t *number[4];
	bool *null[2];
	int n = 0;

	for (int i = 0; i < 4; i++) {
		text[i] = xcalloc(a->n + 1, sizeof(**text));
		number[i] = xcalloc(a->n + 1, sizeof(**number));
	}
	for (int i = 0; i < 2; i++)
		null[i] = xcalloc(a->n + 1, sizeof(**null));
	for (int i = 0; i < a->n; i++) {
		const struct item *item = &a->item[i];

		if (item->id)
			continue;
		text[0][n] = item->name;
		text[1][n] = item->server;
		text[2][n] = item->description;
		text[3][n] = item->manager;
		number[0][n] = type_of(item);
		number[1][n] = total_of(item);
		number[2][n] = flags_of(item);
		null[0][n] = !gives_flags(item);
		number[3][n] = resource_last_consumed(item->resource);
		null[1][n] = (number[3][n] == NO_VAL);
		n++;
	}
	pg_add_text_array(p, text[0], n);
	pg_add_text_array(p, text[1], n);
	pg_add_int_array(p, number[0], n);
	pg_add_int_array(p, number[1], n);
	pg_add_text_array(p, text[2], n);
	pg_add_text_array(p, text[3], n);
	pg_add_int_array_null(p, number[2], null[0], n);
	pg_add_int_array_null(p, number[3], null[1], n);
	for (int i = 0; i < 4; i++) {
		xfree(text[i]);
		xfree(number[i]);
	}
	for (int i = 0; i < 2; i++)
		xfree(null[i]);
	return n;
}

static void take_id(struct addition *a, const struct pg_result *r, int row)
{
	for (int i = 0; i < a->n; i++) {
		struct item *item = &a->item[i];

		if (!item->id && !xstrcmp(item->name, pg_text(r, row, 1)) &&
		    !xstrcmp(item->server, pg_text(r, row, 2)) &&
		    (type_of(item) == pg_int(r, row, 3, 0)))
			item->id = pg_int(r, row, 0, 0);
	}
}

static int add_resources(struct storage_conn *conn, struct addition *a)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc = SLURM_SUCCESS;

	if (add_params(&params, a))
		rc = storage_exec(conn, &sql_resource_add, &params, &result);
	for (int i = 0; result && i < pg_rows(result); i++)
		take_id(a, result, i);
	pg_result_free(&result);
	pg_params_free(&params);
	return rc;
}

/* ------------------------------------------------------------------- parts */

static int count_parts(const struct addition *a)
{
	int n = 0;

	for (int i = 0; i < a->n; i++)
		if (list_asks(a->item[i].resource->clus_res_list))
			n += list_count(a->item[i].resource->clus_res_list);
	return n;
}

static void collect_parts(struct addition *a)
{
	struct resource_parts *parts = &a->parts;
	int room = count_parts(a) + 1;

	resource_parts_free(parts); /* of a try before */
	parts->id = xcalloc(room, sizeof(*parts->id));
	parts->cluster = xcalloc(room, sizeof(*parts->cluster));
	parts->allowed = xcalloc(room, sizeof(*parts->allowed));
	for (int i = 0; i < a->n; i++) {
		slurm_list_t list = a->item[i].resource->clus_res_list;
		const slurmdb_clus_res_rec_t **part;

		if (!list_asks(list))
			continue;
		part = (const slurmdb_clus_res_rec_t **)list_to_array(list);
		for (int k = 0; k < list_count(list); k++) {
			parts->id[parts->n] = a->item[i].id;
			parts->cluster[parts->n] = wire_text(part[k]->cluster);
			parts->allowed[parts->n] = share_allowed(part[k]);
			parts->n++;
		}
		xfree(part);
	}
}

static int add_parts(struct storage_conn *conn, struct addition *a)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!a->parts.n)
		return SLURM_SUCCESS;
	(void)resource_add_parts(&params, &a->parts);
	pg_add_int_array(&params, a->parts.allowed, a->parts.n);
	rc = storage_exec(conn, &sql_resource_share_add, &params, &result);
	pg_params_free(&params);
	if (!rc && (pg_rows(result) < a->parts.n)) {
		error("accounting_storage/pgsql: a resource cannot be shared with a cluster that is not known");
		rc = SLURM_ERROR;
	}
	pg_result_free(&result);
	return rc ? rc : resource_check_parts(conn, &a->parts);
}

/* ---------------------------------------------------- log and publication */

static char *describe(const struct item *item, time_t now)
{
	char *text = xstrdup_printf("mod_time=%ld, count=%" PRId64, (long)now,
				    total_of(item));

	if (item->description)
		xstrfmtcat(text, ", description='%s'", item->description);
	if (gives_flags(item))
		xstrfmtcat(text, ", flags=%" PRId64, flags_of(item));
	if (item->manager)
		xstrfmtcat(text, ", manager='%s'", item->manager);
	xstrfmtcat(text, ", type=%" PRId64, type_of(item));
	return text;
}

static int log_added(struct storage_conn *conn, const struct addition *a,
		     const struct actor *actor)
{
	int n = 0, room = a->n + a->parts.n;
	char **name = xcalloc(room, sizeof(*name));
	char **info = xcalloc(room, sizeof(*info));
	const char **cluster = xcalloc(room, sizeof(*cluster));
	time_t now = time(NULL);
	int rc;

	for (int i = 0; i < a->n; i++) {
		if (a->item[i].resource->id != NO_VAL)
			continue;
		name[n] = xstrdup_printf("%" PRId64, a->item[i].id);
		info[n++] = describe(&a->item[i], now);
	}
	for (int i = 0; i < a->parts.n; i++) {
		name[n] = xstrdup_printf("%" PRId64 "@%s", a->parts.id[i],
					 a->parts.cluster[i]);
		info[n++] =
			xstrdup_printf("mod_time=%ld, percent_allowed=%" PRId64,
				       (long)now, a->parts.allowed[i]);
	}
	rc = txn_write_many(conn, DBD_ADD_RES, actor->name, cluster,
			    (const char *const *)name,
			    (const char *const *)info, n);
	for (int i = 0; i < n; i++) {
		xfree(name[i]);
		xfree(info[i]);
	}
	xfree(name);
	xfree(info);
	xfree(cluster);
	return rc;
}

static void complete_news(slurmdb_res_rec_t *news, const struct pg_result *r,
			  int row)
{
	news->name = xstrdup(pg_text(r, row, 1));
	news->server = xstrdup(pg_text(r, row, 2));
	news->type = pg_int(r, row, 3, 0);
	news->count = pg_int(r, row, 4, 0);
	if (SLURMDB_RES_FLAG_ABSOLUTE) /* until 22.05 they are not told */
		news->flags = pg_int(r, row, 5, 0);
	resource_set_last(news, pg_int(r, row, 6, 0), time(NULL));
}

static int publish(struct storage_conn *conn, const struct addition *a,
		   const struct pg_result *resources)
{
	const struct resource_parts *parts = &a->parts;
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < parts->n; i++) {
		slurmdb_res_rec_t *news =
			resource_news(parts->id[i], parts->cluster[i]);

		for (int k = 0; k < pg_rows(resources); k++)
			if (pg_int(resources, k, 0, 0) == parts->id[i])
				complete_news(news, resources, k);
		share_set_allowed(news->clus_res_rec, parts->allowed[i]);
		rc = storage_publish(conn, SLURMDB_ADD_RES, news);
	}
	return rc;
}

/* ------------------------------------------------------------------- verb */

/* Those that were there already must be there still. */
static int lock_all(struct storage_conn *conn, const struct addition *a,
		    struct pg_result **result_r)
{
	int64_t *id = xcalloc(a->n, sizeof(*id));
	struct pg_params params = { 0 };
	int rc;

	for (int i = 0; i < a->n; i++)
		id[i] = a->item[i].id;
	pg_add_int_array(&params, id, a->n);
	xfree(id);
	rc = storage_exec(conn, &sql_resource_lock, &params, result_r);
	pg_params_free(&params);
	for (int i = 0, k; !rc && i < a->n; i++) {
		for (k = 0; k < pg_rows(*result_r); k++)
			if (pg_int(*result_r, k, 0, 0) == a->item[i].id)
				break;
		if (k < pg_rows(*result_r))
			continue;
		error("accounting_storage/pgsql: there is no resource with number %" PRId64,
		      a->item[i].id);
		rc = SLURM_ERROR;
	}
	return rc;
}

static int add_work(struct storage_conn *conn, const struct actor *actor,
		    void *arg)
{
	struct addition *a = arg;
	struct pg_result *resources = NULL;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	for (int i = 0; i < a->n; i++)
		if (a->item[i].resource->id == NO_VAL)
			a->item[i].id = 0;
	if (!(rc = add_resources(conn, a)) &&
	    !(rc = lock_all(conn, a, &resources))) {
		collect_parts(a);
		if (!(rc = add_parts(conn, a)) &&
		    !(rc = log_added(conn, a, actor)))
			rc = publish(conn, a, resources);
	}
	pg_result_free(&resources);
	return rc;
}

static int take_items(struct addition *a, slurm_list_t resources)
{
	slurmdb_res_rec_t **resource =
		(slurmdb_res_rec_t **)list_to_array(resources);
	int rc = SLURM_SUCCESS;

	a->n = list_count(resources);
	a->item = xcalloc(a->n, sizeof(*a->item));
	for (int i = 0; i < a->n; i++) {
		struct item *item = &a->item[i];

		item->resource = resource[i];
		item->name = wire_text(resource[i]->name);
		item->server = wire_text(resource[i]->server);
		item->description = wire_text(resource[i]->description);
		item->manager = wire_text(resource[i]->manager);
		if (resource[i]->id != NO_VAL) {
			item->id = resource[i]->id;
		} else if (!item->name || !item->server) {
			error("accounting_storage/pgsql: a resource to add has no name or no server");
			rc = SLURM_ERROR;
		}
	}
	xfree(resource);
	return rc;
}

extern int resource_add(struct storage_conn *conn, uid_t uid,
			slurm_list_t resources)
{
	struct addition a = { 0 };
	int rc;

	if (!list_asks(resources))
		return SLURM_ERROR;
	if (!(rc = take_items(&a, resources)))
		rc = storage_change_in_turn(conn, uid, add_work, &a);
	for (int i = 0; i < a.n; i++) {
		xfree(a.item[i].name);
		xfree(a.item[i].server);
		xfree(a.item[i].description);
		xfree(a.item[i].manager);
	}
	xfree(a.item);
	resource_parts_free(&a.parts);
	return rc;
}
