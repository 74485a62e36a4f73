/*
 * get.c - usage of one association, wckey or cluster
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "../storage/visibility.h"
#include "usage.h"

static const struct pg_statement assoc_owner = {
	"usage_assoc_owner",
	"SELECT user_name, account FROM slurm_data.assoc WHERE assoc_id = $1"
};
static const struct pg_statement wckey_owner = {
	"usage_wckey_owner",
	"SELECT user_name, NULL FROM slurm_data.wckey WHERE wckey_id = $1"
};

struct question {
	int type;
	time_t start, end;
	int64_t id;          /* of an association or a wckey */
	slurm_list_t record; /* the only one in it */
};

static int add(struct storage_conn *conn, const struct question *q)
{
	switch (q->type) {
	case DBD_GET_ASSOC_USAGE:
		return usage_add_to_assocs(conn, q->record, q->start, q->end);
	case DBD_GET_WCKEY_USAGE:
		return usage_add_to_wckeys(conn, q->record, q->start, q->end);
	default:
		return usage_add_to_clusters(conn, q->record, q->start, q->end);
	}
}

/* Whose it is the database tells, not the message. */
static int may_see(struct storage_conn *conn, const struct actor *actor,
		   const struct question *q)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	if (q->type == DBD_GET_CLUSTER_USAGE ||
	    !actor_is_limited(actor, PRIVATE_DATA_USAGE))
		return SLURM_SUCCESS;
	pg_add_int(&params, q->id);
	rc = storage_exec(conn,
			  q->type == DBD_GET_ASSOC_USAGE ? &assoc_owner :
							   &wckey_owner,
			  &params, &result);
	pg_params_free(&params);
	if (!rc && (!pg_rows(result) ||
		    (strcmp(pg_text(result, 0, 0), actor->name) &&
		     !actor_coordinates(actor, pg_text(result, 0, 1)))))
		rc = ESLURM_ACCESS_DENIED;
	pg_result_free(&result);
	return rc;
}

static int ask(struct storage_conn *conn, const struct actor *actor, void *arg)
{
	const struct question *q = arg;
	int rc = may_see(conn, actor, q);

	return rc ? rc : add(conn, q);
}

/* Whether the message says what it is about; takes the id. */
static bool is_complete(struct question *q, const void *in)
{
	const slurmdb_assoc_rec_t *assoc = in;
	const slurmdb_wckey_rec_t *wckey = in;
	const slurmdb_cluster_rec_t *cluster = in;

	switch (q->type) {
	case DBD_GET_ASSOC_USAGE:
		q->id = assoc->id;
		return assoc->id && assoc->cluster;
	case DBD_GET_WCKEY_USAGE:
		q->id = wckey->id;
		return wckey->id && wckey->cluster;
	case DBD_GET_CLUSTER_USAGE:
		return cluster->name && cluster->name[0];
	default:
		return false;
	}
}

extern int usage_get(struct storage_conn *conn, uid_t uid, void *in, int type,
		     time_t start, time_t end)
{
	struct question q = { .type = type, .start = start, .end = end };
	int rc;

	if (!is_complete(&q, in)) {
		error("accounting_storage/pgsql: a question for usage (message %d) names no association, wckey or cluster",
		      type);
		return SLURM_ERROR;
	}
	q.record = list_create(NULL);
	list_append(q.record, in);
	rc = storage_read_as(conn, uid, ask, &q);
	FREE_NULL_LIST(q.record);
	errno = rc;
	return rc ? SLURM_ERROR : SLURM_SUCCESS;
}
