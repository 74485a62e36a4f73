/*
 * modify.c - changing QOS
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <pthread.h>

#include "../limits/limits.h"
#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "../txn/txn.h"
#include "../storage/wire.h"
#include "idlist.h"
#include "qos.h"

struct change {
	const slurmdb_qos_cond_t *cond;
	const slurmdb_qos_rec_t *qos; /* what is asked for */
	slurm_list_t names;	      /* of those that were changed */
};

/* Those to be changed, locked, with what each may preempt afterwards. */
struct targets {
	int64_t *id;
	char **preempt; /* integer[]s, or NULLs */
	int n;
};

static struct pg_statement statement;

static void build_statement(void)
{
	statement = limits_statement(&sql_qos_modify, &qos_limits, 6);
}

static bool changes_flags(const slurmdb_qos_rec_t *qos)
{
	return !(qos->flags & QOS_FLAG_NOTSET);
}

static bool changes_preempt(const slurmdb_qos_rec_t *qos)
{
	return list_asks(qos->preempt_list);
}

static bool changes_nothing(const slurmdb_qos_rec_t *qos)
{
	return !limits_asked(&qos_limits, qos) && !qos->description &&
	       !changes_flags(qos) && !changes_preempt(qos);
}

/* ---------------------------------------------------------------- targets */

static void free_targets(struct targets *t)
{
	for (int i = 0; i < t->n; i++)
		xfree(t->preempt[i]);
	xfree(t->preempt);
	xfree(t->id);
}

static char *new_preempt(const struct change *c, const struct pg_result *result,
			 int row)
{
	struct idlist ids = { 0 };
	char *array;

	if (!changes_preempt(c->qos))
		return NULL;
	idlist_read(&ids, result, row, 2);
	idlist_change(&ids, c->qos->preempt_list);
	array = idlist_array(&ids);
	idlist_free(&ids);
	return array;
}

static int lock_targets(struct storage_conn *conn, struct change *c,
			struct targets *t)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_bool(&p, false);
	qos_add_condition(&p, c->cond);
	rc = storage_exec(conn, &sql_qos_lock, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	t->n = pg_rows(result);
	t->id = xcalloc(t->n + 1, sizeof(*t->id));
	t->preempt = xcalloc(t->n + 1, sizeof(*t->preempt));
	for (int i = 0; i < t->n; i++) {
		t->id[i] = pg_int(result, i, 0, 0);
		t->preempt[i] = new_preempt(c, result, i);
		list_append(c->names, xstrdup(pg_text(result, i, 1)));
	}
	pg_result_free(&result);
	return t->n ? SLURM_SUCCESS : SLURM_NO_CHANGE_IN_DATA;
}

/* ----------------------------------------------------------------- update */

/* Flags after the change are (flags & keep) | set. */
static void add_flags(struct pg_params *p, const slurmdb_qos_rec_t *qos)
{
	uint32_t flags = qos->flags & QOS_FLAG_BASE;
	int64_t keep = -1, set = 0;

	if (!changes_flags(qos))
		;
	else if (qos->flags & QOS_FLAG_REMOVE)
		keep = ~(int64_t)flags;
	else if (qos->flags & QOS_FLAG_ADD)
		set = flags;
	else
		keep = 0, set = flags;
	pg_add_int(p, keep);
	pg_add_int(p, set);
}

static int update_targets(struct storage_conn *conn, const struct change *c,
			  const struct targets *t)
{
	static pthread_once_t built = PTHREAD_ONCE_INIT;
	const void *records[] = { c->qos };
	struct pg_params p = { 0 };
	int rc;

	pthread_once(&built, build_statement);
	pg_add_int_array(&p, t->id, t->n);
	pg_add_text_array(&p, (const char *const *)t->preempt, t->n);
	pg_add_text(&p, c->qos->description);
	add_flags(&p, c->qos);
	limits_add_params(&p, &qos_limits, records, 1, false);
	rc = storage_exec(conn, &statement, &p, NULL);
	pg_params_free(&p);
	return rc;
}

