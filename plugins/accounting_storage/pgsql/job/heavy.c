/*
 * heavy.c - scripts and environments of jobs, once a hash
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/slurm/json.h"

#include "../storage/wire.h"
#include "job.h"

struct heavy {
	char *script_hash, *script;
	char *env_hash, *env;
};

/* What is there stays: the hash is of the content. */
static const struct pg_statement job_script_add = {
	"job_script_add",
	"INSERT INTO slurm_data.job_script AS known (cluster_id, hash, script)"
	" VALUES ($1, $2, $3) ON CONFLICT (cluster_id, hash)"
	" DO UPDATE SET last_used = now()"
};
static const struct pg_statement job_env_add = {
	"job_env_add",
	"INSERT INTO slurm_data.job_env AS known (cluster_id, hash, env)"
	" VALUES ($1, $2, $3) ON CONFLICT (cluster_id, hash)"
	" DO UPDATE SET last_used = now()"
};
static const struct pg_statement job_script_is_known = {
	"job_script_is_known",
	"UPDATE slurm_data.job_script SET last_used = now()"
	" WHERE cluster_id = $1 AND hash = $2 RETURNING true"
};
static const struct pg_statement job_env_is_known = {
	"job_env_is_known",
	"UPDATE slurm_data.job_env SET last_used = now()"
	" WHERE cluster_id = $1 AND hash = $2 RETURNING true"
};

static enum pg_class add(struct storage_conn *conn,
			 const struct pg_statement *statement, const char *hash,
			 const char *content)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	if (!hash || !content)
		return PG_OK;
	pg_add_int(&params, conn->cluster_id);
	pg_add_text(&params, hash);
	pg_add_text(&params, content);
	class = pg_exec(conn->pg, statement, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	const struct heavy *heavy = what;
	enum pg_class class =
		add(conn, &job_script_add, heavy->script_hash, heavy->script);

	if (class != PG_OK)
		return class;
	return add(conn, &job_env_add, heavy->env_hash, heavy->env);
}

static char *describe(const void *what)
{
	const struct heavy *heavy = what;
	char *json = NULL;

	json_add_text(&json, "script_hash", heavy->script_hash);
	json_add_text(&json, "script", heavy->script);
	json_add_text(&json, "env_hash", heavy->env_hash);
	json_add_text(&json, "env", heavy->env);
	return json ? json : xstrdup("{}");
}

static void destroy(void *what)
{
	struct heavy *heavy = what;

	if (!heavy)
		return;
	xfree(heavy->script_hash);
	xfree(heavy->script);
	xfree(heavy->env_hash);
	xfree(heavy->env);
	xfree(heavy);
}

static void pack(const void *what, struct field_buf *to)
{
	const struct heavy *heavy = what;

	field_put_text(to, field_tag("script_hash"), heavy->script_hash);
	field_put_text(to, field_tag("script"), heavy->script);
	field_put_text(to, field_tag("env_hash"), heavy->env_hash);
	field_put_text(to, field_tag("env"), heavy->env);
}

static void *unpack(struct field_reader *from)
{
	struct heavy *heavy = xmalloc(sizeof(*heavy));
	struct field f;

	while (field_next(from, &f)) {
		if (field_is(&f, "script_hash"))
			field_text(&f, &heavy->script_hash);
		else if (field_is(&f, "script"))
			field_text(&f, &heavy->script);
		else if (field_is(&f, "env_hash"))
			field_text(&f, &heavy->env_hash);
		else if (field_is(&f, "env"))
			field_text(&f, &heavy->env);
	}
	if (!from->broken)
		return heavy;
	destroy(heavy);
	return NULL;
}

const struct record_kind job_heavy_kind = {
	.name = "job_heavy",
	.loss = RECORD_DETAIL,
	.apart = true,
	.store = store,
	.describe = describe,
	.free = destroy,
	.pack = pack,
	.unpack = unpack,
};

struct record job_heavy_record(struct storage_conn *conn, job_record_t *job)
{
	struct heavy *heavy = xmalloc(sizeof(*heavy));

