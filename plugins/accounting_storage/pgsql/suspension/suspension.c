/*
 * suspension.c - when jobs were suspended
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "suspension.h"

#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

#include "../job/job.h"
#include "../job/pack.h"
#include "../storage/write_lock.h"

struct suspension {
	struct job_change *job;
	time_t at;
	bool suspends; /* else it resumes */
};

static enum pg_class add(struct storage_conn *conn, int64_t record,
			 const struct suspension *suspension)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	pg_add_int(&params, record);
	pg_add_time(&params, suspension->at);
	pg_add_bool(&params, suspension->suspends);
	class = pg_exec(conn->pg, &sql_suspension_add, &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	const struct suspension *suspension = what;
	int64_t record;
	enum pg_class class;

	if ((class = write_lock(conn)) != PG_OK ||
	    (class = job_merge(conn, &suspension->job, 1, &record, NULL)) !=
		    PG_OK ||
	    (class = add(conn, record, suspension)) != PG_OK)
		return class;
	return suspension_apply(conn, &record, 1,
				job_least_end(&suspension->job, 1));
}

static char *describe(const void *what)
{
	const struct suspension *suspension = what;
	char *job = job_change_describe(suspension->job);
	char *json = NULL;

	json_add_text(&json, "message",
		      suspension->suspends ? "suspend" : "resume");
	json_add_int(&json, "time", suspension->at);
	json_add_raw(&json, "job", job);
	xfree(job);
	return json;
}

static void destroy(void *what)
{
	struct suspension *suspension = what;

	if (suspension)
		job_change_free(suspension->job);
	xfree(suspension);
}

static void pack(const void *what, struct field_buf *to)
{
	const struct suspension *suspension = what;
	size_t opened = field_open(to, field_tag("job"));

	job_change_pack(suspension->job, to);
	field_close(to, opened);
	field_put_int(to, field_tag("time"), suspension->at);
	field_put_int(to, field_tag("suspends"), suspension->suspends);
}

static void *unpack(struct field_reader *from)
{
	struct suspension *suspension = xmalloc(sizeof(*suspension));
	struct field_reader inside;
	struct field f;

	while (field_next(from, &f)) {
		if (field_is(&f, "job") && !suspension->job) {
			inside = field_inside(&f);
			suspension->job = job_change_unpack(&inside);
		} else if (field_is(&f, "time")) {
			suspension->at = field_int(&f, 0);
		} else if (field_is(&f, "suspends")) {
			suspension->suspends = field_int(&f, 0);
		}
	}
	if (!from->broken && suspension->job)
		return suspension;
	destroy(suspension);
	return NULL;
}

const struct record_kind suspension_kind = {
	.name = "suspension",
	.loss = RECORD_KEEP,
	.store = store,
	.describe = describe,
	.free = destroy,
	.pack = pack,
	.unpack = unpack,
};

struct record suspension_record(struct storage_conn *conn, job_record_t *job)
{
	struct suspension *suspension = xmalloc(sizeof(*suspension));

	suspension->job = job_hint("suspension", job, 0);
	suspension->at = job->suspend_time;
	suspension->suspends =
		(job->job_state & JOB_STATE_BASE) == JOB_SUSPENDED;
	return (struct record){ &suspension_kind, suspension };
}
