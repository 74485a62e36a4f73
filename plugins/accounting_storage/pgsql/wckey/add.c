/*
 * add.c - new wckeys, and which one is a user's default
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "defaults.h"
#include "wckey.h"

struct addition {
	const struct actor *actor;
	const slurmdb_wckey_rec_t **wckey;
	int64_t *id;
	int n;
};

static bool is_complete(const slurmdb_wckey_rec_t *wckey)
{
	if (wckey->cluster && wckey->cluster[0] && wckey->user &&
	    wckey->user[0] && wckey->name)
		return true;
	error("accounting_storage/pgsql: a wckey to add has no name, cluster or user");
	return false;
}

static void add_params(struct pg_params *p, const struct addition *a)
{
	const char **cluster = xcalloc(a->n, sizeof(*cluster));
	const char **name = xcalloc(a->n, sizeof(*name));
	const char **user = xcalloc(a->n, sizeof(*user));
	int64_t *is_default = xcalloc(a->n, sizeof(*is_default));

	for (int i = 0; i < a->n; i++) {
		cluster[i] = a->wckey[i]->cluster;
		name[i] = a->wckey[i]->name;
		user[i] = a->wckey[i]->user;
		is_default[i] = a->wckey[i]->is_def == 1;
	}
	pg_add_text_array(p, cluster, a->n);
	pg_add_text_array(p, name, a->n);
	pg_add_text_array(p, user, a->n);
	pg_add_int_array(p, is_default, a->n);
	xfree(cluster);
	xfree(name);
	xfree(user);
	xfree(is_default);
}

static int insert_all(struct storage_conn *conn, struct addition *a)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	add_params(&p, a);
	rc = storage_exec(conn, &sql_wckey_add, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++)
		a->id[pg_int(result, i, 0, 1) - 1] = pg_int(result, i, 1, 0);
	pg_result_free(&result);
	return rc;
}

static int log_one(struct storage_conn *conn, const struct addition *a, int i)
{
	const slurmdb_wckey_rec_t *wckey = a->wckey[i];
	char *name = xstrdup_printf("id_wckey=%" PRId64, a->id[i]);
	char *info = xstrdup_printf("mod_time=%ld, user='%s', wckey_name='%s', is_def=%d",
				    (long)time(NULL), wckey->user, wckey->name,
				    wckey->is_def == 1);
	int rc = txn_write(conn, &(struct txn){ DBD_ADD_WCKEYS, a->actor->name,
						wckey->cluster, name, info });

	xfree(name);
	xfree(info);
	return rc;
}

static int publish_one(struct storage_conn *conn, const struct addition *a,
		       int i)
{
	slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

	slurmdb_init_wckey_rec(wckey, false);
	wckey->id = a->id[i];
	wckey->cluster = xstrdup(a->wckey[i]->cluster);
	wckey->name = xstrdup(a->wckey[i]->name);
	wckey->user = xstrdup(a->wckey[i]->user);
	wckey->is_def = a->wckey[i]->is_def == 1;
	return storage_publish(conn, SLURMDB_ADD_WCKEY, wckey);
}

static int finish(struct storage_conn *conn, const struct addition *a)
{
	int64_t *ids = xcalloc(a->n, sizeof(*ids));
	int rc = SLURM_SUCCESS, n = 0;

	for (int i = 0; !rc && i < a->n; i++) {
		if (!a->id[i])
			continue;
		ids[n++] = a->id[i];
		if (!(rc = log_one(conn, a, i)))
			rc = publish_one(conn, a, i);
	}
	if (!rc && !(rc = wckey_undefault(conn, ids, n)))
		rc = wckey_ensure_default(conn, ids, n);
	xfree(ids);
	return rc;
}

int wckey_add_within(struct storage_conn *conn, const struct actor *actor,
		     slurm_list_t wckeys)
{
	struct addition a = { .actor = actor };
	int rc = SLURM_SUCCESS;

	if (!list_asks(wckeys))
		return SLURM_SUCCESS;
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	a.wckey = (const slurmdb_wckey_rec_t **)list_to_array(wckeys);
	a.n = list_count(wckeys);
	a.id = xcalloc(a.n, sizeof(*a.id));
	for (int i = 0; i < a.n; i++)
		if (!is_complete(a.wckey[i]))
			rc = SLURM_ERROR;
	if (!rc && !(rc = insert_all(conn, &a)))
		rc = finish(conn, &a);
	xfree(a.id);
	xfree(a.wckey);
	return rc;
}

static int add_work(struct storage_conn *conn, const struct actor *actor,
		    void *arg)
{
	return wckey_add_within(conn, actor, arg);
}

int wckey_add(struct storage_conn *conn, uint32_t uid, slurm_list_t wckeys)
{
	/* not in turn: jobs add theirs, and wait for nobody */
	return storage_change_as(conn, uid, add_work, wckeys);
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)

int wckey_missing(struct storage_conn *conn,
		  const slurmdb_add_assoc_cond_t *add, const char *def,
		  slurm_list_t *list_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	*list_r = list_create(slurmdb_destroy_wckey_rec);
	params_add_names(&p, add->cluster_list);
	params_add_names(&p, add->wckey_list);
	params_add_names(&p, add->user_list);
	rc = storage_exec(conn, &sql_wckey_missing, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++) {
		slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

		slurmdb_init_wckey_rec(wckey, false);
		wckey->cluster = xstrdup(pg_text(result, i, 0));
		wckey->name = xstrdup(pg_text(result, i, 1));
		wckey->user = xstrdup(pg_text(result, i, 2));
		wckey->is_def = def && !strcmp(wckey->name, def);
		list_append(*list_r, wckey);
	}
	pg_result_free(&result);
	return rc;
}

static int describe_one(void *item, void *arg)
{
	const slurmdb_wckey_rec_t *wckey = item;

	xstrfmtcat(*(char **)arg, "  C = %-10s W = %-20s U = %-9s\n",
		   wckey->cluster, wckey->name, wckey->user);
	return 0;
}

void wckey_describe_added(slurm_list_t wckeys, char **text)
{
	if (!list_count(wckeys))
		return;
	xstrcat(*text, " WCKeys =\n");
	list_for_each(wckeys, describe_one, text);
}

#endif
