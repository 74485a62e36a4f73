/*
 * add.c - new associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "../qos/idlist.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../user/user.h"
#include "assoc.h"

struct addition {
	const struct actor *actor;
	const slurmdb_assoc_rec_t **assoc;
	int n;
	int64_t *id; /* of those that were added, else 0 */
};

static struct pg_statement statement;

/*
 * Of as many new rows the planner has to know before they are read in the same
 * transaction: a plan for a few joins each with all others. Who does not own
 * the table leaves it to autovacuum.
 */
#define MANY 500
static const struct pg_statement assoc_analyze = {
	"assoc_analyze", "ANALYZE slurm_data.assoc"
};

static void build_statement(void)
{
	statement = limits_statement(&sql_assoc_add, &assoc_limits, 10);
}

static const char *parent_of(const slurmdb_assoc_rec_t *assoc)
{
	if (assoc->parent_acct)
		return assoc->parent_acct;
	return assoc->user ? assoc->acct : "root";
}

/* ----------------------------------------------------------------- rights */

/* The account whose coordinators may add this one (Slurm: that of a user, the
 * parent's of an account). */
static const char *account_asked(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->user ? assoc->acct :
	       assoc->parent_acct ? assoc->parent_acct : "root";
}

static int check_right(struct storage_conn *conn, const struct actor *actor,
		       const slurmdb_assoc_rec_t *assoc)
{
	if (!actor_coordinates(actor, account_asked(assoc))) {
		error("accounting_storage/pgsql: coordinator %s(%u) tried to add an association to account %s",
		      actor->name, (unsigned)actor->uid, account_asked(assoc));
		return ESLURM_ACCESS_DENIED;
	}
	return assoc_check_qos(conn, actor, assoc->cluster, assoc->acct,
			       assoc->qos_list);
}

static int check_all(struct storage_conn *conn, const struct addition *a)
{
	bool operator = actor_is(a->actor, SLURMDB_ADMIN_OPERATOR);
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < a->n; i++) {
		const slurmdb_assoc_rec_t *assoc = a->assoc[i];

		if (!assoc->cluster || !assoc->cluster[0] || !assoc->acct ||
		    !assoc->acct[0]) {
			error("accounting_storage/pgsql: an association to add has no cluster or account");
			return SLURM_ERROR;
		}
		rc = assoc_check_default_qos(conn, assoc->def_qos_id);
		if (!rc && !operator)
			rc = check_right(conn, a->actor, assoc);
	}
	return rc;
}

/* ----------------------------------------------------------------- insert */

/* Where an association stands among those given. */
struct place {
	const char *cluster;
	int i;
};

/* Clusters apart, each one's in the order in which they came. */
static int by_cluster(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = xstrcmp(x->cluster, y->cluster);

	return order ? order : x->i - y->i;
}

static struct place *places_by_cluster(const struct addition *a)
{
	struct place *place = xcalloc(a->n, sizeof(*place));

	for (int i = 0; i < a->n; i++)
		place[i] = (struct place){ a->assoc[i]->cluster, i };
	qsort(place, a->n, sizeof(*place), by_cluster);
	return place;
}

/*
 * Slurm shows new children of one parent before the old, those added together
 * in the order in which they came. So in a run of one parent in a cluster the
 * first has the greatest rank, and a later run is greater than an earlier.
 */
static void rank_siblings(const struct addition *a, int64_t *rank)
{
	struct place *place = places_by_cluster(a);

	for (int start = 0, end; start < a->n; start = end) {
		const slurmdb_assoc_rec_t *first = a->assoc[place[start].i];

		for (end = start + 1; end < a->n; end++)
			if (xstrcmp(place[end].cluster, first->cluster) ||
			    xstrcmp(parent_of(a->assoc[place[end].i]),
				    parent_of(first)))
				break;
		for (int i = start; i < end; i++)
			rank[place[i].i] = start + (end - i);
	}
	xfree(place);
}

/* An array of one text member of all. */
static void add_texts(struct pg_params *p, const struct addition *a,
		      const char *(*text)(const slurmdb_assoc_rec_t *))
{
	const char **v = xcalloc(a->n, sizeof(*v));

	for (int i = 0; i < a->n; i++)
		v[i] = text(a->assoc[i]);
	pg_add_text_array(p, v, a->n);
	xfree(v);
}

static const char *cluster_of(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->cluster;
}

static const char *account_of(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->acct;
}

static const char *user_of(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->user ? assoc->user : "";
}

static const char *partition_of(const slurmdb_assoc_rec_t *assoc)
{
	return assoc->user && assoc->partition ? assoc->partition : "";
}

