/*
 * modify.c - changing associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "../qos/idlist.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "assoc.h"
#include "tell.h"

struct change {
	const struct actor *actor;
	const slurmdb_assoc_rec_t *asked;
	uint64_t limits; /* that are asked for */
	bool own_user;	 /* a plain user, about themselves */
	bool moved;	 /* something has another parent now */
	slurm_list_t lines;
	slurm_list_t targets; /* as they were, without inheritance */
	slurm_list_t below;   /* these and all below, if accounts are among */
	int64_t *id;	      /* of the targets */
	int n;
};

static struct pg_statement statement;

static void build_statement(void)
{
	statement = limits_statement(&sql_assoc_modify, &assoc_limits, 5);
}

static bool changes_qos(const struct change *c)
{
	return list_asks(c->asked->qos_list);
}

/* ----------------------------------------------------------------- rights */

static bool is_about_self(const struct actor *actor,
			  const slurmdb_assoc_cond_t *cond)
{
	return cond->user_list && list_count(cond->user_list) == 1 &&
	       !xstrcmp(list_peek(cond->user_list), actor->name);
}

/*
 * Operators may all, coordinators what check_target() allows, and users may
 * choose their own default account and QOS, and nothing else (Slurm drops
 * whatever else they ask for).
 */
static int check_actor(struct change *c, const slurmdb_assoc_cond_t *cond,
		       slurmdb_assoc_rec_t *asked)
{
	uint16_t is_def = asked->is_def;
	uint32_t qos = asked->def_qos_id;

	if (actor_is(c->actor, SLURMDB_ADMIN_OPERATOR) ||
	    actor_coordinates_any(c->actor))
		return SLURM_SUCCESS;
	if (!is_about_self(c->actor, cond)) {
		error("accounting_storage/pgsql: %s(%u) is no operator or coordinator and may not change associations",
		      c->actor->name, (unsigned)c->actor->uid);
		return ESLURM_ACCESS_DENIED;
	}
	slurmdb_init_assoc_rec(asked, true);
	asked->is_def = is_def;
	asked->def_qos_id = qos;
	c->own_user = true;
	return SLURM_SUCCESS;
}

/* Coordinators may change what is below their accounts, not these. */
static int check_target(struct storage_conn *conn, const struct change *c,
			const slurmdb_assoc_rec_t *target)
{
	const char *account = target->parent_acct ? target->parent_acct :
						    target->acct;

	if (!actor_coordinates(c->actor, account)) {
		error("accounting_storage/pgsql: %s(%u) does not coordinate account %s and may not change %s",
		      c->actor->name, (unsigned)c->actor->uid, account,
		      target->acct);
		return ESLURM_ACCESS_DENIED;
	}
	return assoc_check_qos(conn, c->actor, target->cluster, account,
			       c->asked->qos_list);
}

