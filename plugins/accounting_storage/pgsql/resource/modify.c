/*
 * modify.c - changes of resources and of clusters' parts of them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "resource_internal.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "../txn/txn.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static const struct pg_statement resource_share_modify = {
	"resource_share_modify",
	"UPDATE slurm_data.resource_share s SET modified_at = now(), allowed = $3"
	" FROM unnest($1::integer[], $2::text[]) AS g (resource_id, cluster)"
	" JOIN slurm_data.cluster c ON c.name = g.cluster"
	" WHERE s.resource_id = g.resource_id AND s.cluster_id = c.cluster_id"
	" AND NOT s.deleted"
};

struct change {
	const slurmdb_res_cond_t *cond;
	const slurmdb_res_rec_t *resource;
	char *description, *manager; /* as they were sent; or NULL */
	slurm_list_t lines;
};

static bool changes_flags(const slurmdb_res_rec_t *resource)
{
	return !(resource->flags & SLURMDB_RES_FLAG_NOTSET);
}

static bool changes_parts(const struct change *c)
{
	return resource_allocated(c->resource) != NO_VAL;
}

/* What slurmctld keeps of a resource, and has to be told. */
static bool changes_news(const struct change *c)
{
	return (c->resource->count != NO_VAL) || changes_flags(c->resource) ||
	       (c->resource->type != SLURMDB_RESOURCE_NOTSET) ||
	       (resource_last_consumed(c->resource) != NO_VAL);
}

static bool changes_resource(const struct change *c)
{
	return changes_news(c) || c->description || c->manager;
}

/* ----------------------------------------------------------------- update */

static void add_given(struct pg_params *p, uint32_t value, uint32_t not_given)
{
	if (value == not_given)
		pg_add_null(p);
	else
		pg_add_int(p, value);
}

/* Flags after the change are (flags & keep) | set. */
static void add_flags(struct pg_params *p, const slurmdb_res_rec_t *resource)
{
	uint32_t flags = resource->flags & SLURMDB_RES_FLAG_BASE;
	int64_t keep = -1, set = 0;

	if (!changes_flags(resource))
		;
	else if (resource->flags & SLURMDB_RES_FLAG_REMOVE)
		keep = ~(int64_t)flags;
	else if (resource->flags & SLURMDB_RES_FLAG_ADD)
		set = flags;
	else
		keep = 0, set = flags;
	pg_add_int(p, keep);
	pg_add_int(p, set);
}

static int update_resources(struct storage_conn *conn, const struct change *c,
			    const struct resource_parts *parts)
{
	struct pg_params params = { 0 };
	int rc;

	if (!changes_resource(c))
		return SLURM_SUCCESS;
	(void)resource_add_ids(&params, parts);
	add_given(&params, c->resource->count, NO_VAL);
	pg_add_text(&params, c->description);
	pg_add_text(&params, c->manager);
	add_given(&params, c->resource->type, SLURMDB_RESOURCE_NOTSET);
	add_given(&params, resource_last_consumed(c->resource), NO_VAL);
	add_flags(&params, c->resource);
	rc = storage_exec(conn, &sql_resource_modify, &params, NULL);
	pg_params_free(&params);
	return rc;
}

static int update_parts(struct storage_conn *conn, const struct change *c,
			const struct resource_parts *parts)
{
	struct pg_params params = { 0 };
	int rc = SLURM_SUCCESS, n;

	if (!changes_parts(c))
		return SLURM_SUCCESS;
	n = resource_add_parts(&params, parts);
	pg_add_int(&params, resource_allocated(c->resource));
	if (n)
		rc = storage_exec(conn, &resource_share_modify, &params, NULL);
	else if (!changes_resource(c))
		rc = SLURM_NO_CHANGE_IN_DATA;
	pg_params_free(&params);
	return rc;
}

/* ---------------------------------------------------- log and publication */

static char *describe(const struct change *c)
{
	const slurmdb_res_rec_t *r = c->resource;
	char *text = NULL;

	if (r->count != NO_VAL)
		xstrfmtcat(text, ", count=%u", r->count);
	if (resource_last_consumed(r) != NO_VAL)
		xstrfmtcat(text, ", last_consumed=%u",
			   resource_last_consumed(r));
	if (c->description)
		xstrfmtcat(text, ", description='%s'", c->description);
	if (changes_flags(r))
		xstrfmtcat(text, ", flags%s=%u",
			   r->flags & SLURMDB_RES_FLAG_REMOVE ? "-" :
			   r->flags & SLURMDB_RES_FLAG_ADD    ? "+" :
								"",
			   r->flags & SLURMDB_RES_FLAG_BASE);
	if (c->manager)
		xstrfmtcat(text, ", manager='%s'", c->manager);
	if (r->type != SLURMDB_RESOURCE_NOTSET)
		xstrfmtcat(text, ", type=%u", r->type);
	return text;
}

