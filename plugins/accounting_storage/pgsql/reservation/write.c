/*
 * write.c - reservations: made, changed, removed
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "reservation.h"

#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/slurm/json.h"

/* One with another start that stands where a change moves its row. */
static const struct pg_statement reservation_clear = {
	"reservation_clear",
	"DELETE FROM slurm_data.reservation"
	" WHERE cluster_id = $1 AND resv_id = $2 AND start_time = $3"
};

static const struct pg_statement reservation_end = {
	"reservation_end",
	"UPDATE slurm_data.reservation SET end_time = $4"
	" WHERE cluster_id = $1 AND resv_id = $2 AND start_time = $3"
};

static const struct pg_statement reservation_start = {
	"reservation_start",
	"UPDATE slurm_data.reservation SET start_time = $4"
	" WHERE cluster_id = $1 AND resv_id = $2 AND start_time = $3"
};

static const struct pg_statement reservation_remove_early = {
	"reservation_remove_early",
	"DELETE FROM slurm_data.reservation"
	" WHERE cluster_id = $1 AND resv_id = $2 AND start_time = $3"
	" AND start_time > $4"
};

static const struct pg_statement reservation_remove_statement = {
	"reservation_remove",
	"UPDATE slurm_data.reservation SET end_time = $4, deleted = true"
	" WHERE cluster_id = $1 AND resv_id = $2 AND start_time = $3"
	" AND NOT deleted"
};

/* ----------------------------------------------------------------- copies */

extern char *reservation_assocs(const char *assocs)
{
	char *allowed = NULL, *copy, *save, *id;

	if (!assocs)
		return NULL;
	copy = xstrdup(assocs);
	for (id = strtok_r(copy, ",", &save); id;
	     id = strtok_r(NULL, ",", &save))
		if (id[0] != '-')
			xstrfmtcat(allowed, "%s%s", allowed ? "," : "", id);
	xfree(copy);
	return allowed ? allowed : xstrdup("");
}

static slurmdb_reservation_rec_t *take(const slurmdb_reservation_rec_t *r)
{
	slurmdb_reservation_rec_t *taken = xmalloc(sizeof(*taken));

	taken->id = r->id;
	taken->flags = r->flags;
	taken->time_start = r->time_start;
	taken->time_start_prev = r->time_start_prev;
	taken->time_end = r->time_end;
	taken->assocs = reservation_assocs(r->assocs);
	taken->name = wire_text(r->name);
	taken->nodes = wire_text(r->nodes);
	taken->node_inx = wire_text(r->node_inx);
	taken->tres_str = wire_text(r->tres_str);
	return taken;
}

static char *describe(const void *what)
{
	const slurmdb_reservation_rec_t *r = what;
	char *json = NULL;

	json_add_int(&json, "id", r->id);
	json_add_text(&json, "name", r->name);
	json_add_int(&json, "start", r->time_start);
	json_add_int(&json, "previous_start", r->time_start_prev);
	json_add_int(&json, "end", r->time_end);
	json_add_int(&json, "flags", r->flags);
	json_add_text(&json, "assocs", r->assocs);
	json_add_text(&json, "nodes", r->nodes);
	json_add_text(&json, "tres", r->tres_str);
	return json;
}

/* ---------------------------------------------------------------- storing */

/* One of the short statements: a row by its start, and another time. */
static enum pg_class run_on(struct storage_conn *conn,
			    const struct pg_statement *statement, uint32_t id,
			    time_t start, time_t other)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_int(&p, id);
	pg_add_time(&p, start);
	if (other)
		pg_add_time(&p, other);
	class = pg_exec(conn->pg, statement, &p, NULL);
	pg_params_free(&p);
	return class;
}

static void add_flags(struct pg_params *p, uint64_t flags)
{
	if (flags == NO_VAL64)
		pg_add_null(p);
	else
		pg_add_uint64(p, flags);
}

/* previous: start of the row that this one follows, or 0. */
static enum pg_class put(struct storage_conn *conn,
			 const slurmdb_reservation_rec_t *r, time_t previous)
{
	struct pg_params p = { 0 };
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_int(&p, r->id);
	pg_add_time(&p, r->time_start);
	pg_add_time(&p, r->time_end);
	pg_add_text(&p, r->name);
	pg_add_text(&p, r->assocs);
	add_flags(&p, r->flags);
	pg_add_text(&p, r->nodes);
	pg_add_text(&p, r->node_inx);
	pg_add_text(&p, r->tres_str);
	pg_add_time(&p, previous);
	class = pg_exec(conn->pg, &sql_reservation_put, &p, NULL);
	pg_params_free(&p);
	return class;
}

static enum pg_class store_add(struct storage_conn *conn, const void *what)
{
	return put(conn, what, 0);
}

struct now {
	time_t start; /* 0: there is no such row */
	bool newer_is_known, new_shape;
};

static enum pg_class look(struct storage_conn *conn,
			  const slurmdb_reservation_rec_t *r, struct now *now)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_int(&p, conn->cluster_id);
	pg_add_int(&p, r->id);
	pg_add_time(&p, r->time_start);
	pg_add_time(&p, r->time_start_prev);
	pg_add_text(&p, r->assocs);
	add_flags(&p, r->flags);
	pg_add_text(&p, r->nodes);
	pg_add_text(&p, r->tres_str);
	class = pg_exec(conn->pg, &sql_reservation_now, &p, &result);
	pg_params_free(&p);
	*now = (struct now){ 0 };
	if ((class == PG_OK) && pg_rows(result)) {
		now->start = pg_time(result, 0, 0);
		now->newer_is_known = pg_bool(result, 0, 1);
		now->new_shape = pg_bool(result, 0, 2);
	}
	pg_result_free(&result);
	return class;
}

