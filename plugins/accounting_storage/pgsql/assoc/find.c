/*
 * find.c - reading associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "../qos/idlist.h"
#include "../usage/usage.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "assoc.h"

enum {
	ASSOC_ID, LFT, RGT, CLUSTER, ACCOUNT, USER, PARTITION, PARENT_ID,
	PARENT_ACCOUNT, DELETED, QOS, QOS_DELTA, FIRST_LIMIT
};

static struct pg_statement statement;

static void build_statement(void)
{
	statement = limits_statement(&sql_assoc_find, &assoc_limits, 0);
}

/* ---------------------------------------------------------------- records */

static char *text_unless_empty(const struct pg_result *result, int row,
			       int column)
{
	const char *text = pg_text(result, row, column);

	return text[0] ? xstrdup(text) : NULL;
}

/* The list of those that it may use; raw, the deltas stand behind it. */
static slurm_list_t read_qos_list(const struct pg_result *result, int row,
				  bool raw)
{
	slurm_list_t strings = list_create(xfree_ptr);
	struct idlist ids = { 0 }, delta = { 0 };

	idlist_read(&ids, result, row, QOS);
	idlist_read(&delta, result, row, QOS_DELTA);
	if (!raw)
		idlist_apply(&ids, &delta);
	idlist_to_strings(&ids, false, strings);
	if (raw)
		idlist_to_strings(&delta, true, strings);
	idlist_free(&ids);
	idlist_free(&delta);
	return strings;
}

static slurmdb_assoc_rec_t *read_assoc(const struct pg_result *result, int row,
				       const struct assoc_question *question)
{
	const slurmdb_assoc_cond_t *cond = question->cond;
	slurmdb_assoc_rec_t *assoc = xmalloc(sizeof(*assoc));

	assoc->id = pg_int(result, row, ASSOC_ID, 0);
	assoc->lft = pg_int(result, row, LFT, 0);
	assoc->rgt = pg_int(result, row, RGT, 0);
	assoc->cluster = xstrdup(pg_text(result, row, CLUSTER));
	assoc->acct = xstrdup(pg_text(result, row, ACCOUNT));
	assoc->user = text_unless_empty(result, row, USER);
	assoc->partition = text_unless_empty(result, row, PARTITION);
	if (!cond || !(assoc_cond_flags(cond) & ASSOC_COND_FLAG_WOPI)) {
		assoc->parent_id = pg_int(result, row, PARENT_ID, 0);
		/* a user's parent is its account, and not named again */
		if (!assoc->user)
			assoc->parent_acct = text_unless_empty(result, row,
							       PARENT_ACCOUNT);
	}
	if (pg_bool(result, row, DELETED))
		assoc->flags |= ASSOC_FLAG_DELETED;
	assoc->qos_list = read_qos_list(result, row,
					question->own ||
					(cond && (assoc_cond_flags(cond) &
						  ASSOC_COND_FLAG_RAW_QOS)));
	limits_read(&assoc_limits, result, row, FIRST_LIMIT, assoc);
	return assoc;
}

/* -------------------------------------------------------------- questions */

static void add_kind(struct pg_params *p, const struct assoc_question *question)
{
	enum assoc_kind kind = question->kind;

	/* Slurm asks for all users, and no accounts, by an empty list */
	if (question->cond && question->cond->user_list &&
	    !list_count(question->cond->user_list))
		kind = ASSOC_OF_USERS;
	if (kind == ASSOC_ANY)
		pg_add_null(p);
	else
		pg_add_bool(p, kind == ASSOC_OF_USERS);
}

static void add_viewer(struct pg_params *p, const struct actor *viewer)
{
	if (viewer) {
		actor_add_params(p, viewer, PRIVATE_DATA_USERS);
		return;
	}
	pg_add_null(p);
	pg_add_null(p);
}

static void add_params(struct pg_params *p,
		       const struct assoc_question *question)
{
	static const slurmdb_assoc_cond_t all;
	const slurmdb_assoc_cond_t *cond = question->cond;
	uint32_t flags;

	if (!cond)
		cond = &all;
	flags = assoc_cond_flags(cond);
	params_add_names(p, cond->cluster_list);
	pg_add_bool(p, flags & ASSOC_COND_FLAG_WITH_DELETED);
	pg_add_bool(p, flags & ASSOC_COND_FLAG_ONLY_DEFS);
	params_add_names(p, cond->acct_list);
	params_add_ids(p, cond->def_qos_id_list);
	params_add_names(p, cond->user_list);
	add_kind(p, question);
	params_add_names(p, cond->partition_list);
	if (question->ids)
		pg_add_int_array(p, question->ids, question->n);
	else
		params_add_ids(p, cond->id_list);
	params_add_names(p, cond->parent_acct_list);
	params_add_ids(p, cond->qos_list);
	/* whoever has a QOS on their list hands it down */
	pg_add_bool(p, question->below || (flags & ASSOC_COND_FLAG_SUB_ACCTS) ||
			       list_asks(cond->qos_list));
	pg_add_bool(p, question->own ||
			       (flags & (ASSOC_COND_FLAG_WOPL |
					 ASSOC_COND_FLAG_WOPI)));
	add_viewer(p, question->viewer);
}

static int add_usage(struct storage_conn *conn,
		     const slurmdb_assoc_cond_t *cond, slurm_list_t assocs)
{
	if (!cond || !(assoc_cond_flags(cond) & ASSOC_COND_FLAG_WITH_USAGE))
		return SLURM_SUCCESS;
	return usage_add_to_assocs(conn, assocs, cond->usage_start,
				   cond->usage_end);
}

int assoc_find(struct storage_conn *conn, const struct assoc_question *question,
	       slurm_list_t *list_r)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pthread_once(&built, build_statement);
	add_params(&p, question);
	rc = storage_exec(conn, &statement, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	*list_r = list_create(slurmdb_destroy_assoc_rec);
	for (int i = 0; i < pg_rows(result); i++)
		list_append(*list_r, read_assoc(result, i, question));
	pg_result_free(&result);
	return add_usage(conn, question->cond, *list_r);
}

static int get(struct storage_conn *conn, const struct actor *viewer,
	       const void *cond, slurm_list_t *list_r)
{
	struct assoc_question question = { .cond = cond, .viewer = viewer };

	return assoc_find(conn, &question, list_r);
}

slurm_list_t assoc_get(struct storage_conn *conn, uid_t uid,
		       slurmdb_assoc_cond_t *cond)
{
	return storage_list_as(conn, uid, get, cond);
}
