/*
 * pack.c - changes of jobs as fields
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../record/column_pack.h"
#include "pack.h"

/* What a change calls its message; the text is not the change's own. */
static const char *message(const struct field *f)
{
	static const char *const known[] = { "start",      "end",
					     "suspension", "step start",
					     "step end",   "modify",
					     "fold" };

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (f->size == strlen(known[i]) &&
		    !memcmp(f->data, known[i], f->size))
			return known[i];
	return "unknown";
}

void job_change_pack(const void *change, struct field_buf *to)
{
	const struct job_change *c = change;

	field_put_text(to, field_tag("message"), c->message);
	field_put_int(to, field_tag("db_index"), (int64_t)c->db_index);
	field_put_int(to, field_tag("job_id"), c->job_id);
	field_put_int(to, field_tag("submit_time"), c->submit_time);
	field_put_int(to, field_tag("probe_time"), c->probe_time);
	field_put_int(to, field_tag("lives"), c->lives);
	field_put_text(to, field_tag("req_tres"), c->req_tres);
	field_put_text(to, field_tag("alloc_tres"), c->alloc_tres);
	columns_pack(&job_table, c, to);
}

static void unpack_own(struct job_change *c, const struct field *f)
{
	if (field_is(f, "message") && f->type == FIELD_BYTES)
		c->message = message(f);
	else if (field_is(f, "db_index"))
		c->db_index = (uint64_t)field_int(f, 0);
	else if (field_is(f, "job_id"))
		c->job_id = field_int(f, 0);
	else if (field_is(f, "submit_time"))
		c->submit_time = field_int(f, 0);
	else if (field_is(f, "probe_time"))
		c->probe_time = field_int(f, 0);
	else if (field_is(f, "lives"))
		c->lives = field_int(f, 0);
	else if (field_is(f, "req_tres"))
		field_text(f, &c->req_tres);
	else if (field_is(f, "alloc_tres"))
		field_text(f, &c->alloc_tres);
}

void *job_change_unpack(struct field_reader *from)
{
	struct job_change *c = job_change_new("unknown");
	struct field f;
	int hint = 0;

	while (field_next(from, &f))
		if (!columns_unpack(&job_table, c, &f, &hint))
			unpack_own(c, &f);
	if (!from->broken && c->db_index)
		return c;
	job_change_free(c);
	return NULL;
}
