/*
 * modify.c - another default wckey; removing wckeys
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "defaults.h"
#include "wckey.h"

/* Lines, ids and the log's words of a list of wckeys, which come cluster by
 * cluster. */
struct chosen {
	slurm_list_t wckeys;
	int64_t *id;
	int n;
};

static int choose(struct storage_conn *conn, const slurmdb_wckey_cond_t *cond,
		  slurm_list_t lines, struct chosen *chosen)
{
	const slurmdb_wckey_rec_t **wckey;
	int rc;

	if ((rc = wckey_find(conn, cond, NULL, &chosen->wckeys)))
		return rc;
	chosen->n = list_count(chosen->wckeys);
	if (!chosen->n)
		return SLURM_NO_CHANGE_IN_DATA;
	chosen->id = xcalloc(chosen->n, sizeof(*chosen->id));
	wckey = (const slurmdb_wckey_rec_t **)list_to_array(chosen->wckeys);
	for (int i = 0; i < chosen->n; i++) {
		chosen->id[i] = wckey[i]->id;
		list_append(lines,
			    xstrdup_printf("C = %-10s W = %-20s U = %-9s",
					   wckey[i]->cluster, wckey[i]->name,
					   wckey[i]->user));
	}
	xfree(wckey);
	return SLURM_SUCCESS;
}

static void free_chosen(struct chosen *chosen)
{
	xfree(chosen->id);
	FREE_NULL_LIST(chosen->wckeys);
}

static int run_on(struct storage_conn *conn,
		  const struct pg_statement *statement,
		  const struct chosen *chosen)
{
	struct pg_params p = { 0 };
	int rc;

	pg_add_int_array(&p, chosen->id, chosen->n);
	rc = storage_exec(conn, statement, &p, NULL);
	pg_params_free(&p);
	return rc;
}

static int log_chosen(struct storage_conn *conn, const struct actor *actor,
		      int action, const char *info,
		      const struct chosen *chosen)
{
	const slurmdb_wckey_rec_t **wckey =
		(const slurmdb_wckey_rec_t **)list_to_array(chosen->wckeys);
	int rc = SLURM_SUCCESS;

	for (int start = 0, end; !rc && start < chosen->n; start = end) {
		const char *cluster = wckey[start]->cluster;
		char *where = NULL;

		for (end = start; end < chosen->n; end++) {
			if (xstrcmp(wckey[end]->cluster, cluster))
				break;
			xstrfmtcat(where, "%sid_wckey='%u'",
				   where ? " || " : "", wckey[end]->id);
		}
		rc = txn_write(conn, &(struct txn){ action, actor->name,
						    cluster, where, info });
		xfree(where);
	}
	xfree(wckey);
	return rc;
}

/* ----------------------------------------------------------------- modify */

struct telling {
	struct storage_conn *conn;
	slurmdb_update_type_t type;
	int rc;
};

static int tell_one(void *item, void *arg)
{
	const slurmdb_wckey_rec_t *wckey = item;
	struct telling *t = arg;
	slurmdb_wckey_rec_t *told;

	if (t->type == SLURMDB_MODIFY_WCKEY) {
		t->rc = wckey_publish_default(t->conn, wckey->id,
					      wckey->cluster, true);
	} else {
		told = xmalloc(sizeof(*told));
		told->id = wckey->id;
		told->cluster = xstrdup(wckey->cluster);
		t->rc = storage_publish(t->conn, t->type, told);
	}
	return t->rc ? -1 : 0;
}

static bool is_about_self(const struct actor *actor,
			  const slurmdb_wckey_cond_t *cond)
{
	return cond->user_list && list_count(cond->user_list) == 1 &&
	       !xstrcmp(list_peek(cond->user_list), actor->name);
}

int wckey_modify_within(struct storage_conn *conn, const struct actor *actor,
			const slurmdb_wckey_cond_t *cond,
			const slurmdb_wckey_rec_t *wckey, slurm_list_t lines)
{
	struct telling telling = { .conn = conn, .type = SLURMDB_MODIFY_WCKEY };
	struct chosen chosen = { 0 };
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR) &&
	    !is_about_self(actor, cond))
		return ESLURM_ACCESS_DENIED;
	if (wckey->is_def != 1)
		return SLURM_NO_CHANGE_IN_DATA;
	if (!(rc = choose(conn, cond, lines, &chosen)) &&
	    !(rc = run_on(conn, &sql_wckey_set_default, &chosen)) &&
	    !(rc = log_chosen(conn, actor, DBD_MODIFY_WCKEYS, "is_def=1",
			      &chosen)) &&
	    !(rc = wckey_undefault(conn, chosen.id, chosen.n))) {
		list_for_each(chosen.wckeys, tell_one, &telling);
		rc = telling.rc;
	}
	free_chosen(&chosen);
	return rc;
}

/* ----------------------------------------------------------------- remove */

int wckey_remove_within(struct storage_conn *conn, const struct actor *actor,
			const slurmdb_wckey_cond_t *cond, slurm_list_t lines)
{
	struct telling telling = { .conn = conn, .type = SLURMDB_REMOVE_WCKEY };
	struct chosen chosen = { 0 };
	int rc;

	if (!actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return ESLURM_ACCESS_DENIED;
	if (!(rc = choose(conn, cond, lines, &chosen)) &&
	    !(rc = run_on(conn, &sql_wckey_delete, &chosen)) &&
	    !(rc = log_chosen(conn, actor, DBD_REMOVE_WCKEYS, NULL,
			      &chosen))) {
		list_for_each(chosen.wckeys, tell_one, &telling);
		rc = telling.rc;
	}
	free_chosen(&chosen);
	return rc;
}

/* ------------------------------------------------------------------ verbs */

struct request {
	const slurmdb_wckey_cond_t *cond;
	const slurmdb_wckey_rec_t *wckey; /* NULL: remove */
	slurm_list_t lines;
};

static int request_work(struct storage_conn *conn, const struct actor *actor,
			void *arg)
{
	struct request *r = arg;

	list_flush(r->lines);
	if (r->wckey)
		return wckey_modify_within(conn, actor, r->cond, r->wckey,
					   r->lines);
	return wckey_remove_within(conn, actor, r->cond, r->lines);
}

slurm_list_t wckey_modify(struct storage_conn *conn, uint32_t uid,
			  slurmdb_wckey_cond_t *cond,
			  slurmdb_wckey_rec_t *wckey)
{
	struct request r = { .cond = cond, .wckey = wckey };

	if (!cond || !wckey)
		return list_outcome(NULL, SLURM_ERROR);
	r.lines = list_create(xfree_ptr);
	return list_outcome(r.lines,
			    storage_change_in_turn(conn, uid, request_work, &r));
}

slurm_list_t wckey_remove(struct storage_conn *conn, uint32_t uid,
			  slurmdb_wckey_cond_t *cond)
{
	struct request r = { .cond = cond };

	if (!cond)
		return list_outcome(NULL, SLURM_ERROR);
	r.lines = list_create(xfree_ptr);
	return list_outcome(r.lines,
			    storage_change_in_turn(conn, uid, request_work, &r));
}
