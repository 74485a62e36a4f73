/*
 * sql_map.c - columns of the old archives by our names
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdlib.h>

#include "src/slurm/json.h"

#include "../job/state.h"
#include "sql_load.h"
#include "sql_text.h"

enum value { NUMBER, TEXT, STATE, IGNORED };

struct column {
	const char *old; /* Slurm's name then, or now */
	enum value value;
	const char *name; /* in the statement's rows */
};

static const struct column event_columns[] = {
	{ "cluster", TEXT, "cluster" },
	{ "node_name", TEXT, "node_name" },
	{ "period_start", NUMBER, "start_time" },
	{ "time_start", NUMBER, "start_time" },
	{ "period_end", NUMBER, "end_time" },
	{ "time_end", NUMBER, "end_time" },
	{ "reason", TEXT, "reason" },
	{ "reason_uid", NUMBER, "reason_uid" },
	{ "state", NUMBER, "state" },
	{ "cluster_nodes", TEXT, "cluster_nodes" },
	{ "tres", TEXT, "tres" },
	{ "cpu_count", NUMBER, "cpus" },
	{ NULL, IGNORED, NULL },
};

static const struct column job_columns[] = {
	{ "cluster", TEXT, "cluster" },
	{ "jobid", NUMBER, "job_id" },
	{ "id_job", NUMBER, "job_id" },
	{ "associd", NUMBER, "assoc_id" },
	{ "id_assoc", NUMBER, "assoc_id" },
	{ "wckey", TEXT, "wckey" },
	{ "wckeyid", NUMBER, "wckey_id" },
	{ "id_wckey", NUMBER, "wckey_id" },
	{ "uid", NUMBER, "user_id" },
	{ "id_user", NUMBER, "user_id" },
	{ "gid", NUMBER, "group_id" },
	{ "id_group", NUMBER, "group_id" },
	{ "partition", TEXT, "partition" },
	{ "account", TEXT, "account" },
	{ "eligible", NUMBER, "eligible_time" },
	{ "time_eligible", NUMBER, "eligible_time" },
	{ "submit", NUMBER, "submit_time" },
	{ "time_submit", NUMBER, "submit_time" },
	{ "start", NUMBER, "start_time" },
	{ "time_start", NUMBER, "start_time" },
	{ "end", NUMBER, "end_time" },
	{ "time_end", NUMBER, "end_time" },
	{ "name", TEXT, "name" },
	{ "job_name", TEXT, "name" },
	{ "state", STATE, "state" },
	{ "comp_code", NUMBER, "exit_code" },
	{ "exit_code", NUMBER, "exit_code" },
	{ "priority", NUMBER, "priority" },
	{ "req_cpus", NUMBER, "min_cpus" },
	{ "cpus_req", NUMBER, "min_cpus" },
	{ "tres_req", TEXT, "req_tres" },
	{ "tres_alloc", TEXT, "alloc_tres" },
	{ "nodelist", TEXT, "node_list" },
	{ "alloc_nodes", NUMBER, "alloc_nodes" },
	{ "nodes_alloc", NUMBER, "alloc_nodes" },
	{ "kill_requid", NUMBER, "kill_user_id" },
	{ "qos", NUMBER, "qos_id" },
	{ "id_qos", NUMBER, "qos_id" },
	/* of Blue Gene; a sum that is computed here; a row that is there */
	{ "blockid", IGNORED, NULL },
	{ "id_block", IGNORED, NULL },
	{ "suspended", IGNORED, NULL },
	{ "time_suspended", IGNORED, NULL },
	{ "deleted", IGNORED, NULL },
	{ NULL, IGNORED, NULL },
};

static const struct {
	const char *table;
	const struct column *columns;
	const char *needed[3];
} tables[] = {
	{ "cluster_event_table", event_columns, { "cluster", "start_time" } },
	{ "job_table", job_columns, { "cluster", "job_id", "submit_time" } },
};

static const struct column *find_column(const struct column *columns,
					const char *old)
{
	for (; columns->old; columns++)
		if (!xstrcmp(columns->old, old))
			return columns;
	return NULL;
}

/* What MySQL makes of a string where it wants a number: its digits. */
static int64_t number_of(const char *text)
{
	return strtoll(text, NULL, 10);
}

static void add_value(char **object, const struct column *column,
		      const char *text)
{
	char *name;

	if (!text || column->value == IGNORED)
		return;
	if (column->value == TEXT) {
		json_add_text(object, column->name, text);
	} else if (column->value == NUMBER) {
		json_add_int(object, column->name, number_of(text));
	} else {
		name = job_state_name(number_of(text));
		json_add_text(object, column->name, name);
		xfree(name);
	}
}

/* The columns of a statement in its order; xfree. NULL with *why_r. */
static const struct column **find_columns(const struct sql_statement *s,
					  int table, char **why_r)
{
	const struct column **columns =
		xcalloc(s->n_columns + 1, sizeof(*columns));

	for (int i = 0; i < s->n_columns; i++) {
		columns[i] = find_column(tables[table].columns, s->column[i]);
		if (columns[i])
			continue;
		*why_r = xstrdup_printf("line %d: %s has no column %s", s->line,
					s->table, s->column[i]);
		xfree(columns);
		return NULL;
	}
	return columns;
}

static bool has_needed(const struct column **columns,
		       const struct sql_statement *s, int table, char **why_r)
{
	for (int n = 0; n < 3 && tables[table].needed[n]; n++) {
		bool found = false;

		for (int i = 0; i < s->n_columns; i++)
			found |= !xstrcmp(columns[i]->name,
					  tables[table].needed[n]);
		if (found)
			continue;
		*why_r = xstrdup_printf(
			"line %d: rows of %s do not tell their %s", s->line,
			s->table, tables[table].needed[n]);
		return false;
	}
	return true;
}

static char *rows_json(const struct sql_statement *s,
		       const struct column **columns)
{
	char *json = xstrdup("["), *at = NULL;

	for (int row = 0; row < s->n_rows; row++) {
		char *object = NULL;

		for (int i = 0; i < s->n_columns; i++)
			add_value(&object, columns[i],
				  s->value[row * s->n_columns + i]);
		xstrfmtcatat(json, &at, "%s%s", row ? "," : "",
			     object ? object : "{}");
		xfree(object);
	}
	xstrcatat(json, &at, "]");
	return json;
}

extern char *sql_load_json(const struct sql_statement *s, char **why_r)
{
	const struct column **columns;
	char *json = NULL;
	size_t table = 0;

	*why_r = NULL;
	while (table < ARRAY_SIZE(tables) &&
	       xstrcmp(tables[table].table, s->table))
		table++;
	if (table == ARRAY_SIZE(tables)) {
		*why_r = xstrdup_printf("line %d: rows of %s are not taken",
					s->line, s->table);
		return NULL;
	}
	if (!(columns = find_columns(s, table, why_r)))
		return NULL;
	if (has_needed(columns, s, table, why_r))
		json = rows_json(s, columns);
	xfree(columns);
	return json;
}
