/*
 * column.c - columns of a record's table: values in changes, and binding them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column.h"

#include "src/slurm/json.h"

static int *ranks(const struct column_table *table, const void *change)
{
	return (int *)((char *)change + table->rank);
}

static char **text_of(const struct column *column, const void *change)
{
	return (char **)((char *)change + column->offset);
}

static int64_t *int_of(const struct column *column, const void *change)
{
	return (int64_t *)((char *)change + column->offset);
}

static time_t *time_of(const struct column *column, const void *change)
{
	return (time_t *)((char *)change + column->offset);
}

static void clear(const struct column *column, void *change)
{
	switch (column->kind) {
	case COLUMN_TEXT:
		xfree(*text_of(column, change));
		break;
	case COLUMN_INT:
		*int_of(column, change) = COLUMN_NULL;
		break;
	case COLUMN_TIME:
		*time_of(column, change) = 0;
		break;
	}
}

static bool is_null(const struct column *column, const void *change)
{
	switch (column->kind) {
	case COLUMN_TEXT:
		return !*text_of(column, change);
	case COLUMN_INT:
		return *int_of(column, change) == COLUMN_NULL;
	case COLUMN_TIME:
		return !*time_of(column, change);
	}
	return true;
}

void columns_init(const struct column_table *table, void *change)
{
	memset(ranks(table, change), 0, table->groups * sizeof(int));
	for (int c = 0; c < table->columns; c++) {
		if (table->column[c].kind == COLUMN_TEXT)
			*text_of(&table->column[c], change) = NULL;
		clear(&table->column[c], change);
	}
}

void columns_free(const struct column_table *table, void *change)
{
	for (int c = 0; c < table->columns; c++)
		clear(&table->column[c], change);
}

void columns_clear(const struct column_table *table, void *change, int group)
{
	ranks(table, change)[group] = 0;
	for (int c = 0; c < table->columns; c++)
		if (table->column[c].group == group)
			clear(&table->column[c], change);
}

/* ------------------------------------------------------------------ fold */

static void move(const struct column *column, void *into, void *from)
{
	clear(column, into);
	switch (column->kind) {
	case COLUMN_TEXT:
		*text_of(column, into) = *text_of(column, from);
		*text_of(column, from) = NULL;
		break;
	case COLUMN_INT:
		*int_of(column, into) = *int_of(column, from);
		break;
	case COLUMN_TIME:
		*time_of(column, into) = *time_of(column, from);
		break;
	}
}

/* `into` forgets the text that it has borrowed. */
static void borrow(const struct column *column, void *into, const void *from)
{
	switch (column->kind) {
	case COLUMN_TEXT:
		*text_of(column, into) = *text_of(column, from);
		break;
	case COLUMN_INT:
		*int_of(column, into) = *int_of(column, from);
		break;
	case COLUMN_TIME:
		*time_of(column, into) = *time_of(column, from);
		break;
	}
}

/* `from` writes this group of `into`. */
static bool overrides(const struct column_table *table, int group,
		      const void *into, const void *from)
{
	int rank = ranks(table, from)[group];

	return rank && rank >= ranks(table, into)[group];
}

static bool is_written(const struct column_table *table,
		       const struct column *column, const bool *wins,
		       const void *from)
{
	return wins[column->group] && !(table->group[column->group].adds &&
					is_null(column, from));
}

/* wins[groups] */
static void take_ranks(const struct column_table *table, void *into,
		       const void *from, bool *wins)
{
	for (int g = 0; g < table->groups; g++) {
		wins[g] = overrides(table, g, into, from);
		if (wins[g])
			ranks(table, into)[g] = ranks(table, from)[g];
	}
}

void columns_fold(const struct column_table *table, void *into, void *change)
{
	bool wins[COLUMN_GROUPS_MAX];

	take_ranks(table, into, change, wins);
	for (int c = 0; c < table->columns; c++)
		if (is_written(table, &table->column[c], wins, change))
			move(&table->column[c], into, change);
}

void columns_overlay(const struct column_table *table, void *into,
		     const void *change)
{
	bool wins[COLUMN_GROUPS_MAX];

	take_ranks(table, into, change, wins);
	for (int c = 0; c < table->columns; c++)
		if (is_written(table, &table->column[c], wins, change))
			borrow(&table->column[c], into, change);
}

