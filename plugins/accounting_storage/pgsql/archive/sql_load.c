/*
 * sql_load.c - old archives into our tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../record/month.h"
#include "../storage/lists.h"
#include "sql_load.h"
#include "sql_text.h"

#define OF_CLUSTER                                                             \
	" WHERE cluster_id = (SELECT cluster_id FROM"                          \
	" slurm_data.cluster WHERE name = $1)"

/*
 * What a truncated "CLUSTER_NAME" was, the longest names first, and what
 * empties it: $1 cluster, $2 unit, if it has one.
 */
static const struct {
	const char *name, *unit;
} emptied[] = {
	{ "_assoc_usage_hour_table", "hour" },
	{ "_assoc_usage_day_table", "day" },
	{ "_assoc_usage_month_table", "month" },
	{ "_wckey_usage_hour_table", "hour" },
	{ "_wckey_usage_day_table", "day" },
	{ "_wckey_usage_month_table", "month" },
	{ "_usage_hour_table", "hour" },
	{ "_usage_day_table", "day" },
	{ "_usage_month_table", "month" },
	{ "_suspend_table", NULL },
	{ "_event_table", NULL },
	{ "_step_table", NULL },
	{ "_resv_table", NULL },
	{ "_job_table", NULL },
};

#define EMPTY(table)                                                           \
	{                                                                      \
		"empty_" table, "DELETE FROM slurm_data." table                \
				" WHERE cluster_id = (SELECT cluster_id FROM " \
				"slurm_data.cluster"                           \
				" WHERE name = $1)"                            \
	}
#define EMPTY_UNIT(table)                                                      \
	{                                                                      \
		"empty_" table, "DELETE FROM slurm_data." table                \
				" WHERE cluster_id = (SELECT cluster_id FROM " \
				"slurm_data.cluster"                           \
				" WHERE name = $1) AND unit = $2"              \
	}
static const struct pg_statement empties[] = {
	EMPTY_UNIT("assoc_usage"),
	EMPTY_UNIT("assoc_usage"),
	EMPTY_UNIT("assoc_usage"),
	EMPTY_UNIT("wckey_usage"),
	EMPTY_UNIT("wckey_usage"),
	EMPTY_UNIT("wckey_usage"),
	EMPTY_UNIT("cluster_usage"),
	EMPTY_UNIT("cluster_usage"),
	EMPTY_UNIT("cluster_usage"),
	EMPTY("suspension"),
	EMPTY("event"),
	EMPTY("step"),
	EMPTY("reservation"),
	EMPTY("job"),
};

static const struct pg_statement cluster_is_known = {
	"cluster_is_known", "SELECT FROM slurm_data.cluster WHERE name = $1"
};
static const struct pg_statement archive_unknown_cluster = {
	"archive_unknown_cluster",
	"SELECT DISTINCT r ->> 'cluster' FROM jsonb_array_elements($1::jsonb) r"
	" WHERE NOT EXISTS (SELECT FROM slurm_data.cluster c"
	" WHERE c.name = r ->> 'cluster') LIMIT 1"
};
static const struct pg_statement archive_make_month = {
	"archive_make_month", "SELECT slurm_data.make_month($1)"
};

struct load {
	struct pg_conn *pg;
	const char *source;
	slurm_list_t statements;
	char *why; /* what is wrong with the text */
};

/* -------------------------------------------------------------- truncate */

/* Empty what NAME of "CLUSTER_NAME" stands for. */
static enum pg_class empty_table(struct load *load,
				 const struct sql_statement *s, int i,
				 const char *cluster)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_text(&params, cluster);
	class = pg_exec(load->pg, &cluster_is_known, &params, &result);
	if (class == PG_OK && !pg_rows(result))
		load->why = xstrdup_printf("line %d: there is no cluster %s",
					   s->line, cluster);
	pg_result_free(&result);
	if (emptied[i].unit)
		pg_add_text(&params, emptied[i].unit);
	if (class == PG_OK && !load->why)
		class = pg_exec(load->pg, &empties[i], &params, NULL);
	pg_params_free(&params);
	return class;
}

