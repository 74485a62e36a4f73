/*
 * result.c - rows and their values
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

struct pg_result *pg_result_take(struct pg_reply *reply)
{
	struct pg_result *result = malloc(sizeof(*result));

	if (!result)
		return NULL;
	result->result = reply->result;
	result->affected = reply->affected;
	reply->result = NULL;
	return result;
}

void pg_result_free(struct pg_result **result)
{
	if (!*result)
		return;
	PQclear((*result)->result);
	free(*result);
	*result = NULL;
}

int pg_rows(const struct pg_result *result)
{
	return PQntuples(result->result);
}

int pg_columns(const struct pg_result *result)
{
	return PQnfields(result->result);
}

int pg_column(const struct pg_result *result, const char *name)
{
	return PQfnumber(result->result, name);
}

int64_t pg_affected(const struct pg_result *result)
{
	return result->affected;
}

bool pg_is_null(const struct pg_result *result, int row, int column)
{
	return PQgetisnull(result->result, row, column);
}

const char *pg_text(const struct pg_result *result, int row, int column)
{
	const char *text = PQgetvalue(result->result, row, column);

	return text ? text : ""; /* libpq: NULL where there is no such cell */
}

int64_t pg_int(const struct pg_result *result, int row, int column,
	       int64_t fallback)
{
	if (pg_is_null(result, row, column))
		return fallback;
	return strtoll(pg_text(result, row, column), NULL, 10);
}

uint64_t pg_uint64(const struct pg_result *result, int row, int column,
		   uint64_t fallback)
{
	if (pg_is_null(result, row, column))
		return fallback;
	return strtoull(pg_text(result, row, column), NULL, 10);
}

double pg_double(const struct pg_result *result, int row, int column,
		 double fallback)
{
	if (pg_is_null(result, row, column))
		return fallback;
	return strtod(pg_text(result, row, column), NULL);
}

bool pg_bool(const struct pg_result *result, int row, int column)
{
	return pg_text(result, row, column)[0] == 't';
}

time_t pg_time(const struct pg_result *result, int row, int column)
{
	return pg_time_parse(pg_text(result, row, column));
}

int64_t *pg_int_array(const struct pg_result *result, int row, int column,
		      int *n_r)
{
	const char *text = pg_text(result, row, column);
	/* an element takes two characters at least, with its comma or brace */
	int64_t *v = malloc((strlen(text) / 2 + 1) * sizeof(*v));

	*n_r = 0;
	while (v && *text) {
		char *end;
		int64_t value = strtoll(text, &end, 10);

		if (end > text)
			v[(*n_r)++] = value;
		text = end > text ? end : text + 1;
	}
	if (!*n_r) {
		free(v);
		v = NULL;
	}
	return v;
}
