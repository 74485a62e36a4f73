/*
 * dead_letter.c - records that PostgreSQL refuses for their own fault
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dead_letter.h"

#include <stdlib.h>

static const struct pg_statement dead_letter_insert = {
	"dead_letter_insert", "INSERT INTO slurm_data.dead_letter"
			      " (cluster_id, kind, record, sqlstate, message)"
			      " VALUES ($1, $2, $3::jsonb, $4, $5)"
};

enum pg_class dead_letter_store(struct storage_conn *conn,
				const struct record *record,
				const struct pg_error *refusal)
{
	char *json = record->kind->describe(record->what);
	char *line = pg_error_line(refusal);
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	pg_add_text(&params, record->kind->name);
	pg_add_text(&params, json ? json : "{}");
	pg_add_text(&params, refusal->sqlstate);
	pg_add_text(&params, line ? line : refusal->message);
	error("accounting_storage/pgsql: a record (%s) is refused and kept in slurm_data.dead_letter: %s",
	      record->kind->name, line ? line : refusal->message);
	class = pg_exec(conn->pg, &dead_letter_insert, &params, NULL);
	pg_params_free(&params);
	free(line);
	xfree(json);
	return class;
}
