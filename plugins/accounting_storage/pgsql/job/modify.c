/*
 * modify.c - what a person changes of jobs afterwards (sacctmgr modify job)
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "modify.h"

#include <errno.h>

#include "src/common/parse_time.h"

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../storage/lists.h"
#include "../txn/txn.h"
#include "../storage/visibility.h"
#include "../storage/wire.h"
#include "../wckey/wckey.h"
#include "find.h"
#include "job.h"
#include "place.h"

struct modification {
	uint32_t uid;
	bool by_slurmctld;
	slurm_list_t jobs; /* slurmdb_job_rec_t, as found */
	/* what is set; NULL, COLUMN_NULL: not */
	int64_t derived_exit_code;
	char *comment, *admin_comment, *system_comment, *wckey;
	slurm_list_t names; /* the answer */
	slurm_list_t wckeys; /* while they are added */
};

static void take(struct modification *m, const slurmdb_job_rec_t *job)
{
	m->derived_exit_code = job->derived_ec == NO_VAL
				       ? COLUMN_NULL
				       : (int32_t)job->derived_ec;
	m->comment = wire_text(job->derived_es);
	m->admin_comment = wire_text(job->admin_comment);
	m->system_comment = wire_text(job->system_comment);
	m->wckey = wire_text(job->wckey);
}

static void release(struct modification *m)
{
	xfree(m->comment);
	xfree(m->admin_comment);
	xfree(m->system_comment);
	xfree(m->wckey);
	FREE_NULL_LIST(m->jobs);
}

static bool sets_nothing(const struct modification *m)
{
	return m->derived_exit_code == COLUMN_NULL && !m->comment &&
	       !m->admin_comment && !m->system_comment && !m->wckey;
}

/* ----------------------------------------------------------- permission */

static int is_others(void *item, void *uid)
{
	const slurmdb_job_rec_t *job = item;

	return job->uid != *(uint32_t *)uid;
}

static int check(const struct actor *actor, struct modification *m)
{
	if (actor_is(actor, SLURMDB_ADMIN_OPERATOR))
		return SLURM_SUCCESS;
	if (m->admin_comment || m->system_comment ||
	    list_find_first(m->jobs, is_others, &m->uid))
		return ESLURM_ACCESS_DENIED;
	return SLURM_SUCCESS;
}

/* ----------------------------------------------------------------- wckey */

static const struct pg_statement job_wckeys_missing = {
	"job_wckeys_missing",
	"SELECT DISTINCT i.cluster, i.user_name"
	" FROM unnest($1::text[], $2::text[]) AS i (cluster, user_name)"
	" WHERE NOT EXISTS (SELECT FROM slurm_data.wckey w"
	" JOIN slurm_data.cluster c USING (cluster_id) WHERE c.name = i.cluster"
	" AND w.user_name = i.user_name AND w.name = $3 AND NOT w.deleted)"
};

static void want_wckeys(struct modification *m, const struct pg_result *result)
{
	for (int i = 0; i < pg_rows(result); i++) {
		slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

		slurmdb_init_wckey_rec(wckey, false);
		wckey->cluster = xstrdup(pg_text(result, i, 0));
		wckey->user = xstrdup(pg_text(result, i, 1));
		wckey->name = xstrdup(m->wckey);
		list_append(m->wckeys, wckey);
	}
}

static int find_missing(struct storage_conn *conn, struct modification *m)
{
	int n = list_count(m->jobs), users = 0, rc;
	const void **item = list_to_array(m->jobs);
	const char **cluster = xcalloc(n, sizeof(*cluster));
	const char **user = xcalloc(n, sizeof(*user));
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;

	for (int i = 0; i < n; i++) {
		const slurmdb_job_rec_t *job = item[i];

		if (!job->user || !job->cluster)
			continue;
		cluster[users] = job->cluster;
		user[users++] = job->user;
	}
	pg_add_text_array(&p, cluster, users);
	pg_add_text_array(&p, user, users);
	pg_add_text(&p, m->wckey);
	rc = storage_exec(conn, &job_wckeys_missing, &p, &result);
	pg_params_free(&p);
	if (!rc)
		want_wckeys(m, result);
	pg_result_free(&result);
	xfree(item);
	xfree(cluster);
	xfree(user);
	return rc;
}