static void add_ranks_and_ids(struct pg_params *p, const struct addition *a)
{
	int64_t *v = xcalloc(a->n, sizeof(*v));

	rank_siblings(a, v);
	pg_add_int_array(p, v, a->n);
	for (int i = 0; i < a->n; i++)
		v[i] = a->assoc[i]->id;
	pg_add_int_array(p, v, a->n);
	xfree(v);
}

static void add_qos(struct pg_params *p, const struct addition *a)
{
	char **own = xcalloc(a->n, sizeof(*own));
	char **delta = xcalloc(a->n, sizeof(*delta));

	for (int i = 0; i < a->n; i++) {
		struct idlist ids = { 0 }, deltas = { 0 };

		idlist_change_own(&ids, &deltas, a->assoc[i]->qos_list);
		own[i] = ids.n ? idlist_array(&ids) : NULL;
		delta[i] = deltas.n ? idlist_array(&deltas) : NULL;
		idlist_free(&ids);
		idlist_free(&deltas);
	}
	pg_add_text_array(p, (const char *const *)own, a->n);
	pg_add_text_array(p, (const char *const *)delta, a->n);
	for (int i = 0; i < a->n; i++) {
		xfree(own[i]);
		xfree(delta[i]);
	}
	xfree(own);
	xfree(delta);
}

static int read_ids(struct addition *a, const struct pg_result *result)
{
	for (int i = 0; i < pg_rows(result); i++) {
		int place = pg_int(result, i, 0, 1) - 1;
		const slurmdb_assoc_rec_t *assoc = a->assoc[place];

		if (pg_is_null(result, i, 3)) {
			error("accounting_storage/pgsql: there is no cluster %s to add associations to",
			      assoc->cluster);
			return ESLURM_INVALID_CLUSTER_NAME;
		}
		if (pg_is_null(result, i, 4)) {
			error("accounting_storage/pgsql: there is no account %s on cluster %s to add associations to",
			      parent_of(assoc), assoc->cluster);
			return ESLURM_INVALID_PARENT_ACCOUNT;
		}
		if (pg_bool(result, i, 2))
			a->id[place] = pg_int(result, i, 1, 0);
	}
	return SLURM_SUCCESS;
}

static int insert_all(struct storage_conn *conn, struct addition *a)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pthread_once(&built, build_statement);
	add_texts(&p, a, cluster_of);
	add_texts(&p, a, account_of);
	add_texts(&p, a, user_of);
	add_texts(&p, a, partition_of);
	add_texts(&p, a, parent_of);
	add_ranks_and_ids(&p, a);
	add_qos(&p, a);
	limits_add_params(&p, &assoc_limits, (const void *const *)a->assoc,
			  a->n, true);
	rc = storage_exec(conn, &statement, &p, &result);
	pg_params_free(&p);
	if (!rc)
		rc = read_ids(a, result);
	if (!rc && a->n >= MANY)
		rc = storage_exec(conn, &assoc_analyze, NULL, NULL);
	pg_result_free(&result);
	return rc;
}

/* -------------------------------------------------------------------- log */

/* Empty names ("QOS=" and no more) are passed over. */
static void append_qos(char **text, slurm_list_t qos)
{
	const char *column = NULL;
	const void **id;

	if (!list_asks(qos)) {
		xstrcat(*text, ", qos='', delta_qos=''");
		return;
	}
	id = list_to_array(qos);
	for (int i = 0; i < list_count(qos); i++) {
		const char *name = id[i];

		if (!name[0])
			continue;
		if (!column) {
			column = strspn(name, "+-") ? "delta_qos" : "qos";
			xstrfmtcat(*text, ", %s=',", column);
		}
		xstrfmtcat(*text, "%s,", name);
	}
	if (column)
		xstrcat(*text, "'");
	xfree(id);
}

static char *describe(const slurmdb_assoc_rec_t *assoc)
{
	char *limits = limits_text(&assoc_limits, assoc, true);
	char *text = xstrdup_printf("mod_time=%ld, acct='%s'",
				    (long)time(NULL), assoc->acct);

	if (assoc->user)
		xstrfmtcat(text, ", user='%s', `partition`='%s'", assoc->user,
			   partition_of(assoc));
	else
		xstrfmtcat(text, ", parent_acct='%s', user=''",
			   parent_of(assoc));
	if (limits)
		xstrcat(text, limits);
	append_qos(&text, assoc->qos_list);
	xfree(limits);
	return text;
}

int assoc_log_added(struct storage_conn *conn, const char *actor, int64_t id,
		    const slurmdb_assoc_rec_t *assoc)
{
	char *name = xstrdup_printf("id_assoc=%" PRId64, id);
	char *info = describe(assoc);
	int rc = txn_write(conn, &(struct txn){ DBD_ADD_ASSOCS, actor,
						assoc->cluster, name, info });

	xfree(info);
	xfree(name);
	return rc;
}

