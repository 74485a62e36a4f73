/*
 * modify.c - clusters: registration through slurmdbd, classification
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "cluster_internal.h"

#include "../storage/not_yet.h"
#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* What a registration must bring, as the error that slurmdbd expects. */
static int check_registration(const slurmdb_cluster_rec_t *c)
{
	bool any = c->control_host || c->control_port || c->rpc_version ||
		   c->dimensions || cluster_select_plugin(c) ||
		   (c->flags != NO_VAL);
	bool all = c->control_host && c->control_port && c->rpc_version;

	if (any && !all) {
		error("accounting_storage/pgsql: a cluster registers with control host, port and RPC version, not with some of them");
		return EFAULT;
	}
	if (!any && !c->classification)
		return SLURM_NO_CHANGE_IN_DATA;
	return SLURM_SUCCESS;
}

/* What the transaction log says was set, as sacctmgr prints it. */
static char *describe(const slurmdb_cluster_rec_t *c)
{
	char *info = NULL;

	if (c->control_host)
		xstrfmtcat(info,
			   "control_host='%s', control_port=%u, last_port=%u, rpc_version=%u, dimensions=%u, plugin_id_select=%u, ",
			   c->control_host, c->control_port, c->control_port,
			   c->rpc_version,
			   c->dimensions, cluster_select_plugin(c));
	if (c->flags != NO_VAL)
		xstrfmtcat(info, "flags=%u, ", c->flags);
	if (c->classification)
		xstrfmtcat(info, "classification=%u, ", c->classification);
	info[strlen(info) - 2] = '\0';
	return info;
}

struct modify {
	uid_t uid;
	const slurmdb_cluster_cond_t *cond;
	const slurmdb_cluster_rec_t *cluster;
	slurm_list_t names;
};

static void add_params(struct pg_params *p, const struct modify *m,
		       const struct actor *actor)
{
	const slurmdb_cluster_rec_t *c = m->cluster;
	char *info = describe(c);

	cluster_add_cond(p, m->cond, false);
	pg_add_text(p, c->control_host);
	cluster_add_given(p, c->control_port, 0);
	cluster_add_given(p, c->rpc_version, 0);
	cluster_add_given(p, c->dimensions, 0);
	cluster_add_given(p, cluster_select_plugin(c), 0);
	cluster_add_given(p, c->flags, NO_VAL);
	cluster_add_given(p, c->classification, 0);
	pg_add_int(p, DBD_MODIFY_CLUSTERS);
	pg_add_text(p, actor->name);
	pg_add_text(p, info);
	xfree(info);
}

static int modify(struct storage_conn *conn, void *arg)
{
	struct modify *m = arg;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	struct actor actor;
	int rc;

	if ((rc = actor_find(conn, m->uid, &actor)))
		return rc;
	if (!actor_is(&actor, SLURMDB_ADMIN_SUPER_USER)) {
		actor_free(&actor);
		return ESLURM_ACCESS_DENIED;
	}
	add_params(&params, m, &actor);
	rc = storage_exec(conn, &sql_cluster_modify, &params, &result);
	FREE_NULL_LIST(m->names); /* of a try before */
	if (!rc)
		m->names = list_of_column(result, 0);
	pg_result_free(&result);
	pg_params_free(&params);
	actor_free(&actor);
	return rc;
}

extern slurm_list_t cluster_modify(struct storage_conn *conn, uid_t uid,
				   slurmdb_cluster_cond_t *cond,
				   slurmdb_cluster_rec_t *cluster)
{
	struct modify m = { .uid = uid, .cond = cond, .cluster = cluster };
	int rc;

	if (!cond || !cluster)
		return list_outcome(NULL, SLURM_ERROR);
	if (cluster->fed.name || cluster->fed.feature_list ||
	    (cluster->fed.state != NO_VAL))
		return not_yet_null("modify_clusters of a federation");
	if ((rc = check_registration(cluster)))
		return list_outcome(NULL, rc);
	rc = storage_change(conn, modify, &m);
	if (!rc && !list_count(m.names))
		rc = SLURM_NO_CHANGE_IN_DATA;
	return list_outcome(m.names, rc);
}