static enum pg_class empty_named(struct load *load,
				 const struct sql_statement *s)
{
	size_t length = strlen(s->table);

	for (size_t i = 0; i < ARRAY_SIZE(emptied); i++) {
		size_t n = strlen(emptied[i].name);
		enum pg_class class;
		char *cluster;

		if (length <= n ||
		    xstrcmp(s->table + length - n, emptied[i].name))
			continue;
		cluster = xstrndup(s->table, length - n);
		class = empty_table(load, s, i, cluster);
		xfree(cluster);
		return class;
	}
	load->why =
		xstrdup_printf("line %d: %s is not one of a cluster's tables",
			       s->line, s->table);
	return PG_OK;
}

/* ---------------------------------------------------------------- delete */

/* Parameters of archive_old_delete.sql; MySQL compared alloc_nodes with a
 * number, the test that names a node there means the node list. */
static const struct {
	const char *column;
	int parameter;
} conditions[] = {
	{ "cluster", 0 },     { "nodelist", 1 },    { "alloc_nodes", 2 },
	{ "nodes_alloc", 2 }, { "jobid", 3 },       { "id_job", 3 },
	{ "submit", 4 },      { "time_submit", 4 }, { "associd", 5 },
	{ "id_assoc", 5 },
};
#define CONDITIONS 6

static bool find_conditions(struct load *load, const struct sql_statement *s,
			    const char **values)
{
	for (int i = 0; i < s->n_columns; i++) {
		size_t c = 0;
		int p;

		while (c < ARRAY_SIZE(conditions) &&
		       xstrcmp(conditions[c].column, s->column[i]))
			c++;
		if (c == ARRAY_SIZE(conditions) || !s->value[i]) {
			load->why = xstrdup_printf(
				"line %d: jobs are not deleted by %s", s->line,
				s->column[i]);
			return false;
		}
		p = conditions[c].parameter;
		if (p == 2 && s->value[i][strspn(s->value[i], "0123456789")])
			p = 1;
		values[p] = s->value[i];
	}
	if (!values[0])
		load->why =
			xstrdup_printf("line %d: no cluster is told", s->line);
	return values[0] != NULL;
}

static enum pg_class delete (struct load *load, const struct sql_statement *s) {
	const char *values[CONDITIONS] = { NULL };
	struct pg_params params = { 0 }; enum pg_class class;

	if (xstrcmp(s->table, "job_table")){
		load->why =
			xstrdup_printf("line %d: rows of %s are not deleted",
				       s->line, s->table);
		return PG_OK; }
if (!find_conditions(load, s, values)) return PG_OK;
for (int i = 0; i < CONDITIONS; i++) {
	if (i < 2 || !values[i])
		pg_add_text(&params, values[i]);
	else
		pg_add_int(&params, strtoll(values[i], NULL, 10));
}
class = pg_exec(load->pg, &sql_archive_old_delete, &params, NULL);
pg_params_free(&params);
return class;
}

/* ---------------------------------------------------------------- insert */

static enum pg_class check_clusters(struct load *load,
				    const struct sql_statement *s,
				    const struct pg_params *json)
{
	struct pg_result *result = NULL;
	enum pg_class class =
		pg_exec(load->pg, &archive_unknown_cluster, json, &result);

	if (class == PG_OK && pg_rows(result))
		load->why = xstrdup_printf("line %d: there is no cluster %s",
					   s->line, pg_text(result, 0, 0));
	pg_result_free(&result);
	return class;
}

