/*
 * find.c - resources: questions
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "resource_internal.h"

#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	const char *text = pg_text(result, row, column);

	return text[0] ? xstrdup(text) : NULL;
}

static slurmdb_res_rec_t *read_resource(const struct pg_result *r, int row)
{
	slurmdb_res_rec_t *resource = xmalloc(sizeof(*resource));

	slurmdb_init_res_rec(resource, false);
	resource->id = pg_int(r, row, RESOURCE_ID, 0);
	resource->name = text_or_null(r, row, RESOURCE_NAME);
	resource->server = text_or_null(r, row, RESOURCE_SERVER);
	resource->type = pg_int(r, row, RESOURCE_TYPE, 0);
	resource->count = pg_int(r, row, RESOURCE_TOTAL, 0);
	resource->description = text_or_null(r, row, RESOURCE_DESCRIPTION);
	resource->manager = text_or_null(r, row, RESOURCE_MANAGER);
	resource->flags = pg_int(r, row, RESOURCE_FLAGS, 0);
	resource_set_last(resource, pg_int(r, row, RESOURCE_LAST_CONSUMED, 0),
			  pg_time(r, row, RESOURCE_MODIFIED_AT));
	resource_set_allocated(resource, pg_int(r, row, RESOURCE_ALLOCATED, 0));
	return resource;
}

static void read_part(slurmdb_res_rec_t *resource, const struct pg_result *r,
		      int row)
{
	slurmdb_clus_res_rec_t *part;

	if (pg_is_null(r, row, RESOURCE_CLUSTER))
		return;
	part = xmalloc(sizeof(*part));
	part->cluster = xstrdup(pg_text(r, row, RESOURCE_CLUSTER));
	share_set_allowed(part, pg_int(r, row, RESOURCE_ALLOWED, 0));
	if (!resource->clus_res_list)
		resource->clus_res_list =
			list_create(slurmdb_destroy_clus_res_rec);
	list_append(resource->clus_res_list, part);
}

/* A row is a resource, or one of its parts; those of one are together. */
static slurm_list_t read_all(const struct pg_result *r)
{
	slurm_list_t resources = list_create(slurmdb_destroy_res_rec);
	slurmdb_res_rec_t *resource = NULL;

	for (int i = 0; i < pg_rows(r); i++) {
		if (!resource ||
		    (resource->id != pg_int(r, i, RESOURCE_ID, 0))) {
			resource = read_resource(r, i);
			list_append(resources, resource);
		}
		read_part(resource, r, i);
	}
	return resources;
}

extern slurm_list_t resource_get(struct storage_conn *conn, uid_t uid,
				 slurmdb_res_cond_t *cond)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	slurm_list_t resources = NULL;
	int rc;

	resource_add_cond(&params, cond, cond && cond->with_deleted,
			  cond ? cond->with_clusters : PARTS_NONE);
	rc = storage_query(conn, &sql_resource_find, &params, &result);
	pg_params_free(&params);
	if (!rc)
		resources = read_all(result);
	pg_result_free(&result);
	return list_outcome(resources, rc);
}