/*
 * With TrackWCKey a wckey that the jobs' users do not have is added, by Slurm
 * and not by who asks: a plain user may give a new one to an own job.
 */
static int ensure_wckeys(struct storage_conn *conn, struct modification *m)
{
	struct actor slurm;
	int rc;

	if (!m->wckey || !slurm_get_track_wckey())
		return SLURM_SUCCESS;
	if ((rc = actor_find(conn, slurm_conf.slurm_user_id, &slurm)))
		return rc;
	m->wckeys = list_create(slurmdb_destroy_wckey_rec);
	if (!(rc = find_missing(conn, m)))
		rc = wckey_add_within(conn, &slurm, m->wckeys);
	FREE_NULL_LIST(m->wckeys);
	actor_free(&slurm);
	return rc;
}

/* ---------------------------------------------------------------- update */

static void add_jobs(struct pg_params *p, slurm_list_t jobs)
{
	int n = list_count(jobs);
	const void **item = list_to_array(jobs);
	const char **cluster = xcalloc(n, sizeof(*cluster));
	int64_t *index = xcalloc(n, sizeof(*index));
	time_t least = 0;

	for (int i = 0; i < n; i++) {
		const slurmdb_job_rec_t *job = item[i];

		cluster[i] = job->cluster;
		index[i] = (int64_t)job->db_index;
		if (!i || job->submit < least)
			least = job->submit;
	}
	pg_add_text_array(p, cluster, n);
	pg_add_int_array(p, index, n);
	/* as job_least_end() has it */
	place_bind_least(p, least > 86400 ? least - 86400 : 0);
	xfree(item);
	xfree(cluster);
	xfree(index);
}

static int update(struct storage_conn *conn, const struct modification *m)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	add_jobs(&p, m->jobs);
	if (m->derived_exit_code == COLUMN_NULL)
		pg_add_null(&p);
	else
		pg_add_int(&p, m->derived_exit_code);
	pg_add_text(&p, m->comment);
	pg_add_text(&p, m->admin_comment);
	pg_add_text(&p, m->system_comment);
	pg_add_text(&p, m->wckey);
	pg_add_bool(&p, !m->by_slurmctld);
	rc = storage_exec(conn, &sql_job_modify, &p, &result);
	pg_params_free(&p);
	for (int i = 0; !rc && i < pg_rows(result); i++)
		if (!pg_bool(result, i, 0))
			rc = SLURM_ERROR; /* such a wckey must exist */
	pg_result_free(&result);
	return rc;
}

/* ------------------------------------------------------------------- log */

static char *describe(const struct modification *m)
{
	char *text = NULL;

	if (m->derived_exit_code != COLUMN_NULL)
		xstrfmtcat(text, ", derived_ec=%" PRId64, m->derived_exit_code);
	if (m->comment)
		xstrfmtcat(text, ", derived_es='%s'", m->comment);
	if (m->admin_comment)
		xstrfmtcat(text, ", admin_comment='%s'", m->admin_comment);
	if (m->system_comment)
		xstrfmtcat(text, ", system_comment='%s'", m->system_comment);
	if (m->wckey)
		xstrfmtcat(text, ", wckey='%s'", m->wckey);
	return text;
}

static int log_change(struct storage_conn *conn, const struct actor *actor,
		      const struct modification *m)
{
	int n = list_count(m->jobs), rc;
	const void **item = list_to_array(m->jobs);
	const char **cluster = xcalloc(n, sizeof(*cluster));
	const char **infos = xcalloc(n, sizeof(*infos));
	char **name = xcalloc(n, sizeof(*name)), *info = describe(m);

	for (int i = 0; i < n; i++) {
		const slurmdb_job_rec_t *job = item[i];

		cluster[i] = job->cluster;
		name[i] = xstrdup_printf("job_db_inx=%" PRIu64, job->db_index);
		infos[i] = info + 2;
	}
	rc = txn_write_many(conn, DBD_MODIFY_JOB, actor->name, cluster,
			    (const char *const *)name, infos, n);
	for (int i = 0; i < n; i++)
		xfree(name[i]);
	xfree(item);
	xfree(cluster);
	xfree(infos);
	xfree(name);
	xfree(info);
	return rc;
}