bool columns_outranked(const struct column_table *table, const void *change,
		       const int *row)
{
	for (int g = 0; g < table->groups; g++) {
		int rank = ranks(table, change)[g];

		if (rank && rank >= row[g])
			return false;
	}
	return true;
}

/* -------------------------------------------------------------- describe */

void columns_describe(const struct column_table *table, const void *change,
		      char **json)
{
	for (int g = 0; g < table->groups; g++) {
		char name[64];

		if (!ranks(table, change)[g])
			continue;
		snprintf(name, sizeof(name), "%s_rank", table->group[g].name);
		json_add_int(json, name, ranks(table, change)[g]);
	}
	for (int c = 0; c < table->columns; c++) {
		const struct column *column = &table->column[c];

		if (is_null(column, change))
			continue;
		switch (column->kind) {
		case COLUMN_TEXT:
			json_add_text(json, column->name,
				      *text_of(column, change));
			break;
		case COLUMN_INT:
			json_add_int(json, column->name,
				     *int_of(column, change));
			break;
		case COLUMN_TIME:
			json_add_int(json, column->name,
				     *time_of(column, change));
			break;
		}
	}
}

/* ------------------------------------------------------------------ bind */

static void bind_text(const struct column *column, struct pg_params *params,
		      const void *const *changes, int n)
{
	const char **values = xcalloc(n, sizeof(*values));

	for (int i = 0; i < n; i++)
		values[i] = *text_of(column, changes[i]);
	pg_add_text_array(params, values, n);
	xfree(values);
}

static void bind_int(const struct column *column, struct pg_params *params,
		     const void *const *changes, int n)
{
	int64_t *values = xcalloc(n, sizeof(*values));
	bool *null = xcalloc(n, sizeof(*null));

	for (int i = 0; i < n; i++) {
		values[i] = *int_of(column, changes[i]);
		null[i] = values[i] == COLUMN_NULL;
	}
	pg_add_int_array_null(params, values, null, n);
	xfree(values);
	xfree(null);
}

static void bind_time(const struct column *column, struct pg_params *params,
		      const void *const *changes, int n)
{
	time_t *values = xcalloc(n, sizeof(*values));

	for (int i = 0; i < n; i++)
		values[i] = *time_of(column, changes[i]);
	pg_add_time_array(params, values, n);
	xfree(values);
}

static void bind_rank(const struct column_table *table, int group,
		      struct pg_params *params, const void *const *changes,
		      int n)
{
	int64_t *values = xcalloc(n, sizeof(*values));

	for (int i = 0; i < n; i++)
		values[i] = ranks(table, changes[i])[group];
	pg_add_int_array(params, values, n);
	xfree(values);
}

void columns_bind(const struct column_table *table, struct pg_params *params,
		  const void *const *changes, int n)
{
	for (int g = 0; g < table->groups; g++)
		bind_rank(table, g, params, changes, n);
	for (int c = 0; c < table->columns; c++) {
		const struct column *column = &table->column[c];

		switch (column->kind) {
		case COLUMN_TEXT:
			bind_text(column, params, changes, n);
			break;
		case COLUMN_INT:
			bind_int(column, params, changes, n);
			break;
		case COLUMN_TIME:
			bind_time(column, params, changes, n);
			break;
		}
	}
}

/* ------------------------------------------------------------------ read */

static void read_one(const struct column *column, const struct pg_result *row,
		     int at, void *change)
{
	switch (column->kind) {
	case COLUMN_TEXT:
		if (!pg_is_null(row, 0, at))
			*text_of(column, change) = xstrdup(pg_text(row, 0, at));
		break;
	case COLUMN_INT:
		*int_of(column, change) = pg_int(row, 0, at, COLUMN_NULL);
		break;
	case COLUMN_TIME:
		*time_of(column, change) = pg_time(row, 0, at);
		break;
	}
}

void columns_read(const struct column_table *table, const struct pg_result *row,
		  int first, void *change)
{
	int *rank = ranks(table, change);

	for (int g = 0; g < table->groups; g++)
		rank[g] = pg_int(row, 0, first++, 0);
	for (int c = 0; c < table->columns; c++)
		read_one(&table->column[c], row, first++, change);
}
