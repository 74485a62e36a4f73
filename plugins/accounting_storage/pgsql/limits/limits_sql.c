/*
 * limits_sql.c - the limits' share of statements, parameters and rows
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "limits.h"

/* ------------------------------------------------------------ statements */

static const char *array_type(const struct limit *limit)
{
	switch (limit->kind) {
	case LIMIT_TRES:
		return "text[]";
	case LIMIT_FACTOR:
		return "double precision[]";
	default:
		return "bigint[]";
	}
}

static void add_array(char **sql, const struct limit *limit, int parameter)
{
	xstrfmtcat(*sql, ", $%d::%s", parameter, array_type(limit));
}

static void add_name(char **sql, const struct limit *limit, int parameter)
{
	xstrfmtcat(*sql, ", %s", limit->column);
}

static void add_own(char **sql, const struct limit *limit, int parameter)
{
	if (limit->kind == LIMIT_TRES)
		xstrfmtcat(*sql, ", slurm_data.tres_to_slurm(a.%s)",
			   limit->column);
	else
		xstrfmtcat(*sql, ", a.%s", limit->column);
}

/* The same for an account, which t stands for itself, and for a user, whose
 * account it stands for. TRES come as Slurm's text, which t has already: it
 * is made anew only for a user with some of their own. */
static void add_effective(char **sql, const struct limit *limit, int parameter)
{
	const char *c = limit->column;

	if (!limit->inherited)
		add_own(sql, limit, parameter);
	else if (limit->kind == LIMIT_TRES)
		xstrfmtcat(*sql,
			   ", CASE WHEN q.own THEN slurm_data.tres_to_slurm(a.%s) WHEN a.user_name = '' OR a.%s IS NULL THEN t.%s_text ELSE slurm_data.tres_to_slurm(coalesce(t.%s || a.%s, a.%s)) END",
			   c, c, c, c, c, c);
	else
		xstrfmtcat(*sql,
			   ", CASE WHEN q.own THEN a.%s ELSE coalesce(a.%s, t.%s) END",
			   c, c, c);
}

static void add_top(char **sql, const struct limit *limit, int parameter)
{
	const char *c = limit->column;

	if (!limit->inherited)
		return;
	xstrfmtcat(*sql, ", a.%s", c);
	if (limit->kind == LIMIT_TRES)
		xstrfmtcat(*sql, ", slurm_data.tres_to_slurm(a.%s) AS %s_text",
			   c, c);
}

static void add_inherit(char **sql, const struct limit *limit, int parameter)
{
	const char *c = limit->column;

	if (!limit->inherited)
		return;
	if (limit->kind == LIMIT_TRES)
		xstrfmtcat(*sql,
			   ", coalesce(t.%s || a.%s, a.%s, t.%s), CASE WHEN a.%s IS NULL THEN t.%s_text ELSE slurm_data.tres_to_slurm(coalesce(t.%s || a.%s, a.%s)) END",
			   c, c, c, c, c, c, c, c, c);
	else
		xstrfmtcat(*sql, ", coalesce(a.%s, t.%s)", c, c);
}

static void add_given(char **sql, const struct limit *limit, int parameter)
{
	const char *c = limit->column;

	switch (limit->kind) {
	case LIMIT_TRES:
		xstrfmtcat(*sql, ", slurm_data.tres_from_slurm(g.%s)", c);
		break;
	case LIMIT_YES:
		xstrfmtcat(*sql, ", coalesce(g.%s = 1, false)", c);
		break;
	default:
		xstrfmtcat(*sql, ", CASE WHEN g.%s < 0 THEN %s ELSE g.%s END",
			   c, limit->none, c);
	}
}

static void add_excluded(char **sql, const struct limit *limit, int parameter)
{
	xstrfmtcat(*sql, ", %s = EXCLUDED.%s", limit->column, limit->column);
}

static void add_change(char **sql, const struct limit *limit, int parameter)
{
	const char *c = limit->column;

	switch (limit->kind) {
	case LIMIT_TRES:
		xstrfmtcat(*sql,
			   ", %s = CASE WHEN g.%s IS NULL THEN a.%s ELSE slurm_data.tres_change(a.%s, g.%s) END",
			   c, c, c, c, c);
		break;
	case LIMIT_YES:
		xstrfmtcat(*sql, ", %s = a.%s OR coalesce(g.%s = 1, false)", c,
			   c, c);
		break;
	default:
		xstrfmtcat(*sql,
			   ", %s = CASE WHEN g.%s IS NULL THEN a.%s WHEN g.%s < 0 THEN %s ELSE g.%s END",
			   c, c, c, c, limit->none, c);
	}
}

