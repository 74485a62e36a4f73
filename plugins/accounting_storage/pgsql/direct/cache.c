/*
 * cache.c - slurmctld's associations, QOS and users follow the database
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <unistd.h>

#include "cache.h"

#include "plugins/accounting_storage/pgsql/assoc/assoc.h"
#include "plugins/accounting_storage/pgsql/qos/qos.h"
#include "plugins/accounting_storage/pgsql/user/user.h"
#include "difference/difference.h"
#include "plugins/accounting_storage/pgsql/sql.h"

/* slurmctld's own: it runs on what its state file said, because the database
 * was away at its start. */
extern uint16_t running_cache __attribute__((weak));
extern pthread_mutex_t assoc_cache_mutex __attribute__((weak));
extern pthread_cond_t assoc_cache_cond __attribute__((weak));

/* ------------------------------------------------------------- versions */

static void replace(char **text, const char *with)
{
	xfree(*text);
	*text = xstrdup(with);
}

void cache_forget(struct cache *cache)
{
	xfree(cache->qos);
	xfree(cache->users);
	xfree(cache->assocs);
}

static void set_versions(struct cache *cache, const struct cache *now)
{
	replace(&cache->qos, now->qos);
	replace(&cache->users, now->users);
	replace(&cache->assocs, now->assocs);
}

static int read_versions(struct storage_conn *conn, struct cache *now_r)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&params, conn->cluster_name);
	rc = storage_query(conn, &sql_cache_version, &params, &result);
	pg_params_free(&params);
	if (!rc) {
		now_r->qos = xstrdup(pg_text(result, 0, 0));
		now_r->users = xstrdup(pg_text(result, 0, 1));
		now_r->assocs = xstrdup(pg_text(result, 0, 2));
	}
	pg_result_free(&result);
	return rc;
}

/* ----------------------------------------------------------------- lists */

/* What the database says; NULL: not asked, that list has not changed. */
struct fresh {
	slurm_list_t qos, users, assocs;
};

static slurm_list_t read_users(struct storage_conn *conn)
{
	slurmdb_user_cond_t cond = { .with_coords = 1 };

	return user_get(conn, getuid(), &cond);
}

static slurm_list_t read_assocs(struct storage_conn *conn)
{
	slurmdb_assoc_cond_t cond = { 0 };
	slurm_list_t list;

	cond.cluster_list = list_create(NULL);
	list_append(cond.cluster_list, conn->cluster_name);
	list = assoc_get(conn, getuid(), &cond);
	FREE_NULL_LIST(cond.cluster_list);
	return list;
}

static void fresh_free(struct fresh *fresh)
{
	FREE_NULL_LIST(fresh->qos);
	FREE_NULL_LIST(fresh->users);
	FREE_NULL_LIST(fresh->assocs);
}

static int read_fresh(struct storage_conn *conn, const struct cache *then,
		      const struct cache *now, struct fresh *fresh_r)
{
	bool qos = xstrcmp(then->qos, now->qos);
	bool users = xstrcmp(then->users, now->users);
	/* QOS that are added or removed change what associations inherit */
	bool assocs = qos || xstrcmp(then->assocs, now->assocs);

	if ((!qos || (fresh_r->qos = qos_get(conn, getuid(), NULL))) &&
	    (!users || (fresh_r->users = read_users(conn))) &&
	    (!assocs || (fresh_r->assocs = read_assocs(conn))))
		return SLURM_SUCCESS;
	fresh_free(fresh_r);
	return errno ? errno : SLURM_ERROR;
}

/* ---------------------------------------------------------------- update */

/* Consumes the lists. */
static slurm_list_t compare(struct fresh *fresh)
{
	assoc_mgr_lock_t locks = { .assoc = READ_LOCK,
				   .qos = READ_LOCK,
				   .user = READ_LOCK };
	slurm_list_t updates = difference_new();

	assoc_mgr_lock(&locks);
	if (fresh->qos)
		difference_qos(updates, assoc_mgr_qos_list, fresh->qos);
	if (fresh->users)
		difference_users(updates, assoc_mgr_user_list, fresh->users);
	if (fresh->assocs)
		difference_assocs(updates, assoc_mgr_assoc_list, fresh->assocs);
	assoc_mgr_unlock(&locks);
	*fresh = (struct fresh){ 0 };
	return updates;
}

/*
 * slurmctld's updates do nothing to a list that it has not got (the database
 * went away while it loaded them). An empty one makes room for them; nothing
 * can point into a list that was not there.
 */
static void make_missing_lists(void)
{
	assoc_mgr_lock_t locks = { .assoc = WRITE_LOCK,
				   .qos = WRITE_LOCK,
				   .user = WRITE_LOCK };

	assoc_mgr_lock(&locks);
	if (!assoc_mgr_qos_list)
		assoc_mgr_qos_list = list_create(slurmdb_destroy_qos_rec);
	if (!assoc_mgr_user_list)
		assoc_mgr_user_list = list_create(slurmdb_destroy_user_rec);
	if (!assoc_mgr_assoc_list)
		assoc_mgr_assoc_list = list_create(slurmdb_destroy_assoc_rec);
	assoc_mgr_unlock(&locks);
}

static void apply(slurm_list_t updates)
{
	int n = difference_count(updates);

	if (n) {
		make_missing_lists();
		(void)assoc_mgr_update(updates, false);
		debug("accounting_storage/pgsql: %d changes of associations, "
		      "QOS and users taken from the database",
		      n);
	}
	FREE_NULL_LIST(updates);
}

/* slurmctld reads everything itself once it is told that the database is
 * back, with its jobs locked; until then its lists are not ours to change. */
static bool runs_on_state_file(void)
{
	if (!&running_cache || running_cache == RUNNING_CACHE_STATE_NOTRUNNING)
		return false;
	slurm_mutex_lock(&assoc_cache_mutex);
	slurm_cond_signal(&assoc_cache_cond);
	slurm_mutex_unlock(&assoc_cache_mutex);
	return true;
}

int cache_follow(struct cache *cache, struct storage_conn *conn)
{
	struct cache now = { 0 };
	struct fresh fresh = { 0 };
	int rc;

	if (runs_on_state_file()) {
		cache_forget(cache);
		return ESLURM_DB_CONNECTION;
	}
	/* a change that comes after this is seen by the next call */
	if ((rc = read_versions(conn, &now)))
		return rc;
	if (!(rc = read_fresh(conn, cache, &now, &fresh))) {
		apply(compare(&fresh));
		set_versions(cache, &now);
	}
	cache_forget(&now);
	return rc;
}