	if (job->details) {
		heavy->script_hash = wire_text(job->details->script_hash);
		heavy->script = wire_text(job->details->script);
		heavy->env_hash = wire_text(job->details->env_hash);
		/* one string in slurmdbd, whole (proc_req.c) */
		if (job->details->env_sup && storage_host() == HOST_SLURMDBD)
			heavy->env = wire_text(job->details->env_sup[0]);
	}
	return (struct record){ &job_heavy_kind, heavy };
}

struct record job_heavy_make(const char *script_hash, char **script,
			     const char *env_hash, char **env)
{
	struct heavy *heavy = xmalloc(sizeof(*heavy));

	if (*script)
		heavy->script_hash = xstrdup(script_hash);
	if (*env)
		heavy->env_hash = xstrdup(env_hash);
	heavy->script = *script;
	heavy->env = *env;
	*script = *env = NULL;
	return (struct record){ &job_heavy_kind, heavy };
}

/* ------------------------------------------------- what is there already */

#define REMEMBERED 4096

/* Twice a day each hash is asked for again, which notes that it is in use:
 * purge/purge_scripts.sql relies on once a day. */
#define REMEMBERED_SECONDS 43200

/* Hashes whose content is committed, by cluster and kind; one that falls on
 * the same place displaces another, which is then asked for again. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *known[REMEMBERED];

static int place_of(const char *key)
{
	uint32_t sum = 2166136261u;

	for (const char *c = key; *c; c++)
		sum = (sum ^ (unsigned char)*c) * 16777619u;
	return sum % REMEMBERED;
}

static bool is_remembered(const char *key)
{
	bool found;

	slurm_mutex_lock(&lock);
	found = !xstrcmp(known[place_of(key)], key);
	slurm_mutex_unlock(&lock);
	return found;
}

static void remember(const char *key)
{
	char **place = &known[place_of(key)];

	slurm_mutex_lock(&lock);
	xfree(*place);
	*place = xstrdup(key);
	slurm_mutex_unlock(&lock);
}

/* Within a client's transaction, what is seen may not be committed. */
static bool is_stored(struct storage_conn *conn,
		      const struct pg_statement *statement, const char *hash)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	bool found = false;

	if (conn->changing)
		return false;
	pg_add_int(&params, conn->cluster_id);
	pg_add_text(&params, hash);
	if (storage_query(conn, statement, &params, &result) == SLURM_SUCCESS)
		found = pg_rows(result) > 0;
	pg_result_free(&result);
	pg_params_free(&params);
	return found;
}

/* xfree */
static char *key_of(int64_t cluster_id, const char *what, const char *hash)
{
	return xstrdup_printf("%" PRId64 " %s %s %" PRId64, cluster_id, what,
			      hash, (int64_t)time(NULL) / REMEMBERED_SECONDS);
}

bool job_heavy_is_remembered(const char *what, const char *hash)
{
	char *key = key_of(0, what, hash);
	bool found = is_remembered(key);

	xfree(key);
	return found;
}

void job_heavy_remember(const char *what, const char *hash)
{
	char *key = key_of(0, what, hash);

	remember(key);
	xfree(key);
}

static bool is_known(struct storage_conn *conn, const char *what,
		     const struct pg_statement *statement, const char *hash)
{
	char *key = key_of(conn->cluster_id, what, hash);
	bool found = is_remembered(key);

	if (!found && is_stored(conn, statement, hash)) {
		remember(key);
		found = true;
	}
	xfree(key);
	return found;
}

void job_heavy_forget(void)
{
	slurm_mutex_lock(&lock);
	for (int i = 0; i < REMEMBERED; i++)
		xfree(known[i]);
	slurm_mutex_unlock(&lock);
}

void job_heavy_ask(struct storage_conn *conn, job_record_t *job)
{
	if (!job->details)
		return;
	if (job->details->script_hash &&
	    !is_known(conn, "script", &job_script_is_known,
		      job->details->script_hash))
		job->bit_flags |= JOB_SEND_SCRIPT;
	if (job->details->env_hash &&
	    !is_known(conn, "env", &job_env_is_known, job->details->env_hash))
		job->bit_flags |= JOB_SEND_ENV;
}