static void add_reset(char **sql, const struct limit *limit, int parameter)
{
	xstrfmtcat(*sql, ", %s = %s", limit->column, limit->none);
}

static const struct {
	const char *marker;
	void (*add)(char **sql, const struct limit *limit, int parameter);
} markers[] = {
	{ "/*limits: arrays*/", add_array },
	{ "/*limits: names*/", add_name },
	{ "/*limits: own*/", add_own },
	{ "/*limits: effective*/", add_effective },
	{ "/*limits: top*/", add_top },
	{ "/*limits: inherit*/", add_inherit },
	{ "/*limits: given*/", add_given },
	{ "/*limits: excluded*/", add_excluded },
	{ "/*limits: change*/", add_change },
	{ "/*limits: reset*/", add_reset },
};

/* Replace one marker, wherever it stands. */
static void expand(char **sql, int which, const struct limit_table *table,
		   int first_param)
{
	char *share = NULL;

	for (int i = 0; i < table->n; i++)
		markers[which].add(&share, &table->limit[i], first_param + i);
	xstrsubstituteall(*sql, markers[which].marker, share ? share : "");
	xfree(share);
}

struct pg_statement limits_statement(const struct pg_statement *template,
				     const struct limit_table *table,
				     int first_param)
{
	char *sql = xstrdup(template->text);

	for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		if (strstr(sql, markers[i].marker))
			expand(&sql, i, table, first_param);
	return (struct pg_statement){ template->name, sql };
}

/* ------------------------------------------------------------ parameters */

static void add_numbers(struct pg_params *p, const struct limit *limit,
			const void *const *records, int n, bool adding)
{
	int64_t *value = xcalloc(n ? n : 1, sizeof(*value));
	bool *null = xcalloc(n ? n : 1, sizeof(*null));

	for (int i = 0; i < n; i++) {
		double number;
		enum limit_asked asked =
			limit_ask(limit, records[i], adding, &number);

		null[i] = asked == LIMIT_AS_IT_IS;
		value[i] = asked == LIMIT_CLEARED ? -1 : (int64_t)number;
	}
	pg_add_int_array_null(p, value, null, n);
	xfree(value);
	xfree(null);
}

static void add_factors(struct pg_params *p, const struct limit *limit,
			const void *const *records, int n, bool adding)
{
	char **text = xcalloc(n ? n : 1, sizeof(*text));

	for (int i = 0; i < n; i++) {
		double number;

		switch (limit_ask(limit, records[i], adding, &number)) {
		case LIMIT_AS_IT_IS:
			break;
		case LIMIT_CLEARED:
			text[i] = xstrdup("-1");
			break;
		case LIMIT_SET:
			text[i] = xstrdup_printf("%f", number);
			break;
		}
	}
	pg_add_text_array(p, (const char *const *)text, n);
	for (int i = 0; i < n; i++)
		xfree(text[i]);
	xfree(text);
}

static void add_lists(struct pg_params *p, const struct limit *limit,
		      const void *const *records, int n)
{
	const char **text = xcalloc(n ? n : 1, sizeof(*text));

	for (int i = 0; i < n; i++)
		text[i] = *(char *const *)((const char *)records[i] +
					   limit->member);
	pg_add_text_array(p, text, n);
	xfree(text);
}

void limits_add_params(struct pg_params *p, const struct limit_table *table,
		       const void *const *records, int n, bool adding)
{
	for (int i = 0; i < table->n; i++) {
		const struct limit *limit = &table->limit[i];

		if (limit->kind == LIMIT_TRES)
			add_lists(p, limit, records, n);
		else if (limit->kind == LIMIT_FACTOR)
			add_factors(p, limit, records, n, adding);
		else
			add_numbers(p, limit, records, n, adding);
	}
}

/* ------------------------------------------------------------------ rows */

void limits_read(const struct limit_table *table,
		 const struct pg_result *result, int row, int column,
		 void *record)
{
	for (int i = 0; i < table->n; i++, column++) {
		const struct limit *limit = &table->limit[i];
		char *member = (char *)record + limit->member;

		switch (limit->kind) {
		case LIMIT_COUNT:
			*(uint32_t *)member = pg_int(result, row, column,
						     limit->absent);
			break;
		case LIMIT_SMALL:
			*(uint16_t *)member = pg_int(result, row, column, 0);
			break;
		case LIMIT_YES:
			*(uint16_t *)member = pg_bool(result, row, column);
			break;
		case LIMIT_FACTOR:
			*(double *)member = pg_double(result, row, column,
						      limit->absent);
			break;
		case LIMIT_TRES:
			if (!pg_is_null(result, row, column))
				*(char **)member = xstrdup(
					pg_text(result, row, column));
			break;
		}
	}
}