static enum pg_class insert_rows(struct load *load,
				 const struct sql_statement *s)
{
	bool jobs = !xstrcmp(s->table, "job_table");
	struct storage_conn conn = { .pg = load->pg };
	struct pg_params params = { 0 };
	struct pg_result *written = NULL;
	char *json = sql_load_json(s, &load->why);
	enum pg_class class;

	if (!json)
		return PG_OK;
	pg_add_text(&params, json);
	xfree(json);
	class = check_clusters(load, s, &params);
	if (class == PG_OK && !load->why)
		class = pg_exec(load->pg,
				jobs ? &sql_archive_old_job :
				       &sql_archive_old_event,
				&params, &written);
	if (class == PG_OK && !load->why && jobs)
		class = month_widen(&conn, "job", written);
	pg_result_free(&written);
	pg_params_free(&params);
	return class;
}

/* ------------------------------------------------------------------- all */

static enum pg_class run(struct pg_conn *pg, void *arg)
{
	struct load *load = arg;
	const struct sql_statement **all =
		(const struct sql_statement **)list_to_array(load->statements);
	int n = list_count(load->statements);
	enum pg_class class = PG_OK;

	for (int i = 0; class == PG_OK && !load->why && i < n; i++) {
		const struct sql_statement *s = all[i];

		if (s->verb == SQL_INSERT)
			class = insert_rows(load, s);
		else if (s->verb == SQL_DELETE)
			class = delete (load, s);
		else
			class = empty_named(load, s);
	}
	xfree(all);
	/* so that nothing of it is done, and it is not tried again */
	return class == PG_OK && load->why ? PG_INSTALLATION : class;
}

static enum pg_class make_month(struct pg_conn *pg, void *end)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_text(&params, end);
	class = pg_exec(pg, &archive_make_month, &params, NULL);
	pg_params_free(&params);
	return class;
}

/* Months are made before, each on its own: what makes one holds up others
 * who do the same until it is committed. */
static enum pg_class make_months(struct load *load,
				 const struct sql_statement *s)
{
	const struct pg_retry retry = pg_retry_client();
	struct pg_params params = { 0 };
	struct pg_result *ends = NULL;
	char *json = sql_load_json(s, &load->why);
	enum pg_class class;

	if (!json)
		return PG_OK;
	pg_add_text(&params, json);
	xfree(json);
	class = pg_exec(load->pg, &sql_archive_old_months, &params, &ends);
	for (int i = 0; class == PG_OK && i < pg_rows(ends); i++)
		class = pg_run(load->pg, &retry, make_month,
			       (void *)pg_text(ends, i, 0));
	pg_result_free(&ends);
	pg_params_free(&params);
	return class;
}

static enum pg_class make_all_months(struct load *load)
{
	const struct sql_statement **all =
		(const struct sql_statement **)list_to_array(load->statements);
	int n = list_count(load->statements);
	enum pg_class class = PG_OK;

	for (int i = 0; class == PG_OK && !load->why && i < n; i++)
		if (all[i]->verb == SQL_INSERT &&
		    !xstrcmp(all[i]->table, "job_table"))
			class = make_months(load, all[i]);
	xfree(all);
	return class;
}

extern bool sql_is_old_text(const char *text)
{
	static const char *const words[] = { "insert", "delete", "truncate",
					     "drop" };

	text += strspn(text, " \t\r\n");
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!xstrncasecmp(text, words[i], strlen(words[i])))
			return true;
	return false;
}

extern int sql_load(struct pg_conn *pg, const char *text, const char *source)
{
	const struct pg_retry retry = pg_retry_client();
	struct load load = { .pg = pg, .source = source };
	enum pg_class class = PG_OK;
	int rc = SLURM_SUCCESS;

	load.statements = sql_text_parse(text, &load.why);
	if (load.statements)
		class = make_all_months(&load);
	if (load.statements && class == PG_OK && !load.why)
		class = pg_run(pg, &retry, run, &load);
	if (load.why) {
		error("accounting_storage/pgsql: archive: %s, %s: nothing of it was loaded",
		      source, load.why);
		rc = SLURM_ERROR;
	} else if (class != PG_OK) {
		error("accounting_storage/pgsql: archive: %s: nothing of it was loaded",
		      source);
		storage_log_error(pg);
		rc = storage_errno(class);
	}
	xfree(load.why);
	FREE_NULL_LIST(load.statements);
	return rc;
}
