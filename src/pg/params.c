/*
 * params.c - the parameters of one execution
 *
 * All values are text, one behind the other in one piece of memory that
 * grows; the server knows the types from the statement.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

static bool params_room(struct pg_params *p, size_t more)
{
	size_t room = p->room ? p->room : 256;
	char *text;

	if (p->failed)
		return false;
	while (room - p->used < more)
		room *= 2;
	if (room == p->room)
		return true;
	text = realloc(p->text, room);
	p->failed = !text;
	if (!text)
		return false;
	p->text = text;
	p->room = room;
	return true;
}

/* Begin parameter n + 1 at the end of the text; false out of memory. */
static bool params_next(struct pg_params *p)
{
	if (p->n == p->size) {
		int size = p->size ? p->size * 2 : 16;
		size_t *offset = realloc(p->offset, size * sizeof(*offset));

		p->failed |= !offset;
		if (!offset)
			return false;
		p->offset = offset;
		p->size = size;
	}
	p->offset[p->n++] = p->used;
	return !p->failed;
}

static void params_bytes(struct pg_params *p, const char *bytes, size_t size)
{
	if (!params_room(p, size + 1))
		return;
	memcpy(p->text + p->used, bytes, size);
	p->used += size;
	p->text[p->used] = '\0';
}

static void params_end(struct pg_params *p)
{
	params_bytes(p, "", 0);
	p->used++;
}

static void params_literal(struct pg_params *p, const char *value)
{
	if (!params_next(p))
		return;
	params_bytes(p, value, strlen(value));
	params_end(p);
}

void pg_add_null(struct pg_params *p)
{
	if (params_next(p))
		p->offset[p->n - 1] = PG_PARAM_NULL;
}

static void params_utf8(struct pg_params *p, const char *text, size_t size)
{
	if (!params_room(p, size * 3 + 1))
		return;
	p->used += pg_utf8_copy(p->text + p->used, text, size, &p->repaired);
}

void pg_add_text_size(struct pg_params *p, const char *text, size_t size)
{
	if (!params_next(p))
		return;
	params_utf8(p, text, size);
	params_end(p);
}

void pg_add_text(struct pg_params *p, const char *text)
{
	if (!text)
		pg_add_null(p);
	else
		pg_add_text_size(p, text, strlen(text));
}

void pg_add_int(struct pg_params *p, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	params_literal(p, text);
}

void pg_add_uint64(struct pg_params *p, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	params_literal(p, text);
}

void pg_add_bool(struct pg_params *p, bool value)
{
	params_literal(p, value ? "t" : "f");
}

void pg_add_double(struct pg_params *p, double value)
{
	char text[40];

	/* 17 digits give the same double back; nan and inf are accepted */
	snprintf(text, sizeof(text), "%.17g", value);
	params_literal(p, text);
}

void pg_add_bytes(struct pg_params *p, const void *data, size_t size)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *byte = data;

	if (!data) {
		pg_add_null(p);
		return;
	}
	if (!params_next(p))
		return;
	params_bytes(p, "\\x", 2);
	if (!params_room(p, size * 2 + 1))
		return;
	for (size_t i = 0; i < size; i++) {
		p->text[p->used++] = hex[byte[i] >> 4];
		p->text[p->used++] = hex[byte[i] & 15];
	}
	params_end(p);
}

void pg_add_time(struct pg_params *p, time_t t)
{
	char text[PG_TIME_SIZE];

	if (!t) {
		pg_add_null(p);
		return;
	}
	pg_time_print(text, t);
	params_literal(p, text);
}

void pg_add_end_time(struct pg_params *p, time_t t)
{
	if (t)
		pg_add_time(p, t);
	else
		params_literal(p, "infinity");
}

/* ------------------------------------------------------------- arrays */

/* One element in quotes, which any content may stand in. */
static void params_element(struct pg_params *p, const char *text)
{
	size_t start, size;

	params_bytes(p, "\"", 1);
	if (p->failed)
		return;
	start = p->used;
	params_utf8(p, text, strlen(text));
	size = p->used - start;
	if (!params_room(p, size + 1)) /* each may be doubled */
		return;
	/* escape in place, from the end */
	char *from = p->text + start + size;
	size_t escapes = 0;

	for (size_t i = 0; i < size; i++)
		escapes += p->text[start + i] == '"' ||
			   p->text[start + i] == '\\';
	p->used += escapes;
	for (char *to = p->text + p->used; to > from;) {
		*--to = *--from;
		if (*from == '"' || *from == '\\')
			*--to = '\\';
	}
	params_bytes(p, "\"", 1);
}

/* Writes element i, or returns false where it is NULL. */
typedef bool (*element_fn)(struct pg_params *p, const void *arg, int i);

static void params_array(struct pg_params *p, element_fn element,
			 const void *arg, int n)
{
	if (!params_next(p))
		return;
	params_bytes(p, "{", 1);
	for (int i = 0; i < n; i++) {
		if (i)
			params_bytes(p, ",", 1);
		if (!element(p, arg, i))
			params_bytes(p, "NULL", 4);
	}
	params_bytes(p, "}", 1);
	params_end(p);
}

static bool element_text(struct pg_params *p, const void *arg, int i)
{
	const char *const *v = arg;

	if (v[i])
		params_element(p, v[i]);
	return v[i];
}

void pg_add_text_array(struct pg_params *p, const char *const *v, int n)
{
	params_array(p, element_text, v, n);
}

/* Digits of value from the end of to[24] on; where they begin. */
static const char *print_int(char *to, int64_t value, size_t *size_r)
{
	uint64_t rest = value < 0 ? -(uint64_t) value : (uint64_t) value;
	char *at = to + 24;

	do
		*--at = '0' + rest % 10;
	while (rest /= 10);
	if (value < 0)
		*--at = '-';
	*size_r = to + 24 - at;
	return at;
}

struct int_array {
	const int64_t *v;
	const bool *null;
};

static bool element_int(struct pg_params *p, const void *arg, int i)
{
	const struct int_array *a = arg;
	char text[24];
	const char *digits;
	size_t size;

	if (a->null && a->null[i])
		return false;
	/* a batch has a hundred thousand of them */
	digits = print_int(text, a->v[i], &size);
	params_bytes(p, digits, size);
	return true;
}

void pg_add_int_array_null(struct pg_params *p, const int64_t *v,
			   const bool *null, int n)
{
	struct int_array a = { v, null };

	params_array(p, element_int, &a, n);
}

void pg_add_int_array(struct pg_params *p, const int64_t *v, int n)
{
	pg_add_int_array_null(p, v, NULL, n);
}

static bool element_time(struct pg_params *p, const void *arg, int i)
{
	const time_t *v = arg;
	char text[PG_TIME_SIZE];

	if (!v[i])
		return false;
	pg_time_print(text, v[i]);
	params_element(p, text);
	return true;
}

void pg_add_time_array(struct pg_params *p, const time_t *v, int n)
{
	params_array(p, element_time, v, n);
}

/* ------------------------------------------------------------- the rest */

const char *pg_param_value(const struct pg_params *p, int i)
{
	if (p->offset[i] == PG_PARAM_NULL)
		return NULL;
	return p->text + p->offset[i];
}

void pg_params_reset(struct pg_params *p)
{
	p->n = 0;
	p->used = 0;
	p->repaired = false;
	p->failed = false;
}

void pg_params_free(struct pg_params *p)
{
	free(p->offset);
	free(p->text);
	memset(p, 0, sizeof(*p));
}
