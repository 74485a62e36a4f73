/*
 * modify.c - federations: flags, and which clusters belong to them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federation.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"

struct change {
	const slurmdb_federation_cond_t *cond;
	const slurmdb_federation_rec_t *federation;
	slurm_list_t names;
};

/* Locks them, one after the other by name. */
extern int federation_lock_matching(struct storage_conn *conn,
				    const slurmdb_federation_cond_t *cond,
				    slurm_list_t *names_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	federation_add_cond(&params, cond);
	pg_add_bool(&params, false);
	rc = storage_exec(conn, &sql_federation_find, &params, &result);
	pg_params_free(&params);
	FREE_NULL_LIST(*names_r); /* of a try before */
	if (!rc)
		*names_r = list_of_column(result, 0);
	for (int i = 0; !rc && i < pg_rows(result); i++)
		rc = federation_lock(conn, pg_text(result, i, 0));
	pg_result_free(&result);
	return rc;
}

static int append_cluster(void *item, void *arg)
{
	const slurmdb_cluster_rec_t *cluster = item;
	char *name = wire_text(cluster->name);
	char **words = arg;

	if (name)
		xstrfmtcat(*words, "%sclusters%.*s='%s'", *words ? ", " : "",
			   (name[0] == '-') || (name[0] == '+'), name,
			   name + ((name[0] == '-') || (name[0] == '+')));
	xfree(name);
	return 0;
}

static char *describe(const struct change *c)
{
	int64_t keep, set;
	char *words = NULL;

	if (federation_flags(c->federation, &keep, &set))
		xstrfmtcat(words, "flags=%u",
			   c->federation->flags & FEDERATION_FLAG_BASE);
	if (c->federation->cluster_list)
		list_for_each(c->federation->cluster_list, append_cluster,
			      &words);
	return words;
}

static int update(struct storage_conn *conn, const struct change *c,
		  const struct actor *actor)
{
	struct pg_params params = { 0 };
	int64_t keep, set;
	char *info = describe(c);
	int rc;

	(void)federation_flags(c->federation, &keep, &set);
	params_add_names(&params, c->names);
	pg_add_int(&params, keep);
	pg_add_int(&params, set);
	pg_add_int(&params, DBD_MODIFY_FEDERATIONS);
	pg_add_text(&params, actor->name);
	pg_add_text(&params, info);
	rc = storage_exec(conn, &sql_federation_modify, &params, NULL);
	pg_params_free(&params);
	xfree(info);
	return rc;
}

static int modify_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct change *c = arg;
	slurm_list_t clusters = c->federation->cluster_list;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if ((rc = federation_lock_matching(conn, c->cond, &c->names)))
		return rc;
	if (!list_count(c->names))
		return SLURM_NO_CHANGE_IN_DATA;
	if (list_asks(clusters)) {
		if (list_count(c->names) > 1)
			return ESLURM_FED_CLUSTER_MULTIPLE_ASSIGNMENT;
		if ((rc = federation_assign(conn, list_peek(c->names),
					    clusters)))
			return rc;
	}
	if ((rc = update(conn, c, actor)))
		return rc;
	return federation_publish(conn);
}

extern slurm_list_t federation_modify(struct storage_conn *conn, uid_t uid,
				      slurmdb_federation_cond_t *cond,
				      slurmdb_federation_rec_t *federation)
{
	struct change c = { .cond = cond, .federation = federation };
	int64_t keep, set;
	int rc;

	if (!cond || !federation)
		return list_outcome(NULL, SLURM_ERROR);
	if (!federation_flags(federation, &keep, &set) &&
	    !list_asks(federation->cluster_list))
		return list_outcome(NULL, SLURM_NO_CHANGE_IN_DATA);
	rc = storage_change_as(conn, uid, modify_work, &c);
	return list_outcome(c.names, rc);
}