static int check_loop(struct storage_conn *conn, const struct change *c,
		      const struct targets *t)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (!changes_preempt(c->qos))
		return SLURM_SUCCESS;
	pg_add_int_array(&p, t->id, t->n);
	rc = storage_exec(conn, &sql_qos_loop, &p, &result);
	pg_params_free(&p);
	if (!rc && pg_bool(result, 0, 0))
		rc = ESLURM_QOS_PREEMPTION_LOOP;
	pg_result_free(&result);
	return rc;
}

/* --------------------------------------------------- log and publication */

static char *describe(const slurmdb_qos_rec_t *qos)
{
	char *limits = limits_text(&qos_limits, qos, false);
	char *preempt = idlist_text("preempt", qos->preempt_list);
	char *text = NULL;

	if (qos->description)
		xstrfmtcat(text, ", description='%s'", qos->description);
	if (changes_flags(qos))
		xstrfmtcat(text, ", flags%s=%u",
			   qos->flags & QOS_FLAG_REMOVE ? "-" :
			   qos->flags & QOS_FLAG_ADD	? "+" : "",
			   qos->flags & QOS_FLAG_BASE);
	if (limits)
		xstrcat(text, limits);
	if (preempt)
		xstrfmtcat(text, ", %s", preempt);
	xfree(limits);
	xfree(preempt);
	return text;
}

static int log_change(struct storage_conn *conn, const struct actor *actor,
		      const struct change *c)
{
	char *names = txn_names("name", c->names);
	char *where = xstrdup_printf("(%s)", names);
	char *info = describe(c->qos);
	int rc = txn_write(conn, &(struct txn){ DBD_MODIFY_QOS, actor->name,
						NULL, where,
						info ? info + 2 : NULL });

	xfree(names);
	xfree(where);
	xfree(info);
	return rc;
}

/* What a slurmctld has to change: the members that were asked for. */
static slurmdb_qos_rec_t *news_of(slurmdb_qos_rec_t *qos,
				  const slurmdb_qos_rec_t *asked)
{
	slurmdb_qos_rec_t *news = xmalloc(sizeof(*news));

	slurmdb_init_qos_rec(news, false, NO_VAL);
	limits_init(&qos_limits, news);
	limits_copy(&qos_limits, limits_asked(&qos_limits, asked), qos, news);
	news->id = qos->id;
	news->name = xstrdup(qos->name);
	if (changes_flags(asked))
		news->flags = qos->flags;
	if (changes_preempt(asked)) {
		news->preempt_bitstr = qos->preempt_bitstr;
		qos->preempt_bitstr = NULL;
	}
	return news;
}

static int publish_change(struct storage_conn *conn, const struct change *c,
			  const struct targets *t)
{
	slurm_list_t changed = NULL;
	slurmdb_qos_rec_t *qos;
	int rc = qos_find(conn, t->id, t->n, &changed);

	while (!rc && (qos = list_pop(changed))) {
		rc = storage_publish(conn, SLURMDB_MODIFY_QOS,
				     news_of(qos, c->qos));
		slurmdb_destroy_qos_rec(qos);
	}
	FREE_NULL_LIST(changed);
	return rc;
}

/* ------------------------------------------------------------------- verb */

static int change_all(struct storage_conn *conn, const struct actor *actor,
		      void *arg)
{
	struct change *c = arg;
	struct targets t = { 0 };
	int rc;

	list_flush(c->names);
	if (!actor_is(actor, SLURMDB_ADMIN_SUPER_USER))
		return ESLURM_ACCESS_DENIED;
	if (!(rc = lock_targets(conn, c, &t)) &&
	    !(rc = update_targets(conn, c, &t)) &&
	    !(rc = check_loop(conn, c, &t)) &&
	    !(rc = log_change(conn, actor, c)))
		rc = publish_change(conn, c, &t);
	free_targets(&t);
	return rc;
}

slurm_list_t qos_modify(struct storage_conn *conn, uint32_t uid,
			slurmdb_qos_cond_t *cond, slurmdb_qos_rec_t *qos)
{
	struct change c = { .cond = cond, .qos = qos };

	if (!cond || !qos || changes_nothing(qos))
		return list_outcome(NULL, SLURM_NO_CHANGE_IN_DATA);
	wire_restore(qos->description);
	c.names = list_create(xfree_ptr);
	return list_outcome(c.names,
			    storage_change_in_turn(conn, uid, change_all, &c));
}
