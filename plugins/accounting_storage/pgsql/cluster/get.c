/*
 * get.c - clusters: questions
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "cluster_internal.h"

#include "../assoc/assoc.h"
#include "../storage/lists.h"
#include "../usage/usage.h"
#include "plugins/accounting_storage/pgsql/sql.h"

extern void cluster_add_given(struct pg_params *p, int64_t value,
			      int64_t not_given)
{
	if (value == not_given)
		pg_add_null(p);
	else
		pg_add_int(p, value);
}

extern void cluster_add_cond(struct pg_params *p,
			     const slurmdb_cluster_cond_t *cond,
			     bool with_deleted)
{
	static const slurmdb_cluster_cond_t all = { .flags = NO_VAL };

	if (!cond)
		cond = &all;
	params_add_sent_names(p, cond->cluster_list);
	params_add_sent_names(p, cond->federation_list);
	params_add_ids(p, cluster_cond_select_plugins(cond));
	params_add_ids(p, cond->rpc_version_list);
	cluster_add_given(p, cond->flags, NO_VAL);
	cluster_add_given(p, cond->classification, 0);
	pg_add_bool(p, with_deleted);
}

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	return pg_is_null(result, row, column) ?
		       NULL :
		       xstrdup(pg_text(result, row, column));
}

/* Columns of cluster_get.sql. The record's other members stay as
 * slurmdb_init_cluster_rec() leaves them. */
static slurmdb_cluster_rec_t *read_cluster(const struct pg_result *r, int row)
{
	slurmdb_cluster_rec_t *cluster = xmalloc(sizeof(*cluster));

	slurmdb_init_cluster_rec(cluster, false);
	cluster->name = xstrdup(pg_text(r, row, 0));
	cluster->classification = pg_int(r, row, 1, 0);
	cluster->control_host = xstrdup(pg_text(r, row, 2));
	cluster->control_port = pg_int(r, row, 3, 0);
	if (pg_text(r, row, 4)[0]) {
		cluster->fed.feature_list = list_create(xfree_ptr);
		slurm_addto_char_list(cluster->fed.feature_list,
				      (char *)pg_text(r, row, 4));
	}
	cluster->fed.name = xstrdup(pg_text(r, row, 5));
	cluster->fed.id = pg_int(r, row, 6, 0);
	cluster->fed.state = pg_int(r, row, 7, 0);
	cluster->rpc_version = pg_int(r, row, 8, 0);
	cluster->dimensions = pg_int(r, row, 9, 0);
	cluster->flags = pg_int(r, row, 10, 0);
	cluster_set_select_plugin(cluster, pg_int(r, row, 11, 0));
	cluster->nodes = text_or_null(r, row, 12);
	cluster->tres_str = text_or_null(r, row, 13);
	return cluster;
}

static const struct pg_statement cluster_federated = {
	"cluster_federated",
	"SELECT name, classification, control_host, control_port, fed_features,"
	" federation, fed_id, fed_state, rpc_version, dimensions, flags,"
	" plugin_id_select, NULL, NULL"
	" FROM slurm_data.cluster WHERE NOT deleted AND fed_id > 0 ORDER BY name"
};

extern int cluster_find_federated(struct storage_conn *conn,
				  slurm_list_t *list_r)
{
	struct pg_result *result = NULL;
	int rc = storage_exec(conn, &cluster_federated, NULL, &result);

	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_cluster_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_cluster(result, i));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

static int is_root_of(void *x, void *key)
{
	slurmdb_assoc_rec_t *assoc = x;

	return !xstrcmp(assoc->cluster, key);
}

static int take_root(void *x, void *arg)
{
	slurmdb_cluster_rec_t *cluster = x;

	cluster->root_assoc = list_remove_first(arg, is_root_of, cluster->name);
	return 0;
}

/* What sacctmgr shows of a cluster are mostly the limits of its root. */
static void add_roots(struct storage_conn *conn, uid_t uid,
		      slurm_list_t clusters, bool with_deleted)
{
	slurmdb_assoc_cond_t cond = {
		.acct_list = list_create(NULL),
		.user_list = list_create(NULL),
	};
	slurm_list_t roots;

	if (with_deleted)
		assoc_cond_set_flags(&cond, ASSOC_COND_FLAG_WITH_DELETED);
	list_append(cond.acct_list, "root");
	list_append(cond.user_list, "");
	roots = assoc_get(conn, uid, &cond);
	if (roots)
		list_for_each(clusters, take_root, roots);
	FREE_NULL_LIST(roots);
	FREE_NULL_LIST(cond.acct_list);
	FREE_NULL_LIST(cond.user_list);
}

static int add_usage(struct storage_conn *conn,
		     const slurmdb_cluster_cond_t *cond, slurm_list_t clusters)
{
	int rc = storage_enter(conn);

	if (rc)
		return rc;
	rc = usage_add_to_clusters(conn, clusters, cond->usage_start,
				   cond->usage_end);
	storage_leave(conn);
	return rc;
}

extern slurm_list_t cluster_get(struct storage_conn *conn, uid_t uid,
				 slurmdb_cluster_cond_t *cond)
{
	bool with_deleted = cond && cond->with_deleted;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	slurm_list_t clusters;
	int rc;

	cluster_add_cond(&params, cond, with_deleted);
	rc = storage_query(conn, &sql_cluster_get, &params, &result);
	pg_params_free(&params);
	if (rc)
		return NULL;
	clusters = list_create(slurmdb_destroy_cluster_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(clusters, read_cluster(result, i));
	pg_result_free(&result);
	if (cond && cond->with_usage && (rc = add_usage(conn, cond, clusters)))
		return list_outcome(clusters, rc);
	if (list_count(clusters))
		add_roots(conn, uid, clusters, with_deleted);
	errno = 0;
	return clusters;
}
