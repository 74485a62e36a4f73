/*
 * add.c - clusters: new ones, and removed ones that come back
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federated.h"

#include "../assoc/assoc.h"
#include "../federation/federation.h"
#include "../qos/qos.h"
#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "../txn/txn.h"
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
			  int classification, bool external, bool *added_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&params, name);
	pg_add_int(&params, classification);
	rc = storage_exec(conn, &sql_cluster_add, &params, &result);
	pg_params_free(&params);
	/* an external cluster only sends its jobs, it has no associations */
	if (!rc && !external)
		rc = create_root(conn, pg_int(result, 0, 0, 0));
	*added_r = !rc && pg_bool(result, 0, 1);
	pg_result_free(&result);
	return rc;
}

static const struct pg_statement cluster_root_user = {
	"cluster_root_user",
	"SELECT a.assoc_id FROM slurm_data.assoc a"
	" JOIN slurm_data.cluster c USING (cluster_id)"
	" WHERE c.name = $1 AND a.account = 'root' AND a.user_name = 'root'"
};

/* An external cluster has none. */
static int log_root_user(struct storage_conn *conn, const char *name,
			 const char *actor)
{
	slurmdb_assoc_rec_t root;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	slurmdb_init_assoc_rec(&root, false);
	root.cluster = (char *)name;
	root.acct = root.user = (char *)"root";
	root.is_def = 1;
	pg_add_text(&params, name);
	rc = storage_exec(conn, &cluster_root_user, &params, &result);
	pg_params_free(&params);
	if (!rc && pg_rows(result))
		rc = assoc_log_added(conn, actor, pg_int(result, 0, 0, 0),
				     &root);
	pg_result_free(&result);
	return rc;
}

extern int cluster_log_added(struct storage_conn *conn, const char *name,
			     const char *actor, const char *info)
{
	char *text = xstrdup_printf("mod_time=%ld%s", (long)time(NULL),
				    info ? info : "");
	int rc = txn_write(conn, &(struct txn){ .action = DBD_ADD_CLUSTERS,
						.actor = actor,
						.name = name,
						.info = text });

	xfree(text);
	return rc ? rc : log_root_user(conn, name, actor);
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

/* It joins a federation and has features there from the beginning. */
static int federate(struct storage_conn *conn, char *name,
		    const slurmdb_cluster_rec_t *cluster, char **info)
{
	struct clusters alone = { .names = list_create(NULL), .n = 1 };
	int rc;

	if (!cluster->fed.name && !cluster->fed.feature_list) {
		FREE_NULL_LIST(alone.names);
		return SLURM_SUCCESS;
	}
	list_append(alone.names, name);
	alone.federation = xcalloc(1, sizeof(char *));
	alone.features = xcalloc(1, sizeof(char *));
	rc = cluster_federate(conn, cluster, &alone, info);
	clusters_free(&alone);
	return rc;
}

struct add {
	slurm_list_t clusters;
	const struct actor *actor;
	struct storage_conn *conn;
	int rc;
};

static bool is_external(const slurmdb_cluster_rec_t *cluster)
{
	return (cluster->flags != NO_VAL) &&
	       (cluster->flags & CLUSTER_FLAG_EXT);
}

static int add_named(const struct add *add, char *name,
		     const slurmdb_cluster_rec_t *cluster)
{
	char *federation = wire_text(cluster->fed.name);
	char *info = NULL;
	bool added = false;
	int rc = SLURM_SUCCESS;

	if (federation)
		rc = federation_lock(add->conn, federation);
	xfree(federation);
	if (!rc)
		rc = cluster_create(add->conn, name, cluster->classification,
				    is_external(cluster), &added);
	if (!rc && !is_external(cluster) && cluster->root_assoc)
		rc = limit_root(add->conn, add->actor, name,
				cluster->root_assoc);
	if (!rc)
		rc = federate(add->conn, name, cluster, &info);
	if (!rc && added)
		rc = cluster_log_added(add->conn, name, add->actor->name, info);
	xfree(info);
	return rc;
}

static int add_one(void *x, void *arg)
{
	const slurmdb_cluster_rec_t *cluster = x;
	struct add *add = arg;
	char *name = wire_text(cluster->name);

	add->rc = name ? add_named(add, name, cluster) : ESLURM_BAD_NAME;
	xfree(name);
	return add->rc ? -1 : 0;
}

static int add_work(struct storage_conn *conn, const struct actor *actor,
		    void *arg)
{
	struct add *add = arg;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	add->conn = conn;
	add->actor = actor;
	add->rc = SLURM_SUCCESS;
	(void)list_for_each(add->clusters, add_one, add);
	return add->rc;
}

extern int cluster_add(struct storage_conn *conn, uid_t uid,
		       slurm_list_t clusters)
{
	struct add add = { .clusters = clusters };

	return storage_change_as(conn, uid, add_work, &add);
}
