/*
 * kinds.c - records as bytes, by the name of their kind
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "kinds.h"

#include "../event/event.h"
#include "../job/job.h"
#include "../reservation/reservation.h"
#include "../step/step.h"
#include "../suspension/suspension.h"
#include "src/slurm/json.h"

const struct record_kind *const record_kinds[] = {
	&job_start_kind,          &job_end_kind,
	&job_flush_kind,          &job_heavy_kind,
	&job_lost_kind,           &step_start_kind,
	&step_end_kind,           &suspension_kind,
	&event_node_down_kind,    &event_node_up_kind,
	&event_cluster_tres_kind, &event_instance_kind,
	&reservation_add_kind,    &reservation_modify_kind,
	&reservation_remove_kind, NULL
};

void record_pack(const struct record *record, struct field_buf *to)
{
	field_put_text(to, field_tag("kind"), record->kind->name);
	if (record->kind->pack)
		record->kind->pack(record->what, to);
	else
		to->failed = true; /* it has to go through memory */
}

/* ------------------------------------------------- what makes no sense */

static const struct pg_statement unreadable_insert = {
	"unreadable_insert",
	"INSERT INTO slurm_data.dead_letter"
	" (cluster_id, kind, record, sqlstate, message)"
	" VALUES ($1, 'unreadable', $2::jsonb, '',"
	" 'a record in the spool that this release does not understand')"
};

/* In hexadecimal digits; xfree. */
static char *digits(const void *data, size_t size)
{
	const unsigned char *from = data;
	char *text = xmalloc(2 * size + 1);

	for (size_t i = 0; i < size; i++)
		snprintf(text + 2 * i, 3, "%02x", from[i]);
	return text;
}

static char *describe(const void *what)
{
	char *json = NULL;

	json_add_text(&json, "bytes", what);
	return json;
}

static enum pg_class store(struct storage_conn *conn, const void *what)
{
	struct pg_params params = { 0 };
	char *json = describe(what);
	enum pg_class class;

	error("accounting_storage/pgsql: a record in the spool is not understood and kept in slurm_data.dead_letter");
	pg_add_int(&params, conn->cluster_id);
	pg_add_text(&params, json);
	class = pg_exec(conn->pg, &unreadable_insert, &params, NULL);
	pg_params_free(&params);
	xfree(json);
	return class;
}

static void destroy(void *what)
{
	xfree(what);
}

static const struct record_kind unreadable_kind = {
	.name = "unreadable",
	.loss = RECORD_KEEP,
	.store = store,
	.describe = describe,
	.free = destroy,
};

/* ---------------------------------------------------------------- unpack */

static const struct record_kind *kind_of(const struct field *f)
{
	for (int i = 0; record_kinds[i]; i++) {
		const char *name = record_kinds[i]->name;

		if (f->size == strlen(name) && !memcmp(f->data, name, f->size))
			return record_kinds[i];
	}
	return NULL;
}

struct record record_unpack(const void *data, size_t size)
{
	struct field_reader from = field_read(data, size);
	const struct record_kind *kind = NULL;
	void *what = NULL;
	struct field f;

	if (field_next(&from, &f) && field_is(&f, "kind"))
		kind = kind_of(&f);
	if (kind)
		what = kind->unpack(&from);
	if (what)
		return (struct record){ .kind = kind, .what = what };
	return (struct record){ .kind = &unreadable_kind,
				.what = digits(data, size) };
}
