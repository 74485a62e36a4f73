/*
 * add.c - clusters: new ones, and removed ones that come back
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cluster_internal.h"

#include "../assoc/assoc.h"
#include "../storage/not_yet.h"
#include "../qos/qos.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"

static int create_root(struct storage_conn *conn, int64_t cluster_id)
{
	struct pg_params params = { 0 };
	int64_t *qos = NULL;
	int rc, n = 0;

	if ((rc = qos_defaults(conn, &qos, &n)))
		return rc;
	pg_add_int(&params, cluster_id);
	pg_add_int_array(&params, qos, n);
	xfree(qos);
	rc = storage_exec(conn, &sql_cluster_add_root, &params, NULL);
	pg_params_free(&params);
	return rc;
}

extern int cluster_create(struct storage_conn *conn, const char *name,
			  int classification, bool external, const char *actor)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&params, name);
	pg_add_int(&params, classification);
	pg_add_int(&params, DBD_ADD_CLUSTERS);
	pg_add_text(&params, actor);
	rc = storage_exec(conn, &sql_cluster_add, &params, &result);
	pg_params_free(&params);
	/* an external cluster only sends its jobs, it has no associations */
	if (!rc && !external)
		rc = create_root(conn, pg_int(result, 0, 0, 0));
	pg_result_free(&result);
	return rc;
}

/* sacctmgr add cluster c1 GrpJobs=5: the limits are those of the top. */
static int limit_root(struct storage_conn *conn, const struct actor *actor,
		      char *cluster, slurmdb_assoc_rec_t *limits)
{
	slurmdb_assoc_cond_t top = {
		.cluster_list = list_create(NULL),
		.acct_list = list_create(NULL),
	};
	slurm_list_t lines = list_create(xfree_ptr);
	int rc;

	list_append(top.cluster_list, cluster);
	list_append(top.acct_list, "root");
	rc = assoc_modify_within(conn, actor, &top, limits, lines);
	FREE_NULL_LIST(top.cluster_list);
	FREE_NULL_LIST(top.acct_list);
	FREE_NULL_LIST(lines);
	return (rc == SLURM_NO_CHANGE_IN_DATA) ? SLURM_SUCCESS : rc;
}

struct add {
	uid_t uid;
	slurm_list_t clusters;
	const struct actor *actor;
	struct storage_conn *conn;
	int rc;
};

static int add_cluster(const struct add *add,
		       const slurmdb_cluster_rec_t *cluster)
{
	bool external = (cluster->flags != NO_VAL) &&
			(cluster->flags & CLUSTER_FLAG_EXT);
	char *name;
	int rc;

	if (cluster->fed.name || cluster->fed.feature_list)
		return not_yet("add_clusters with a federation");
	if (!(name = wire_text(cluster->name)))
		return ESLURM_BAD_NAME;
	rc = cluster_create(add->conn, name, cluster->classification, external,
			    add->actor->name);
	if (!rc && !external && cluster->root_assoc)
		rc = limit_root(add->conn, add->actor, name,
				cluster->root_assoc);
	xfree(name);
	return rc;
}

static int add_one(void *x, void *arg)
{
	struct add *add = arg;

	add->rc = add_cluster(add, x);
	return add->rc ? -1 : 0;
}

static int add_all(struct storage_conn *conn, void *arg)
{
	struct add *add = arg;
	struct actor actor;

	add->conn = conn;
	if ((add->rc = actor_find(conn, add->uid, &actor)))
		return add->rc;
	add->actor = &actor;
	if (actor_is(&actor, SLURMDB_ADMIN_SUPER_USER))
		(void)list_for_each(add->clusters, add_one, add);
	else
		add->rc = ESLURM_ACCESS_DENIED;
	actor_free(&actor);
	return add->rc;
}

extern int cluster_add(struct storage_conn *conn, uid_t uid,
		       slurm_list_t clusters)
{
	struct add add = { .uid = uid, .clusters = clusters };

	return storage_change(conn, add_all, &add);
}