static int name_one(void *item, void *names)
{
	slurmdb_job_rec_t *job = item;
	char time[32];

	slurm_make_time_str(&job->submit, time, sizeof(time));
	list_append(names,
		    xstrdup_printf("%u submitted at %s", job->jobid, time));
	return 0;
}

/* ------------------------------------------------------------------ verb */

static int work(struct storage_conn *conn, const struct actor *actor, void *arg)
{
	struct modification *m = arg;
	int rc;

	list_flush(m->names);
	if (!(rc = check(actor, m)) && !(rc = ensure_wckeys(conn, m)) &&
	    !(rc = update(conn, m)) && !(rc = log_change(conn, actor, m)))
		list_for_each(m->jobs, name_one, m->names);
	return rc;
}

static int modify(struct storage_conn *conn, struct modification *m,
		  slurmdb_job_cond_t *cond)
{
	if (sets_nothing(m))
		return SLURM_NO_CHANGE_IN_DATA;
	cond->flags |= JOBCOND_FLAG_NO_STEP | JOBCOND_FLAG_NO_DEFAULT_USAGE;
	if (!(m->jobs = job_find(conn, m->uid, cond)))
		return errno;
	if (!list_count(m->jobs))
		return SLURM_NO_CHANGE_IN_DATA;
	return storage_change_as(conn, m->uid, work, m);
}

/* Within slurmctld, in direct mode: a record, as all that it reports. */
static slurm_list_t report(struct storage_conn *conn,
			   const slurmdb_job_cond_t *cond,
			   const struct modification *m)
{
	const slurm_selected_step_t *step =
		cond->step_list ? list_peek(cond->step_list) : NULL;
	struct job_change *change;

	errno = ESLURM_NOT_SUPPORTED;
	if (!step)
		return NULL;
	change = job_change_new("modify");
	job_change_identify(change, 0, step->step_id.job_id, cond->usage_start);
	change->rank[JOB_GROUP_ADMIN] = ADMIN_END;
	change->derived_exit_code = m->derived_exit_code;
	change->comment = xstrdup(m->comment);
	change->admin_comment = xstrdup(m->admin_comment);
	change->system_comment = xstrdup(m->system_comment);
	errno = record_submit(conn, (struct record){ &job_start_kind, change });
	return NULL;
}

slurm_list_t job_modify(struct storage_conn *conn, uint32_t uid,
			slurmdb_job_cond_t *cond, const slurmdb_job_rec_t *job)
{
	struct modification m = { .uid = uid };
	int rc;

	if (!cond || !job) {
		errno = SLURM_ERROR;
		return NULL;
	}
	take(&m, job);
	m.by_slurmctld = cond->flags & JOBCOND_FLAG_NO_WAIT;
	if (storage_host() == HOST_SLURMCTLD) {
		(void)report(conn, cond, &m);
		release(&m);
		return NULL;
	}
	m.names = list_create(xfree_ptr);
	rc = modify(conn, &m, cond);
	release(&m);
	/* an error would keep it first in slurmctld's queue for ever */
	if (rc && rc != ESLURM_DB_CONNECTION && m.by_slurmctld) {
		error("accounting_storage/pgsql: a job's system comment could not be set: %s",
		      slurm_strerror(rc));
		rc = SLURM_NO_CHANGE_IN_DATA;
	}
	/* slurmdbd asks for the reason only where there is no list */
	if (rc == SLURM_NO_CHANGE_IN_DATA)
		FREE_NULL_LIST(m.names);
	return list_outcome(m.names, rc);
}