static int log_added(struct storage_conn *conn, const struct addition *a)
{
	const char **cluster = xcalloc(a->n, sizeof(*cluster));
	char **name = xcalloc(a->n, sizeof(*name));
	char **info = xcalloc(a->n, sizeof(*info));
	int rc, n = 0;

	for (int i = 0; i < a->n; i++) {
		if (!a->id[i])
			continue;
		cluster[n] = a->assoc[i]->cluster;
		name[n] = xstrdup_printf("id_assoc=%" PRId64, a->id[i]);
		info[n++] = describe(a->assoc[i]);
	}
	rc = txn_write_many(conn, DBD_ADD_ASSOCS, a->actor->name, cluster,
			    (const char *const *)name,
			    (const char *const *)info, n);
	for (int i = 0; i < n; i++) {
		xfree(name[i]);
		xfree(info[i]);
	}
	xfree(cluster);
	xfree(name);
	xfree(info);
	return rc;
}

/* --------------------------------------------------------------- publish */

/* Tell of the added (consumed), and of what they have moved aside. */
static int publish_list(struct storage_conn *conn, slurm_list_t added)
{
	slurmdb_assoc_rec_t *assoc;
	char *cluster = NULL;
	uint32_t least = 0;
	int rc = SLURM_SUCCESS;

	while (!rc && (assoc = list_pop(added))) {
		/* they come cluster by cluster and by lft */
		if (xstrcmp(cluster, assoc->cluster)) {
			if (cluster)
				rc = assoc_publish_lft(conn, cluster, least);
			xfree(cluster);
			cluster = xstrdup(assoc->cluster);
			least = assoc->lft;
		}
		(void)storage_publish(conn, SLURMDB_ADD_ASSOC, assoc);
	}
	if (!rc && cluster)
		rc = assoc_publish_lft(conn, cluster, least);
	xfree(cluster);
	return rc;
}

static int publish_added(struct storage_conn *conn, const int64_t *ids, int n)
{
	struct assoc_question question = { .ids = ids, .n = n };
	slurm_list_t added = NULL;
	int rc = assoc_find(conn, &question, &added);

	if (!rc)
		rc = publish_list(conn, added);
	FREE_NULL_LIST(added);
	return rc;
}

/* Whoever coordinates the parent coordinates a new account too. */
static int publish_coordinators(struct storage_conn *conn,
				const struct addition *a)
{
	slurm_list_t accounts = list_create(NULL);
	int rc = SLURM_SUCCESS;

	for (int i = 0; i < a->n; i++)
		if (a->id[i] && !a->assoc[i]->user)
			list_append(accounts, a->assoc[i]->acct);
	if (list_count(accounts))
		rc = user_publish_coordinators_of(conn, accounts);
	FREE_NULL_LIST(accounts);
	return rc;
}

/* ------------------------------------------------------------------- verb */

static int finish(struct storage_conn *conn, struct addition *a)
{
	int64_t *ids = xcalloc(a->n, sizeof(*ids));
	int rc = SLURM_SUCCESS, n = 0;

	for (int i = 0; i < a->n; i++)
		if (a->id[i])
			ids[n++] = a->id[i];
	if (n && !(rc = log_added(conn, a)) &&
	    !(rc = publish_added(conn, ids, n)) &&
	    !(rc = assoc_undefault(conn, ids, n)) &&
	    !(rc = assoc_ensure_default(conn, ids, n)))
		rc = publish_coordinators(conn, a);
	xfree(ids);
	return rc;
}

int assoc_add_within(struct storage_conn *conn, const struct actor *actor,
		     slurm_list_t assocs)
{
	struct addition a = { .actor = actor };
	int rc;

	if (!list_asks(assocs))
		return SLURM_SUCCESS;
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR) &&
	    !actor_coordinates_any(actor)) {
		error("accounting_storage/pgsql: %s(%u) is no operator or coordinator and may not add associations",
		      actor->name, (unsigned)actor->uid);
		return ESLURM_ACCESS_DENIED;
	}
	a.n = list_count(assocs);
	a.assoc = (const slurmdb_assoc_rec_t **)list_to_array(assocs);
	a.id = xcalloc(a.n, sizeof(*a.id));
	if (!(rc = check_all(conn, &a)) && !(rc = insert_all(conn, &a)))
		rc = finish(conn, &a);
	xfree(a.id);
	xfree(a.assoc);
	return rc;
}

static int add_work(struct storage_conn *conn, const struct actor *actor,
		    void *arg)
{
	return assoc_add_within(conn, actor, arg);
}

int assoc_add(struct storage_conn *conn, uint32_t uid, slurm_list_t assocs)
{
	return storage_change_in_turn(conn, uid, add_work, assocs);
}
