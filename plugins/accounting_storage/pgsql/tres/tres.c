/*
 * tres.c - what can be counted: cpu, mem, gres/gpu, license/matlab
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../storage/visibility.h"
#include "tres.h"

/* ------------------------------------------------------------------- read */

static slurmdb_tres_rec_t *read_tres(const struct pg_result *result, int row)
{
	slurmdb_tres_rec_t *tres = xmalloc(sizeof(*tres));

	tres->id = pg_int(result, row, 0, 0);
	tres->type = xstrdup(pg_text(result, row, 1));
	if (pg_text(result, row, 2)[0])
		tres->name = xstrdup(pg_text(result, row, 2));
	return tres;
}

slurm_list_t tres_get(struct storage_conn *conn, uid_t uid,
		      slurmdb_tres_cond_t *cond)
{
	static const slurmdb_tres_cond_t all;
	const slurmdb_tres_cond_t *asked = cond ? cond : &all;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	slurm_list_t list = NULL;
	int rc;

	pg_add_bool(&p, asked->with_deleted);
	params_add_ids(&p, asked->id_list);
	params_add_names(&p, asked->type_list);
	params_add_names(&p, asked->name_list);
	rc = storage_query(conn, &sql_tres_get, &p, &result);
	pg_params_free(&p);
	if (!rc) {
		list = list_create(slurmdb_destroy_tres_rec);
		for (int i = 0; i < pg_rows(result); i++)
			list_append(list, read_tres(result, i));
	}
	pg_result_free(&result);
	return list_outcome(list, rc);
}

/* -------------------------------------------------------------------- add */

/* Types that stand for many things and so need a name (man slurm.conf,
 * AccountingStorageTRES). */
static bool needs_name(const char *type)
{
	static const char *const types[] = { "bb", "fs", "gres", "ic",
					     "license" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!xstrcasecmp(type, types[i]))
			return true;
	return false;
}

static bool is_complete(const slurmdb_tres_rec_t *tres)
{
	if (!tres->type || !tres->type[0]) {
		error("accounting_storage/pgsql: a TRES to add has no type");
		return false;
	}
	if (needs_name(tres->type) && !tres->name) {
		error("accounting_storage/pgsql: TRES of type %s need a name, as in gres/gpu",
		      tres->type);
		return false;
	}
	return true;
}

struct tres_addition {
	slurmdb_tres_rec_t **tres;
	int n;
	slurm_list_t added; /* copies, for this process's own cache */
};

static int insert_tres(struct storage_conn *conn, struct tres_addition *a,
		       struct pg_result **result_r)
{
	const char **type = xcalloc(a->n, sizeof(*type));
	const char **name = xcalloc(a->n, sizeof(*name));
	struct pg_params p = { 0 };
	int rc;

	for (int i = 0; i < a->n; i++) {
		type[i] = a->tres[i]->type;
		if (needs_name(type[i]))
			name[i] = a->tres[i]->name;
	}
	pg_add_text_array(&p, type, a->n);
	pg_add_text_array(&p, name, a->n);
	rc = storage_exec(conn, &sql_tres_add, &p, result_r);
	pg_params_free(&p);
	xfree(type);
	xfree(name);
	return rc;
}

static int log_one(struct storage_conn *conn, const struct actor *actor,
		   const slurmdb_tres_rec_t *tres)
{
	char *name = xstrdup_printf("id=%u", tres->id);
	char *info = xstrdup_printf("type='%s'", tres->type);
	struct txn txn = { DBD_ADD_TRES, actor->name, conn->cluster_name, name,
			   NULL };
	int rc;

	if (needs_name(tres->type))
		xstrfmtcat(info, ", name='%s'", tres->name);
	txn.info = info;
	rc = txn_write(conn, &txn);
	xfree(name);
	xfree(info);
	return rc;
}

static slurmdb_tres_rec_t *copy_tres(const slurmdb_tres_rec_t *tres)
{
	slurmdb_tres_rec_t *copy = xmalloc(sizeof(*copy));

	copy->id = tres->id;
	copy->type = xstrdup(tres->type);
	if (needs_name(tres->type))
		copy->name = xstrdup(tres->name);
	return copy;
}

static int add_all(struct storage_conn *conn, const struct actor *actor,
		   void *arg)
{
	struct tres_addition *a = arg;
	struct pg_result *result = NULL;
	int rc;

	list_flush(a->added);
	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	rc = insert_tres(conn, a, &result);
	for (int i = 0; !rc && i < pg_rows(result); i++) {
		a->tres[i]->id = pg_int(result, i, 0, 0);
		if (!pg_bool(result, i, 1))
			continue;
		list_append(a->added, copy_tres(a->tres[i]));
		rc = log_one(conn, actor, a->tres[i]);
	}
	pg_result_free(&result);
	return rc;
}

/*
 * Only this process is told: a slurmctld has arrays with one place a TRES,
 * which it sizes at its start, when it reads the list itself.
 */
static void tell_own_cache(slurm_list_t added)
{
	slurm_list_t updates = list_create(slurmdb_destroy_update_object);
	slurmdb_update_object_t *update = xmalloc(sizeof(*update));

	update->type = SLURMDB_ADD_TRES;
	update->objects = added;
	list_append(updates, update);
	(void)assoc_mgr_update(updates, false);
	FREE_NULL_LIST(updates);
}

int tres_add(struct storage_conn *conn, uint32_t uid, slurm_list_t tres)
{
	struct tres_addition a = { 0 };
	int rc = SLURM_SUCCESS, given = tres ? list_count(tres) : 0;

	a.tres = (slurmdb_tres_rec_t **)list_to_array(tres);
	for (int i = 0; i < given; i++) {
		if (is_complete(a.tres[i]))
			a.tres[a.n++] = a.tres[i];
		else
			rc = SLURM_ERROR;
	}
	a.added = list_create(slurmdb_destroy_tres_rec);
	if (a.n) {
		int rc2 = storage_change_as(conn, uid, add_all, &a);

		if (rc2) {
			list_flush(a.added);
			rc = rc2;
		}
	}
	if (list_count(a.added))
		tell_own_cache(a.added);
	else
		FREE_NULL_LIST(a.added);
	xfree(a.tres);
	return rc;
}
