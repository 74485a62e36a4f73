/*
 * modify.c - clusters: registration through slurmdbd, classification, and
 * what they are in their federation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "federated.h"

#include "../federation/federation.h"
#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "../txn/txn.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static bool asks_registration(const slurmdb_cluster_rec_t *c)
{
	return c->control_host || c->control_port || c->rpc_version ||
	       c->dimensions || cluster_select_plugin(c) ||
	       (c->flags != NO_VAL);
}

/* What a registration must bring, as the error that slurmdbd expects. */
static int check(const slurmdb_cluster_rec_t *c)
{
	bool all = c->control_host && c->control_port && c->rpc_version;

	if (asks_registration(c) && !all) {
		error("accounting_storage/pgsql: a cluster registers with control host, port and RPC version, not with some of them");
		return EFAULT;
	}
	if (!all && !c->classification && !cluster_asks_federation(c))
		return SLURM_NO_CHANGE_IN_DATA;
	return SLURM_SUCCESS;
}

struct modify {
	const slurmdb_cluster_cond_t *cond;
	const slurmdb_cluster_rec_t *cluster;
	slurm_list_t names;
};

/* ------------------------------------------------------------------ change */

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	return pg_is_null(result, row, column)
		       ? NULL
		       : xstrdup(pg_text(result, row, column));
}

/* A federation before its clusters, as where it is changed itself. */
static int lock_federation(struct storage_conn *conn,
			   const slurmdb_cluster_rec_t *cluster)
{
	char *name = wire_text(cluster->fed.name);
	int rc = name ? federation_lock(conn, name) : SLURM_SUCCESS;

	xfree(name);
	return rc;
}

static int lock_matching(struct storage_conn *conn, const struct modify *m,
			 struct clusters *clusters)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if ((rc = lock_federation(conn, m->cluster)))
		return rc;
	cluster_add_cond(&params, m->cond, false);
	rc = storage_exec(conn, &sql_cluster_lock, &params, &result);
	pg_params_free(&params);
	if (rc)
		return rc;
	clusters->names = list_of_column(result, 0);
	clusters->n = pg_rows(result);
	clusters->federation = xcalloc(clusters->n + 1, sizeof(char *));
	clusters->features = xcalloc(clusters->n + 1, sizeof(char *));
	for (int i = 0; i < clusters->n; i++) {
		clusters->federation[i] = text_or_null(result, i, 1);
		clusters->features[i] = text_or_null(result, i, 2);
	}
	pg_result_free(&result);
	return clusters->n ? SLURM_SUCCESS : SLURM_NO_CHANGE_IN_DATA;
}

static int update(struct storage_conn *conn, const slurmdb_cluster_rec_t *c,
		  const struct clusters *clusters)
{
	struct pg_params params = { 0 };
	int rc;

	if (!asks_registration(c) && !c->classification)
		return SLURM_SUCCESS;
	params_add_names(&params, clusters->names);
	pg_add_text(&params, c->control_host);
	cluster_add_given(&params, c->control_port, 0);
	cluster_add_given(&params, c->rpc_version, 0);
	cluster_add_given(&params, c->dimensions, 0);
	cluster_add_given(&params, cluster_select_plugin(c), 0);
	cluster_add_given(&params, c->flags, NO_VAL);
	cluster_add_given(&params, c->classification, 0);
	rc = storage_exec(conn, &sql_cluster_modify, &params, NULL);
	pg_params_free(&params);
	return rc;
}

/* -------------------------------------------------------------------- log */

/* What the transaction log says was set, as sacctmgr prints it. */
static char *describe(const slurmdb_cluster_rec_t *c)
{
	char *info = NULL;

	if (c->control_host)
		xstrfmtcat(
			info,
			", control_host='%s', control_port=%u, last_port=%u, rpc_version=%u, dimensions=%u, plugin_id_select=%u",
			c->control_host, c->control_port, c->control_port,
			c->rpc_version, c->dimensions,
			cluster_select_plugin(c));
	if (c->flags != NO_VAL)
		xstrfmtcat(info, ", flags=%u", c->flags);
	if (c->classification)
		xstrfmtcat(info, ", classification=%u", c->classification);
	return info;
}

static int log_change(struct storage_conn *conn, const struct actor *actor,
		      const struct clusters *clusters, char **info)
{
	const void **cluster = list_to_array(clusters->names);
	const char **none = xcalloc(clusters->n, sizeof(*none));
	const char **words = xcalloc(clusters->n, sizeof(*words));
	char **name = xcalloc(clusters->n, sizeof(*name));
	int rc;

	for (int i = 0; i < clusters->n; i++) {
		name[i] = xstrdup_printf("name='%s'", (const char *)cluster[i]);
		words[i] = info[i] ? info[i] + strlen(", ") : NULL;
	}
	rc = txn_write_many(conn, DBD_MODIFY_CLUSTERS, actor->name, none,
			    (const char *const *)name, words, clusters->n);
	for (int i = 0; i < clusters->n; i++)
		xfree(name[i]);
	xfree(name);
	xfree(words);
	xfree(none);
	xfree(cluster);
	return rc;
}

/* ------------------------------------------------------------------- verb */

static int change_matched(struct storage_conn *conn, const struct modify *m,
			  const struct actor *actor, struct clusters *clusters)
{
	char **info = xcalloc(clusters->n, sizeof(*info));
	int rc;

	for (int i = 0; i < clusters->n; i++)
		info[i] = describe(m->cluster);
	rc = update(conn, m->cluster, clusters);
	if (!rc && cluster_asks_federation(m->cluster))
		rc = cluster_federate(conn, m->cluster, clusters, info);
	if (!rc)
		rc = log_change(conn, actor, clusters, info);
	for (int i = 0; i < clusters->n; i++)
		xfree(info[i]);
	xfree(info);
	return rc;
}

static int modify_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct clusters clusters = { 0 };
	struct modify *m = arg;
	int rc;

	list_flush(m->names); /* of a try before */
	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if (!(rc = lock_matching(conn, m, &clusters)) &&
	    !(rc = change_matched(conn, m, actor, &clusters)))
		list_transfer(m->names, clusters.names);
	clusters_free(&clusters);
	return rc;
}

extern slurm_list_t cluster_modify(struct storage_conn *conn, uid_t uid,
				   slurmdb_cluster_cond_t *cond,
				   slurmdb_cluster_rec_t *cluster)
{
	struct modify m = { .cond = cond, .cluster = cluster };
	int rc;

	if (!cond || !cluster)
		return list_outcome(NULL, SLURM_ERROR);
	if ((rc = check(cluster)))
		return list_outcome(NULL, rc);
	m.names = list_create(xfree_ptr);
	return list_outcome(m.names,
			    storage_change_as(conn, uid, modify_work, &m));
}
