/*
 * visibility.c - who may see and change what
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/slurm/compat.h"
#include "src/common/uid.h"

#include "lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "visibility.h"

static int read_actor(struct storage_conn *conn, struct actor *actor)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&p, actor->name);
	rc = storage_exec(conn, &sql_visibility_actor, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	if (pg_rows(result))
		actor->level = str_2_slurmdb_admin_level(
			(char *)pg_text(result, 0, 0));
	for (int i = 0; i < pg_rows(result); i++)
		if (!pg_is_null(result, i, 1))
			list_append(actor->accounts,
				    xstrdup(pg_text(result, i, 1)));
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

int actor_find(struct storage_conn *conn, uid_t uid, struct actor *actor)
{
	int rc;

	*actor = (struct actor){ .uid = uid, .level = SLURMDB_ADMIN_NOTSET };
	actor->name = uid_to_string(uid);
	actor->accounts = list_create(xfree_ptr);
	if (uid == 0 || uid == slurm_conf.slurm_user_id) {
		actor->level = SLURMDB_ADMIN_SUPER_USER;
		return SLURM_SUCCESS;
	}
	if ((rc = read_actor(conn, actor)))
		actor_free(actor);
	return rc;
}

void actor_free(struct actor *actor)
{
	xfree(actor->name);
	FREE_NULL_LIST(actor->accounts);
}

bool actor_is(const struct actor *actor, slurmdb_admin_level_t level)
{
	return actor->level >= level;
}

bool actor_coordinates_any(const struct actor *actor)
{
	return list_asks(actor->accounts);
}

bool actor_coordinates(const struct actor *actor, const char *account)
{
	return account && list_find_first(actor->accounts,
					  slurm_find_char_in_list,
					  (void *)account);
}

bool actor_is_limited(const struct actor *actor, uint16_t private_data)
{
	return (slurm_conf.private_data & private_data) &&
	       !actor_is(actor, SLURMDB_ADMIN_OPERATOR);
}

void actor_add_params(struct pg_params *p, const struct actor *actor,
		      uint16_t private_data)
{
	if (actor_is_limited(actor, private_data)) {
		pg_add_text(p, actor->name);
		params_add_names(p, actor->accounts);
	} else {
		pg_add_null(p);
		pg_add_null(p);
	}
}

/* ------------------------------------------------ changes and questions */

/* the key, "SLCHANGE", keeps apart from other uses of advisory locks */
static const struct pg_statement change_turn = {
	"change_turn", "SELECT pg_advisory_xact_lock(6002246380990383941)"
};

struct work_as {
	uid_t uid;
	bool in_turn;
	storage_work_as_fn work;
	void *arg;
};

static int work_as(struct storage_conn *conn, void *arg)
{
	const struct work_as *as = arg;
	struct actor actor;
	int rc;

	if (as->in_turn &&
	    (rc = storage_exec(conn, &change_turn, NULL, NULL)))
		return rc;
	if ((rc = actor_find(conn, as->uid, &actor)))
		return rc;
	rc = as->work(conn, &actor, as->arg);
	actor_free(&actor);
	return rc;
}

int storage_change_as(struct storage_conn *conn, uid_t uid,
		      storage_work_as_fn work, void *arg)
{
	struct work_as as = { .uid = uid, .work = work, .arg = arg };

	return storage_change(conn, work_as, &as);
}

int storage_change_in_turn(struct storage_conn *conn, uid_t uid,
			   storage_work_as_fn work, void *arg)
{
	struct work_as as = { .uid = uid, .in_turn = true, .work = work,
			      .arg = arg };

	return storage_change(conn, work_as, &as);
}

int storage_read_as(struct storage_conn *conn, uid_t uid,
		    storage_work_as_fn work, void *arg)
{
	struct work_as as = { .uid = uid, .work = work, .arg = arg };

	return storage_read(conn, work_as, &as);
}

struct list_as {
	storage_find_as_fn find;
	const void *cond;
	slurm_list_t list;
};

static int list_as(struct storage_conn *conn, const struct actor *viewer,
		   void *arg)
{
	struct list_as *as = arg;

	FREE_NULL_LIST(as->list);
	return as->find(conn, viewer, as->cond, &as->list);
}

slurm_list_t storage_list_as(struct storage_conn *conn, uid_t uid,
			     storage_find_as_fn find, const void *cond)
{
	struct list_as question = { .find = find, .cond = cond };
	int rc = storage_read_as(conn, uid, list_as, &question);

	return list_outcome(question.list, rc);
}
