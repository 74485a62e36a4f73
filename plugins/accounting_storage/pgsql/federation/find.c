/*
 * find.c - federations: questions, and what slurmctlds are told
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federation.h"

#include "../cluster/cluster.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"

extern void federation_add_cond(struct pg_params *p,
				const slurmdb_federation_cond_t *cond)
{
	static const slurmdb_federation_cond_t all;

	if (!cond)
		cond = &all;
	params_add_sent_names(p, cond->federation_list);
	params_add_sent_names(p, cond->cluster_list);
}

static slurm_list_t read_all(const struct pg_result *r)
{
	slurm_list_t list = list_create(slurmdb_destroy_federation_rec);

	for (int i = 0; i < pg_rows(r); i++) {
		slurmdb_federation_rec_t *f = xmalloc(sizeof(*f));

		f->name = xstrdup(pg_text(r, i, 0));
		f->flags = pg_int(r, i, 1, 0);
		f->cluster_list = list_create(slurmdb_destroy_cluster_rec);
		list_append(list, f);
	}
	return list;
}

static int is_named(void *x, void *key)
{
	slurmdb_federation_rec_t *federation = x;

	return !xstrcmp(federation->name, key);
}

/* Members come by cluster name, and go into their federation in that order. */
static int add_members(struct storage_conn *conn, slurm_list_t federations)
{
	slurm_list_t clusters = NULL;
	slurmdb_cluster_rec_t *cluster;
	int rc;

	if ((rc = cluster_find_federated(conn, &clusters)))
		return rc;
	while ((cluster = list_pop(clusters))) {
		slurmdb_federation_rec_t *f = list_find_first(
			federations, is_named, cluster->fed.name);

		if (f)
			list_append(f->cluster_list, cluster);
		else
			slurmdb_destroy_cluster_rec(cluster);
	}
	FREE_NULL_LIST(clusters);
	return SLURM_SUCCESS;
}

static int find(struct storage_conn *conn,
		const slurmdb_federation_cond_t *cond, slurm_list_t *list_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	federation_add_cond(&params, cond);
	pg_add_bool(&params, cond && cond->with_deleted);
	rc = storage_exec(conn, &sql_federation_find, &params, &result);
	pg_params_free(&params);
	FREE_NULL_LIST(*list_r); /* of a try before */
	if (!rc)
		*list_r = read_all(result);
	pg_result_free(&result);
	if (!rc && list_count(*list_r))
		rc = add_members(conn, *list_r);
	return rc;
}

struct question {
	const slurmdb_federation_cond_t *cond;
	slurm_list_t list;
};

static int find_work(struct storage_conn *conn, void *arg)
{
	struct question *q = arg;

	return find(conn, q->cond, &q->list);
}

extern slurm_list_t federation_get(struct storage_conn *conn, uid_t uid,
				   slurmdb_federation_cond_t *cond)
{
	struct question q = { .cond = cond };
	int rc = storage_read(conn, find_work, &q);

	return list_outcome(q.list, rc);
}

/* Where none is left, an empty list says so to those who were in one. */
extern int federation_publish(struct storage_conn *conn)
{
	slurm_list_t all = NULL;
	int rc = find(conn, NULL, &all);

	if (!rc)
		return storage_publish(conn, SLURMDB_UPDATE_FEDS, all);
	FREE_NULL_LIST(all);
	return rc;
}
