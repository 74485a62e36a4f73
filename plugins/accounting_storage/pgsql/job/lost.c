/*
 * lost.c - records that slurmctld forgot in a crash: provisional ends
 *
 * slurmctld saves its state up to 5 s late. What it had reported and does not
 * know after a start would stay open for ever; it is ended when it was heard
 * of last, and named in slurm.lost_jobs. A sign of life takes that back.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

#include "../record/month.h"
#include "../storage/write_lock.h"
#include "../suspension/suspension.h"
#include "job.h"

struct lost {
	time_t started;  /* slurmctld */
	uint64_t *known; /* db_index of n records; xmalloc */
	int n;
};

/* Records to be ended, as found. */
struct found {
	int64_t *record;
	time_t *end;
	int n;
};

static enum pg_class find(struct storage_conn *conn, const struct lost *lost,
			  struct pg_result **result_r)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	pg_add_int_array(&params, (const int64_t *)lost->known, lost->n);
	pg_add_time(&params, lost->started);
	class = pg_exec(conn->pg, &sql_job_lost_find, &params, result_r);
	pg_params_free(&params);
	return class;
}

static enum pg_class end_in(struct storage_conn *conn,
			    const struct pg_statement *statement,
			    const char *relation, const struct found *found)
{
	struct pg_params params = { 0 };
	struct pg_result *written = NULL;
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	pg_add_int_array(&params, found->record, found->n);
	pg_add_time_array(&params, found->end, found->n);
	class = pg_exec(conn->pg, statement, &params, &written);
	pg_params_free(&params);
	if (class == PG_OK)
		class = month_widen(conn, relation, written);
	pg_result_free(&written);
	return class;
}

static enum pg_class end_all(struct storage_conn *conn,
			     const struct found *found)
{
	enum pg_class class = PG_OK;

	/* a step may have begun when its job was heard of last, not later */
	for (int i = 0; class == PG_OK && i < found->n; i++)
		class = month_ensure(conn, found->end[i]);
	if (class == PG_OK)
		class = end_in(conn, &sql_job_lost_jobs, "job", found);
	if (class == PG_OK)
		class = end_in(conn, &sql_job_lost_steps, "step", found);
	if (class == PG_OK)
		class = suspension_apply(conn, found->record, found->n, 0);
	return class;
}

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	struct pg_result *result = NULL;
	struct found found = { 0 };
	enum pg_class class;

	if ((class = write_lock(conn)) != PG_OK ||
	    (class = find(conn, what, &result)) != PG_OK)
		return class;
	found.n = pg_rows(result);
	found.record = xcalloc(found.n + 1, sizeof(*found.record));
	found.end = xcalloc(found.n + 1, sizeof(*found.end));
	for (int i = 0; i < found.n; i++) {
		found.record[i] = pg_int(result, i, 0, 0);
		found.end[i] = pg_time(result, i, 1);
	}
	pg_result_free(&result);
	if (found.n) {
		info("accounting_storage/pgsql: %d jobs that slurmctld does not know any more are ended as lost (slurm.lost_jobs)",
		     found.n);
		class = month_failure(end_all(conn, &found));
	}
	xfree(found.record);
	xfree(found.end);
	return class;
}

static char *describe(const void *what)
{
	const struct lost *lost = what;
	char *json = NULL;

	json_add_text(&json, "message", "known");
	json_add_int(&json, "time", lost->started);
	json_add_int(&json, "known", lost->n);
	return json;
}

static void destroy(void *what)
{
	struct lost *lost = what;

	if (lost)
		xfree(lost->known);
	xfree(lost);
}

static void pack(const void *what, struct field_buf *to)
{
	const struct lost *lost = what;

	field_put_int(to, field_tag("time"), lost->started);
	field_put_int(to, field_tag("n"), lost->n);
	field_put_uint64s(to, field_tag("known"), lost->known, lost->n);
}

static bool unpack_known(struct lost *lost, const struct field *f)
{
	lost->known = xcalloc(lost->n + 1, sizeof(*lost->known));
	return field_uint64s(f, lost->known, lost->n) == lost->n;
}

/* A list that is not whole would end jobs that are well. */
static void *unpack(struct field_reader *from)
{
	struct lost *lost = xmalloc(sizeof(*lost));
	bool whole = false;
	struct field f;

	while (field_next(from, &f)) {
		if (field_is(&f, "time"))
			lost->started = field_int(&f, 0);
		else if (field_is(&f, "n"))
			lost->n = field_int(&f, 0);
		else if (field_is(&f, "known") && !lost->known &&
			 lost->n >= 0 && (size_t)lost->n <= f.size / 8)
			whole = unpack_known(lost, &f);
	}
	if (!from->broken && whole && lost->started)
		return lost;
	destroy(lost);
	return NULL;
}

const struct record_kind job_lost_kind = {
	.name = "lost",
	.loss = RECORD_DETAIL,
	.store = store,
	.describe = describe,
	.free = destroy,
	.pack = pack,
	.unpack = unpack,
};

struct record job_lost_record(time_t started, uint64_t **known, int n)
{
	struct lost *lost = xmalloc(sizeof(*lost));

	lost->started = started;
	lost->known = *known;
	lost->n = n;
	*known = NULL;
	return (struct record){ &job_lost_kind, lost };
}
