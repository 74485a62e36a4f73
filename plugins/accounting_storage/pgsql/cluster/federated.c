/*
 * federated.c - clusters: what they are in their federation, as sacctmgr asks
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federated.h"

#include "../federation/federation.h"
#include "../storage/lists.h"
#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"

extern void clusters_free(struct clusters *clusters)
{
	FREE_NULL_LIST(clusters->names);
	for (int i = 0; i < clusters->n; i++) {
		xfree(clusters->federation[i]);
		xfree(clusters->features[i]);
	}
	xfree(clusters->federation);
	xfree(clusters->features);
	clusters->n = 0;
}

extern bool cluster_asks_federation(const slurmdb_cluster_rec_t *cluster)
{
	return cluster->fed.name || cluster->fed.feature_list ||
	       (cluster->fed.state != NO_VAL);
}

/* ---------------------------------------------------------------- features */

static int apply_feature(void *item, void *arg)
{
	char *feature = wire_text(item);
	slurm_list_t features = arg;

	if (!feature)
		return 0;
	if (feature[0] == '-')
		(void)list_delete_all(features, slurm_find_char_in_list,
				      feature + 1);
	else
		list_append(features, xstrdup(feature + (feature[0] == '+')));
	xfree(feature);
	return 0;
}

/* "+a,-b" changes what there is, "a,b" and "" replace it; sorted, by commas. */
static char *change_features(char *before, slurm_list_t change)
{
	slurm_list_t features = list_create(xfree_ptr);
	const char *first = list_peek(change);
	char *after;

	if (first && ((first[0] == '+') || (first[0] == '-')))
		slurm_addto_char_list(features, before);
	list_for_each(change, apply_feature, features);
	after = slurm_char_list_to_xstr(features);
	FREE_NULL_LIST(features);
	return after ? after : xstrdup("");
}

static void change_all_features(struct clusters *clusters, slurm_list_t change)
{
	for (int i = 0; change && i < clusters->n; i++) {
		char *before = clusters->features[i];

		clusters->features[i] = change_features(before, change);
		xfree(before);
	}
}

/* -------------------------------------------------------------- membership */

static int change_membership(struct storage_conn *conn, const char *federation,
			     uint32_t state, const struct clusters *clusters)
{
	if (!federation[0])
		return federation_leave(conn, NULL, clusters->names, NULL);
	return federation_join(conn, federation, clusters->names, state);
}

/* Who has left a federation has no state. */
static void add_state(struct pg_params *p, const slurmdb_cluster_rec_t *cluster)
{
	bool leaves = cluster->fed.name && !cluster->fed.name[0];

	if (leaves || (cluster->fed.state == NO_VAL))
		pg_add_null(p);
	else
		pg_add_int(p, cluster->fed.state);
}

static int update(struct storage_conn *conn,
		  const slurmdb_cluster_rec_t *cluster,
		  const struct clusters *clusters, struct pg_result **result_r)
{
	struct pg_params params = { 0 };
	int rc;

	params_add_names(&params, clusters->names);
	add_state(&params, cluster);
	if (cluster->fed.feature_list)
		pg_add_text_array(&params,
				  (const char *const *)clusters->features,
				  clusters->n);
	else
		pg_add_null(&params);
	rc = storage_exec(conn, &sql_cluster_federation, &params, result_r);
	pg_params_free(&params);
	return rc;
}

/* ------------------------------------------------------------- description */

static void describe(const slurmdb_cluster_rec_t *cluster,
		     const char *federation, const char *before,
		     const char *features, const struct pg_result *now, int row,
		     char **info)
{
	bool leaves = federation && !federation[0];

	if (federation)
		xstrfmtcat(*info, ", federation='%s'", federation);
	if (cluster->fed.state != NO_VAL)
		xstrfmtcat(*info, ", fed_state=%u", cluster->fed.state);
	if (federation)
		xstrfmtcat(*info, ", fed_id=%" PRId64, pg_int(now, row, 1, 0));
	if (leaves || (federation && (cluster->fed.state == NO_VAL) &&
		       xstrcmp(federation, before)))
		xstrfmtcat(*info, ", fed_state=%" PRId64,
			   pg_int(now, row, 2, 0));
	if (cluster->fed.feature_list)
		xstrfmtcat(*info, ", features='%s'", features);
}

static void describe_all(const slurmdb_cluster_rec_t *cluster,
			 const char *federation,
			 const struct clusters *clusters,
			 const struct pg_result *now, char **info)
{
	const void **name = list_to_array(clusters->names);

	for (int i = 0; i < clusters->n; i++)
		for (int row = 0; row < pg_rows(now); row++)
			if (!xstrcmp(name[i], pg_text(now, row, 0)))
				describe(cluster, federation,
					 clusters->federation[i],
					 clusters->features[i], now, row,
					 &info[i]);
	xfree(name);
}

extern int cluster_federate(struct storage_conn *conn,
			    const slurmdb_cluster_rec_t *cluster,
			    struct clusters *clusters, char **info)
{
	struct pg_result *now = NULL;
	char *federation = NULL;
	int rc = SLURM_SUCCESS;

	if (cluster->fed.name) {
		federation = wire_text(cluster->fed.name);
		if (!federation)
			federation = xstrdup("");
		rc = change_membership(conn, federation, cluster->fed.state,
				       clusters);
	}
	if (!rc) {
		change_all_features(clusters, cluster->fed.feature_list);
		rc = update(conn, cluster, clusters, &now);
	}
	if (!rc)
		describe_all(cluster, federation, clusters, now, info);
	pg_result_free(&now);
	xfree(federation);
	return rc ? rc : federation_publish(conn);
}
