/*
 * add.c - new federations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "federation.h"

#include "../storage/lists.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "../txn/txn.h"
#include "plugins/accounting_storage/pgsql/sql.h"

struct addition {
	const slurmdb_federation_rec_t **federation;
	char **name; /* as they were sent */
	int n;
};

extern bool federation_flags(const slurmdb_federation_rec_t *federation,
			     int64_t *keep_r, int64_t *set_r)
{
	uint32_t flags = federation->flags & FEDERATION_FLAG_BASE;

	*keep_r = -1;
	*set_r = 0;
	if (federation->flags & FEDERATION_FLAG_NOTSET)
		return false;
	if (federation->flags & FEDERATION_FLAG_REMOVE)
		*keep_r = ~(int64_t)flags;
	else if (federation->flags & FEDERATION_FLAG_ADD)
		*set_r = flags;
	else
		*keep_r = 0, *set_r = flags;
	return true;
}

/* sacctmgr gives all that it adds at once the same flags. */
static int insert_all(struct storage_conn *conn, const struct addition *a)
{
	struct pg_params params = { 0 };
	int64_t keep, set;
	int rc;

	(void)federation_flags(a->federation[0], &keep, &set);
	pg_add_text_array(&params, (const char *const *)a->name, a->n);
	pg_add_int(&params, keep);
	pg_add_int(&params, set);
	rc = storage_exec(conn, &sql_federation_add, &params, NULL);
	pg_params_free(&params);
	return rc;
}

static int assign_clusters(struct storage_conn *conn, const struct addition *a)
{
	slurm_list_t clusters = a->federation[0]->cluster_list;
	int rc;

	if (!list_asks(clusters))
		return SLURM_SUCCESS;
	if ((rc = federation_lock(conn, a->name[0])))
		return rc;
	return federation_assign(conn, a->name[0], clusters);
}

static int log_added(struct storage_conn *conn, const struct addition *a,
		     const struct actor *actor)
{
	const char **cluster = xcalloc(a->n, sizeof(*cluster));
	char **info = xcalloc(a->n, sizeof(*info));
	int64_t keep, set;
	int rc;

	for (int i = 0; i < a->n; i++) {
		info[i] = xstrdup_printf("mod_time=%ld", (long)time(NULL));
		if (federation_flags(a->federation[i], &keep, &set))
			xstrfmtcat(info[i], ", flags=%" PRId64, set);
	}
	rc = txn_write_many(conn, DBD_ADD_FEDERATIONS, actor->name, cluster,
			    (const char *const *)a->name,
			    (const char *const *)info, a->n);
	for (int i = 0; i < a->n; i++)
		xfree(info[i]);
	xfree(info);
	xfree(cluster);
	return rc;
}

static int add_work(struct storage_conn *conn, const struct actor *actor,
		    void *arg)
{
	const struct addition *a = arg;
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if ((rc = insert_all(conn, a)) || (rc = assign_clusters(conn, a)) ||
	    (rc = log_added(conn, a, actor)))
		return rc;
	return federation_publish(conn);
}

static int take_names(struct addition *a)
{
	for (int i = 0; i < a->n; i++) {
		const slurmdb_federation_rec_t *f = a->federation[i];

		if (!(a->name[i] = wire_text(f->name))) {
			error("accounting_storage/pgsql: a federation to add has no name");
			return ESLURM_BAD_NAME;
		}
		if (f->cluster_list && (a->n > 1)) {
			error("accounting_storage/pgsql: a cluster can belong to one federation only");
			return ESLURM_FED_CLUSTER_MULTIPLE_ASSIGNMENT;
		}
	}
	return SLURM_SUCCESS;
}

extern int federation_add(struct storage_conn *conn, uid_t uid,
			  slurm_list_t federations)
{
	struct addition a = { 0 };
	int rc;

	if (!list_asks(federations))
		return SLURM_ERROR;
	a.n = list_count(federations);
	a.federation =
		(const slurmdb_federation_rec_t **)list_to_array(federations);
	a.name = xcalloc(a.n, sizeof(*a.name));
	if (!(rc = take_names(&a)))
		rc = storage_change_as(conn, uid, add_work, &a);
	for (int i = 0; i < a.n; i++)
		xfree(a.name[i]);
	xfree(a.name);
	xfree(a.federation);
	return rc;
}