static int log_one(struct storage_conn *conn, const struct actor *actor,
		   int action, char *words, char *info)
{
	int rc = txn_write(
		conn, &(struct txn){ action, actor->name, NULL, words, info });

	xfree(words);
	xfree(info);
	return rc;
}

static int log_change(struct storage_conn *conn, const struct actor *actor,
		      const struct change *c,
		      const struct resource_parts *parts)
{
	bool alone = changes_parts(c) || resource_asks_parts(c->cond);
	char *info;
	int rc;

	if (changes_parts(c)) {
		info = xstrdup_printf("percent_allowed=%u",
				      resource_allocated(c->resource));
		if ((rc = log_one(conn, actor, DBD_MODIFY_CLUS_RES,
				  resource_part_words(parts, alone), info)))
			return rc;
	}
	if (!changes_resource(c))
		return SLURM_SUCCESS;
	info = describe(c);
	memmove(info, info + 2, strlen(info + 2) + 1);
	return log_one(conn, actor, DBD_MODIFY_RES, resource_words(parts),
		       info);
}

static int publish(struct storage_conn *conn, const struct change *c,
		   const struct resource_parts *parts)
{
	int rc = SLURM_SUCCESS;

	if (!changes_news(c) && !changes_parts(c))
		return SLURM_SUCCESS;
	for (int i = 0; !rc && i < parts->n; i++) {
		slurmdb_res_rec_t *news;

		if (!parts->cluster[i])
			continue;
		news = resource_news(parts->id[i], parts->cluster[i]);
		news->count = c->resource->count;
		news->flags = c->resource->flags;
		news->type = c->resource->type;
		resource_set_last(news, resource_last_consumed(c->resource),
				  time(NULL));
		share_set_allowed(news->clus_res_rec,
				  resource_allocated(c->resource));
		rc = storage_publish(conn, SLURMDB_MODIFY_RES, news);
	}
	return rc;
}

/* ------------------------------------------------------------------- verb */

static int change_matched(struct storage_conn *conn, struct change *c,
			  const struct actor *actor,
			  const struct resource_parts *parts)
{
	int rc;

	if (!parts->n)
		return SLURM_NO_CHANGE_IN_DATA;
	if ((rc = update_resources(conn, c, parts)) ||
	    (rc = update_parts(conn, c, parts)) ||
	    (changes_parts(c) && (rc = resource_check_parts(conn, parts))) ||
	    (rc = log_change(conn, actor, c, parts)))
		return rc;
	resource_lines(c->lines, parts,
		       changes_parts(c) || resource_asks_parts(c->cond));
	return publish(conn, c, parts);
}

static int modify_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct resource_parts parts = { 0 };
	struct change *c = arg;
	int rc;

	list_flush(c->lines); /* of a try before */
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	if (!changes_resource(c) && !changes_parts(c))
		return SLURM_NO_CHANGE_IN_DATA;
	if (!(rc = resource_match(conn, c->cond, &parts)))
		rc = change_matched(conn, c, actor, &parts);
	resource_parts_free(&parts);
	return rc;
}

extern slurm_list_t resource_modify(struct storage_conn *conn, uid_t uid,
				    slurmdb_res_cond_t *cond,
				    slurmdb_res_rec_t *resource)
{
	struct change c = { .cond = cond, .resource = resource };
	int rc;

	if (!cond || !resource)
		return list_outcome(NULL, SLURM_ERROR);
	c.description = wire_text(resource->description);
	c.manager = wire_text(resource->manager);
	c.lines = list_create(xfree_ptr);
	rc = storage_change_in_turn(conn, uid, modify_work, &c);
	if ((rc == SLURM_NO_CHANGE_IN_DATA) && !changes_resource(&c))
		FREE_NULL_LIST(c.lines); /* said as a comment, not as a list */
	xfree(c.description);
	xfree(c.manager);
	return list_outcome(c.lines, rc);
}
