/*
 * column_sql.c - statements that are made of a table's columns, once
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column.h"

static const char *array_type(enum column_kind kind)
{
	switch (kind) {
	case COLUMN_TEXT:
		return "text";
	case COLUMN_INT:
		return "bigint";
	case COLUMN_TIME:
		return "timestamptz";
	}
	return "text";
}

static void add_types(char **sql, const struct column_table *table, int first)
{
	for (int g = 0; g < table->groups; g++)
		xstrfmtcat(*sql, "%s$%d::smallint[]", g ? ", " : "", first++);
	for (int c = 0; c < table->columns; c++)
		xstrfmtcat(*sql, ", $%d::%s[]", first++,
			   array_type(table->column[c].kind));
}

static void add_names(char **sql, const struct column_table *table)
{
	for (int g = 0; g < table->groups; g++)
		xstrfmtcat(*sql, "%s%s_rank", g ? ", " : "",
			   table->group[g].name);
	for (int c = 0; c < table->columns; c++)
		xstrfmtcat(*sql, ", %s", table->column[c].name);
}

static void add_wins(char **sql, const struct column_group *group)
{
	if (group->wins)
		xstrcat(*sql, group->wins);
	else
		xstrfmtcat(*sql, "(m.%s_rank > 0 AND m.%s_rank >= j.%s_rank)",
			   group->name, group->name, group->name);
}

static void add_assign(char **sql, const struct column_table *table)
{
	for (int g = 0; g < table->groups; g++) {
		const char *name = table->group[g].name;

		xstrfmtcat(*sql, "%s%s_rank = CASE WHEN ", g ? ",\n\t" : "\t",
			   name);
		add_wins(sql, &table->group[g]);
		xstrfmtcat(*sql, " THEN m.%s_rank ELSE j.%s_rank END", name,
			   name);
	}
	for (int c = 0; c < table->columns; c++) {
		const struct column *column = &table->column[c];
		const struct column_group *group = &table->group[column->group];

		if (column->own)
			continue;
		xstrfmtcat(*sql, ",\n\t%s = CASE WHEN ", column->name);
		add_wins(sql, group);
		if (group->adds)
			xstrfmtcat(*sql, " THEN COALESCE(m.%s::%s, j.%s)",
				   column->name, column->type, column->name);
		else
			xstrfmtcat(*sql, " THEN m.%s::%s", column->name,
				   column->type);
		xstrfmtcat(*sql, " ELSE j.%s END", column->name);
	}
}

static void add_touches(char **sql, const struct column_table *table)
{
	for (int g = 0; g < table->groups; g++) {
		xstrcat(*sql, g ? " OR " : "(");
		add_wins(sql, &table->group[g]);
	}
	xstrcat(*sql, ")");
}

static void add_columns(char **sql, const struct column_table *table)
{
	for (int g = 0; g < table->groups; g++)
		xstrfmtcat(*sql, "%s%s_rank", g ? ", " : "",
			   table->group[g].name);
	for (int c = 0; c < table->columns; c++)
		if (!table->column[c].own)
			xstrfmtcat(*sql, ", %s", table->column[c].name);
}

static void add_values(char **sql, const struct column_table *table)
{
	for (int g = 0; g < table->groups; g++)
		xstrfmtcat(*sql, "%sm.%s_rank", g ? ", " : "",
			   table->group[g].name);
	for (int c = 0; c < table->columns; c++)
		if (!table->column[c].own)
			xstrfmtcat(*sql, ", m.%s::%s", table->column[c].name,
				   table->column[c].type);
}

/* What a column is read as, so that its kind of member can hold it. */
static void add_read_column(char **sql, const struct column *column)
{
	if (!strcmp(column->type, "interval"))
		xstrfmtcat(*sql, ", extract(epoch FROM j.%s)", column->name);
	else if (!strcmp(column->type, "integer::boolean"))
		xstrfmtcat(*sql, ", j.%s::integer", column->name);
	else
		xstrfmtcat(*sql, ", j.%s", column->name);
}

static void add_read(char **sql, const struct column_table *table)
{
	for (int g = 0; g < table->groups; g++)
		xstrfmtcat(*sql, "%sj.%s_rank", g ? ", " : "",
			   table->group[g].name);
	for (int c = 0; c < table->columns; c++)
		add_read_column(sql, &table->column[c]);
}

static void add_wins_of(char **sql, const struct column_table *table,
			const char *name, size_t length)
{
	for (int g = 0; g < table->groups; g++)
		if (strlen(table->group[g].name) == length &&
		    !strncmp(table->group[g].name, name, length))
			add_wins(sql, &table->group[g]);
}

/* What stands for the marker @NAME@, of length bytes. */
static void expand(char **sql, const struct column_table *table,
		   const char *name, size_t length, int first)
{
	if (!strncmp(name, "types", length))
		add_types(sql, table, first);
	else if (!strncmp(name, "names", length))
		add_names(sql, table);
	else if (!strncmp(name, "assign", length))
		add_assign(sql, table);
	else if (!strncmp(name, "touches", length))
		add_touches(sql, table);
	else if (!strncmp(name, "columns", length))
		add_columns(sql, table);
	else if (!strncmp(name, "values", length))
		add_values(sql, table);
	else if (!strncmp(name, "read", length))
		add_read(sql, table);
	else if (!strncmp(name, "wins:", 5))
		add_wins_of(sql, table, name + 5, length - 5);
}

const struct pg_statement *
columns_statement(const struct column_table *table,
		  const struct pg_statement *template, int first)
{
	struct pg_statement *made = xmalloc(sizeof(*made));
	const char *at = template->text;
	char *sql = NULL;

	while (true) {
		const char *marker = strchr(at, '@'), *end;

		if (!marker || !(end = strchr(marker + 1, '@')))
			break;
		xstrncat(sql, at, marker - at);
		expand(&sql, table, marker + 1, end - marker - 1, first);
		at = end + 1;
	}
	xstrcat(sql, at);
	made->name = template->name;
	made->text = sql;
	return made;
}