static int check_targets(struct storage_conn *conn, const struct change *c)
{
	const void **target;
	int rc = SLURM_SUCCESS;

	if (c->own_user || actor_is(c->actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	target = list_to_array(c->targets);
	for (int i = 0; !rc && i < list_count(c->targets); i++)
		rc = check_target(conn, c, target[i]);
	xfree(target);
	return rc;
}

/* ------------------------------------------------------------------ moves */

static int move_one(struct storage_conn *conn, const slurmdb_assoc_rec_t *assoc,
		    const char *parent, bool *moved_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_int(&p, assoc->id);
	pg_add_text(&p, parent);
	rc = storage_exec(conn, &sql_assoc_move, &p, &result);
	pg_params_free(&p);
	*moved_r = !rc && pg_affected(result) > 0;
	pg_result_free(&result);
	return rc;
}

/*
 * Accounts are moved one by one, since each may take a later one along. One
 * that can't be moved, or is there already, is left out of the change
 * altogether, as by accounting_storage/mysql.
 */
static int move_targets(struct storage_conn *conn, struct change *c)
{
	const char *parent = c->asked->parent_acct;
	slurm_list_t kept;
	slurmdb_assoc_rec_t *target;
	int rc = SLURM_SUCCESS;

	if (!parent)
		return SLURM_SUCCESS;
	kept = list_create(slurmdb_destroy_assoc_rec);
	while ((target = list_pop(c->targets))) {
		bool moved = false;

		if (!target->user && !rc)
			rc = move_one(conn, target, parent, &moved);
		c->moved |= moved;
		if (moved || target->user)
			list_append(kept, target);
		else
			slurmdb_destroy_assoc_rec(target);
	}
	FREE_NULL_LIST(c->targets);
	c->targets = kept;
	if (!rc && !list_count(kept))
		rc = SLURM_NO_CHANGE_IN_DATA;
	return rc;
}

/* --------------------------------------------------------- what it was */

static bool has_accounts(slurm_list_t assocs)
{
	const void **item = list_to_array(assocs);
	bool found = false;

	for (int i = 0; i < list_count(assocs); i++)
		found |= !((const slurmdb_assoc_rec_t *)item[i])->user;
	xfree(item);
	return found;
}

/* A change reaches what has no value of its own in the way, before it. */
static int read_below(struct storage_conn *conn, struct change *c)
{
	struct assoc_question question = { .below = true, .own = true };
	int64_t *ids;
	int rc;

	if (!has_accounts(c->targets))
		return SLURM_SUCCESS;
	ids = assoc_ids(c->targets);
	question.ids = ids;
	question.n = list_count(c->targets);
	rc = assoc_find(conn, &question, &c->below);
	xfree(ids);
	return rc;
}

/* ----------------------------------------------------------------- update */

static void add_qos(struct pg_params *p, const struct change *c,
		    const struct pg_result *locked)
{
	char **own = xcalloc(c->n, sizeof(*own));
	char **delta = xcalloc(c->n, sizeof(*delta));

	for (int i = 0; i < c->n; i++) {
		struct idlist ids = { 0 }, deltas = { 0 };

		idlist_read(&ids, locked, i, 1);
		idlist_read(&deltas, locked, i, 2);
		idlist_change_own(&ids, &deltas, c->asked->qos_list);
		own[i] = ids.n ? idlist_array(&ids) : NULL;
		delta[i] = deltas.n ? idlist_array(&deltas) : NULL;
		idlist_free(&ids);
		idlist_free(&deltas);
	}
	pg_add_text_array(p, (const char *const *)own, c->n);
	pg_add_text_array(p, (const char *const *)delta, c->n);
	for (int i = 0; i < c->n; i++) {
		xfree(own[i]);
		xfree(delta[i]);
	}
	xfree(own);
	xfree(delta);
}

/* In the order of ids, with their lists of QOS as they are now. */
static int lock_targets(struct storage_conn *conn, struct change *c,
			struct pg_result **locked_r)
{
	struct pg_params p = { 0 };
	int rc;

	c->id = assoc_ids(c->targets);
	c->n = list_count(c->targets);
	pg_add_int_array(&p, c->id, c->n);
	rc = storage_exec(conn, &sql_assoc_lock, &p, locked_r);
	pg_params_free(&p);
	if (rc)
		return rc;
	c->n = pg_rows(*locked_r);
	for (int i = 0; i < c->n; i++)
		c->id[i] = pg_int(*locked_r, i, 0, 0);
	return SLURM_SUCCESS;
}

static int update_targets(struct storage_conn *conn, struct change *c)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	const void *records[] = { c->asked };
	struct pg_result *locked = NULL;
	struct pg_params p = { 0 };
	int rc;

	pthread_once(&built, build_statement);
	if ((rc = lock_targets(conn, c, &locked)))
		return rc;
	pg_add_int_array(&p, c->id, c->n);
	add_qos(&p, c, locked);
	pg_add_bool(&p, changes_qos(c));
	limits_add_params(&p, &assoc_limits, records, 1, false);
	rc = storage_exec(conn, &statement, &p, NULL);
	pg_params_free(&p);
	pg_result_free(&locked);
	return rc;
}

/* -------------------------------------------------------------------- log */

static char *describe(const struct change *c)
{
	char *text = limits_text(&assoc_limits, c->asked, false);
	char *qos = idlist_text("qos", c->asked->qos_list);

	if (qos)
		xstrfmtcat(text, ", %s", qos);
	xfree(qos);
	return text;
}

/* One line for each cluster: the log says of what cluster a change was. */
static int log_cluster(struct storage_conn *conn, const struct change *c,
		       const char *cluster, const char *info)
{
	const void **target = list_to_array(c->targets);
	int64_t *id = xcalloc(c->n + 1, sizeof(*id));
	char *ids, *where;
	int rc, n = 0;

	for (int i = 0; i < list_count(c->targets); i++) {
		const slurmdb_assoc_rec_t *assoc = target[i];

		if (!xstrcmp(assoc->cluster, cluster))
			id[n++] = assoc->id;
	}
	ids = txn_ids("id_assoc", id, n);
	where = xstrdup_printf("(%s)", ids);
	rc = txn_write(conn, &(struct txn){ DBD_MODIFY_ASSOCS, c->actor->name,
					    cluster, where, info });
	xfree(where);
	xfree(ids);
	xfree(id);
	xfree(target);
	return rc;
}

static int log_change(struct storage_conn *conn, const struct change *c)
{
	const void **target = list_to_array(c->targets);
	char *info = describe(c);
	const char *cluster = NULL;
	int rc = SLURM_SUCCESS;

	/* a move alone is not logged */
	for (int i = 0; !rc && info && i < list_count(c->targets); i++) {
		const slurmdb_assoc_rec_t *assoc = target[i];

		if (!xstrcmp(cluster, assoc->cluster))
			continue;
		cluster = assoc->cluster;
		rc = log_cluster(conn, c, cluster, info + 2);
	}
	xfree(info);
	xfree(target);
	return rc;
}

/* ------------------------------------------------------------------- verb */

static int find_targets(struct storage_conn *conn, struct change *c,
			const slurmdb_assoc_cond_t *cond)
{
	struct assoc_question question = { .cond = cond, .own = true };
	int rc;

	/* without a word of users it is about accounts */
	question.kind = cond->user_list ? ASSOC_OF_USERS : ASSOC_OF_ACCOUNTS;
	rc = assoc_find(conn, &question, &c->targets);
	if (!rc && !list_count(c->targets))
		rc = SLURM_NO_CHANGE_IN_DATA;
	return rc;
}

static int change_targets(struct storage_conn *conn, struct change *c)
{
	int rc;

	if ((rc = check_targets(conn, c)) || (rc = move_targets(conn, c)) ||
	    (rc = read_below(conn, c)) || (rc = update_targets(conn, c)) ||
	    (rc = log_change(conn, c)))
		return rc;
	if (c->asked->is_def == 1 &&
	    (rc = assoc_undefault(conn, c->id, c->n)))
		return rc;
	return assoc_tell(conn,
			  &(struct assoc_change){ .targets = c->targets,
						  .below = c->below,
						  .limits = c->limits,
						  .qos = c->asked->qos_list,
						  .moved = c->moved },
			  c->lines);
}

static bool asks_anything(const slurmdb_assoc_rec_t *assoc)
{
	return limits_asked(&assoc_limits, assoc) ||
	       list_asks(assoc->qos_list) || assoc->parent_acct;
}

int assoc_modify_within(struct storage_conn *conn, const struct actor *actor,
			const slurmdb_assoc_cond_t *cond,
			slurmdb_assoc_rec_t *assoc, slurm_list_t lines)
{
	struct change c = { .actor = actor, .asked = assoc, .lines = lines };
	int rc;

	if ((rc = check_actor(&c, cond, assoc)) ||
	    (rc = assoc_check_default_qos(conn, assoc->def_qos_id)))
		return rc;
	if (!asks_anything(assoc))
		return SLURM_NO_CHANGE_IN_DATA;
	c.limits = limits_asked(&assoc_limits, assoc);
	if (!(rc = find_targets(conn, &c, cond)))
		rc = change_targets(conn, &c);
	FREE_NULL_LIST(c.targets);
	FREE_NULL_LIST(c.below);
	xfree(c.id);
	return rc;
}

struct request {
	const slurmdb_assoc_cond_t *cond;
	slurmdb_assoc_rec_t *assoc;
	slurm_list_t lines;
};

static int modify_work(struct storage_conn *conn, const struct actor *actor,
		       void *arg)
{
	struct request *request = arg;

	list_flush(request->lines);
	return assoc_modify_within(conn, actor, request->cond, request->assoc,
				   request->lines);
}

slurm_list_t assoc_modify(struct storage_conn *conn, uint32_t uid,
			  slurmdb_assoc_cond_t *cond,
			  slurmdb_assoc_rec_t *assoc)
{
	struct request request = { .cond = cond, .assoc = assoc };
	int rc;

	if (!cond || !assoc)
		return list_outcome(NULL, SLURM_ERROR);
	request.lines = list_create(xfree_ptr);
	rc = storage_change_in_turn(conn, uid, modify_work, &request);
	/* no list where nothing was asked, or all of it dropped (check_actor);
	 * an empty one where nothing is as asked: sacctmgr's words differ */
	if (rc == SLURM_NO_CHANGE_IN_DATA && !asks_anything(assoc))
		FREE_NULL_LIST(request.lines);
	return list_outcome(request.lines, rc);
}
