/*
 * remove.c - resources, or clusters' parts of them, that are no more
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "resource_internal.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../txn/txn.h"
#include "plugins/accounting_storage/pgsql/sql.h"

struct removal {
	const slurmdb_res_cond_t *cond;
	slurm_list_t lines;
};

static int remove_parts(struct storage_conn *conn,
			const struct resource_parts *parts)
{
	struct pg_params params = { 0 };
	int rc = SLURM_SUCCESS;

	if (resource_add_parts(&params, parts))
		rc = storage_exec(conn, &sql_resource_share_remove, &params,
				  NULL);
	pg_params_free(&params);
	return rc;
}

static int remove_resources(struct storage_conn *conn,
			    const struct resource_parts *parts)
{
	struct pg_params params = { 0 };
	int rc;

	(void)resource_add_ids(&params, parts);
	rc = storage_exec(conn, &sql_resource_remove, &params, NULL);
	pg_params_free(&params);
	return rc;
}

static int log_removal(struct storage_conn *conn, const struct actor *actor,
		       int action, char *words)
{
	int rc = txn_write(conn, &(struct txn){ .action = action,
						.actor = actor->name,
						.name = words });

	xfree(words);
	return rc;
}

static int publish(struct storage_conn *conn,
		   const struct resource_parts *parts)
{
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < parts->n; i++)
		if (parts->cluster[i])
			rc = storage_publish(
				conn, SLURMDB_REMOVE_RES,
				resource_news(parts->id[i], parts->cluster[i]));
	return rc;
}

static int remove_matched(struct storage_conn *conn, struct removal *r,
			  const struct actor *actor,
			  const struct resource_parts *parts)
{
	bool alone = resource_asks_parts(r->cond);
	int rc;

	if (!parts->n)
		return SLURM_NO_CHANGE_IN_DATA;
	resource_lines(r->lines, parts, alone);
	if ((rc = remove_parts(conn, parts)) ||
	    (rc = log_removal(conn, actor, DBD_REMOVE_CLUS_RES,
			      resource_part_words(parts, alone))))
		return rc;
	if (!alone && ((rc = remove_resources(conn, parts)) ||
		       (rc = log_removal(conn, actor, DBD_REMOVE_RES,
					 resource_words(parts)))))
		return rc;
	return publish(conn, parts);
}

static int remove_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct resource_parts parts = { 0 };
	struct removal *r = arg;
	int rc;

	list_flush(r->lines); /* of a try before */
	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if (!(rc = resource_match(conn, r->cond, &parts)))
		rc = remove_matched(conn, r, actor, &parts);
	resource_parts_free(&parts);
	return rc;
}

extern slurm_list_t resource_remove(struct storage_conn *conn, uid_t uid,
				    slurmdb_res_cond_t *cond)
{
	struct removal r = { .cond = cond };

	if (!cond)
		return list_outcome(NULL, SLURM_ERROR);
	r.lines = list_create(xfree_ptr);
	return list_outcome(r.lines,
			    storage_change_in_turn(conn, uid, remove_work,
						   &r));
}
