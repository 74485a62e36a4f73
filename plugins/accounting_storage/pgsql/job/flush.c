/*
 * flush.c - slurmctld has forgotten its jobs: provisional ends
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

#include "../record/month.h"
#include "../suspension/suspension.h"
#include "../storage/write_lock.h"
#include "job.h"

struct flush {
	time_t at;
};

static enum pg_class apply_suspensions(struct storage_conn *conn,
				       const struct pg_result *result)
{
	int n = pg_rows(result);
	int64_t *records;
	enum pg_class class;

	if (!n)
		return PG_OK;
	records = xcalloc(n, sizeof(*records));
	for (int i = 0; i < n; i++)
		records[i] = pg_int(result, i, 0, 0);
	class = suspension_apply(conn, records, n, 0);
	xfree(records);
	return class;
}

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	const struct flush *flush = what;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	if ((class = write_lock(conn)) != PG_OK ||
	    (class = month_ensure(conn, flush->at)) != PG_OK)
		return class;
	pg_add_int(&params, conn->cluster_id);
	pg_add_time(&params, flush->at);
	class = pg_exec(conn->pg, &sql_job_flush, &params, &result);
	pg_params_free(&params);
	if (class == PG_OK)
		class = apply_suspensions(conn, result);
	pg_result_free(&result);
	return month_failure(class);
}

static char *describe(const void *what)
{
	const struct flush *flush = what;
	char *json = NULL;

	json_add_text(&json, "message", "flush");
	json_add_int(&json, "time", flush->at);
	return json;
}

static void destroy(void *what)
{
	struct flush *flush = what;

	xfree(flush);
}

static void pack(const void *what, struct field_buf *to)
{
	const struct flush *flush = what;

	field_put_int(to, field_tag("time"), flush->at);
}

static void *unpack(struct field_reader *from)
{
	struct flush *flush = xmalloc(sizeof(*flush));
	struct field f;

	while (field_next(from, &f))
		if (field_is(&f, "time"))
			flush->at = field_int(&f, 0);
	if (!from->broken && flush->at)
		return flush;
	destroy(flush);
	return NULL;
}

const struct record_kind job_flush_kind = {
	.name = "flush",
	.loss = RECORD_KEEP,
	.store = store,
	.describe = describe,
	.free = destroy,
	.pack = pack,
	.unpack = unpack,
};

struct record job_flush_record(struct storage_conn *conn, time_t event_time)
{
	struct flush *flush = xmalloc(sizeof(*flush));

	flush->at = event_time;
	return (struct record){ &job_flush_kind, flush };
}