static enum pg_class store_modify(struct storage_conn *conn, const void *what)
{
	const slurmdb_reservation_rec_t *r = what;
	enum pg_class class;
	struct now now;

	if ((class = look(conn, r, &now)) != PG_OK)
		return class;
	/* the message is late: what it says is past */
	if (now.newer_is_known)
		return PG_OK;
	if (!now.start || (now.start == r->time_start))
		return put(conn, r, 0);
	if (now.new_shape) {
		class = run_on(conn, &reservation_end, r->id, now.start,
			       r->time_start);
	} else {
		class = run_on(conn, &reservation_clear, r->id, r->time_start,
			       0);
		if (class == PG_OK)
			class = run_on(conn, &reservation_start, r->id,
				       now.start, r->time_start);
	}
	return (class == PG_OK) ? put(conn, r, now.start) : class;
}

static enum pg_class store_remove(struct storage_conn *conn, const void *what)
{
	const slurmdb_reservation_rec_t *r = what;
	enum pg_class class;

	class = run_on(conn, &reservation_remove_early, r->id, r->time_start,
		       r->time_start_prev);
	if (class != PG_OK)
		return class;
	return run_on(conn, &reservation_remove_statement, r->id, r->time_start,
		      r->time_start_prev);
}

/* -------------------------------------------------------------- as fields */

static void pack(const void *what, struct field_buf *to)
{
	const slurmdb_reservation_rec_t *r = what;

	field_put_int(to, field_tag("id"), r->id);
	field_put_int(to, field_tag("flags"), (int64_t)r->flags);
	field_put_int(to, field_tag("start"), r->time_start);
	field_put_int(to, field_tag("previous_start"), r->time_start_prev);
	field_put_int(to, field_tag("end"), r->time_end);
	field_put_text(to, field_tag("assocs"), r->assocs);
	field_put_text(to, field_tag("name"), r->name);
	field_put_text(to, field_tag("nodes"), r->nodes);
	field_put_text(to, field_tag("node_inx"), r->node_inx);
	field_put_text(to, field_tag("tres"), r->tres_str);
}

static void unpack_field(slurmdb_reservation_rec_t *r, const struct field *f)
{
	if (field_is(f, "id"))
		r->id = field_int(f, 0);
	else if (field_is(f, "flags"))
		r->flags = (uint64_t)field_int(f, 0);
	else if (field_is(f, "start"))
		r->time_start = field_int(f, 0);
	else if (field_is(f, "previous_start"))
		r->time_start_prev = field_int(f, 0);
	else if (field_is(f, "end"))
		r->time_end = field_int(f, 0);
	else if (field_is(f, "assocs"))
		field_text(f, &r->assocs);
	else if (field_is(f, "name"))
		field_text(f, &r->name);
	else if (field_is(f, "nodes"))
		field_text(f, &r->nodes);
	else if (field_is(f, "node_inx"))
		field_text(f, &r->node_inx);
	else if (field_is(f, "tres"))
		field_text(f, &r->tres_str);
}

static void *unpack(struct field_reader *from)
{
	slurmdb_reservation_rec_t *r = xmalloc(sizeof(*r));
	struct field f;

	while (field_next(from, &f))
		unpack_field(r, &f);
	if (!from->broken && r->id)
		return r;
	slurmdb_destroy_reservation_rec(r);
	return NULL;
}

const struct record_kind reservation_add_kind = {
	.name = "reservation_add",
	.apart = true,
	.store = store_add,
	.describe = describe,
	.free = slurmdb_destroy_reservation_rec,
	.pack = pack,
	.unpack = unpack,
};

const struct record_kind reservation_modify_kind = {
	.name = "reservation_modify",
	.apart = true,
	.store = store_modify,
	.describe = describe,
	.free = slurmdb_destroy_reservation_rec,
	.pack = pack,
	.unpack = unpack,
};

const struct record_kind reservation_remove_kind = {
	.name = "reservation_remove",
	.apart = true,
	.store = store_remove,
	.describe = describe,
	.free = slurmdb_destroy_reservation_rec,
	.pack = pack,
	.unpack = unpack,
};

extern int reservation_add(struct storage_conn *conn,
			   slurmdb_reservation_rec_t *reservation)
{
	return record_submit(conn, (struct record){ &reservation_add_kind,
						    take(reservation) });
}

extern int reservation_modify(struct storage_conn *conn,
			      slurmdb_reservation_rec_t *reservation)
{
	return record_submit(conn, (struct record){ &reservation_modify_kind,
						    take(reservation) });
}

extern int reservation_remove(struct storage_conn *conn,
			      slurmdb_reservation_rec_t *reservation)
{
	slurmdb_reservation_rec_t *taken = take(reservation);

	if (!taken->time_start_prev)
		taken->time_start_prev = time(NULL);
	return record_submit(
		conn, (struct record){ &reservation_remove_kind, taken });
}
