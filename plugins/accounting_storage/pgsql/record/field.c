/*
 * field.c - a record as bytes: fields by name
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"

#include "src/slurm/compat.h"

#define HEAD 5 /* tag and type */

uint32_t field_tag(const char *name)
{
	uint32_t sum = 2166136261u;

	for (; *name; name++)
		sum = (sum ^ (unsigned char)*name) * 16777619u;
	return sum;
}

/* ---------------------------------------------------------------- writing */

/* So many bytes more; NULL where there is no memory. */
static uint8_t *grow(struct field_buf *b, size_t size)
{
	size_t room = b->room ? b->room : 1024;
	uint8_t *data;

	while (room < b->used + size)
		room *= 2;
	if (room != b->room) {
		data = realloc(b->data, room);
		if (!data) {
			b->failed = true;
			return NULL;
		}
		b->data = data;
		b->room = room;
	}
	data = b->data + b->used;
	b->used += size;
	return data;
}

static void store32(uint8_t *to, uint32_t value)
{
	value = htole32(value);
	memcpy(to, &value, sizeof(value));
}

static void store64(uint8_t *to, uint64_t value)
{
	value = htole64(value);
	memcpy(to, &value, sizeof(value));
}

/* The field's head, and room for what follows it. */
static uint8_t *begin(struct field_buf *b, uint32_t tag, enum field_type type,
		      size_t size)
{
	uint8_t *to = grow(b, HEAD + size);

	if (!to)
		return NULL;
	store32(to, tag);
	to[4] = type;
	return to + HEAD;
}

void field_put_int(struct field_buf *b, uint32_t tag, int64_t value)
{
	uint8_t *to = begin(b, tag, FIELD_INT, 8);

	if (to)
		store64(to, (uint64_t)value);
}

void field_put_bytes(struct field_buf *b, uint32_t tag, const void *data,
		     size_t size)
{
	uint8_t *to = begin(b, tag, FIELD_BYTES, 4 + size);

	if (!to)
		return;
	store32(to, size);
	if (size)
		memcpy(to + 4, data, size);
}

void field_put_text(struct field_buf *b, uint32_t tag, const char *text)
{
	if (text)
		field_put_bytes(b, tag, text, strlen(text));
}

void field_put_uint64s(struct field_buf *b, uint32_t tag,
		       const uint64_t *values, int n)
{
	uint8_t *to = begin(b, tag, FIELD_BYTES, 4 + 8 * (size_t)n);

	if (!to)
		return;
	store32(to, 8 * n);
	for (int i = 0; i < n; i++)
		store64(to + 4 + 8 * i, values[i]);
}

size_t field_open(struct field_buf *b, uint32_t tag)
{
	field_put_bytes(b, tag, NULL, 0);
	return b->used;
}

void field_close(struct field_buf *b, size_t opened)
{
	if (!b->failed)
		store32(b->data + opened - 4, b->used - opened);
}

void field_buf_reset(struct field_buf *b)
{
	b->used = 0;
	b->failed = false;
}

void field_buf_free(struct field_buf *b)
{
	free(b->data);
	*b = (struct field_buf){ 0 };
}

/* ---------------------------------------------------------------- reading */

struct field_reader field_read(const void *data, size_t size)
{
	const uint8_t *from = data;

	return (struct field_reader){ .at = from, .end = from + size };
}

static uint32_t load32(const uint8_t *from)
{
	uint32_t value;

	memcpy(&value, from, sizeof(value));
	return le32toh(value);
}

static uint64_t load64(const uint8_t *from)
{
	uint64_t value;

	memcpy(&value, from, sizeof(value));
	return le64toh(value);
}

static bool read_int(struct field_reader *reader, struct field *f)
{
	if (reader->end - reader->at < 8)
		return false;
	f->value = (int64_t)load64(reader->at);
	reader->at += 8;
	return true;
}

static bool read_bytes(struct field_reader *reader, struct field *f)
{
	if (reader->end - reader->at < 4)
		return false;
	f->size = load32(reader->at);
	reader->at += 4;
	if ((size_t)(reader->end - reader->at) < f->size)
		return false;
	f->data = reader->at;
	reader->at += f->size;
	return true;
}

bool field_next(struct field_reader *reader, struct field *f_r)
{
	if (reader->broken || reader->at == reader->end)
		return false;
	*f_r = (struct field){ 0 };
	reader->broken = true;
	if (reader->end - reader->at < HEAD)
		return false;
	f_r->tag = load32(reader->at);
	f_r->type = reader->at[4];
	reader->at += HEAD;
	if (!(f_r->type == FIELD_INT && read_int(reader, f_r)) &&
	    !(f_r->type == FIELD_BYTES && read_bytes(reader, f_r)))
		return false;
	reader->broken = false;
	return true;
}

bool field_is(const struct field *f, const char *name)
{
	return f->tag == field_tag(name);
}

int64_t field_int(const struct field *f, int64_t fallback)
{
	return f->type == FIELD_INT ? f->value : fallback;
}

void field_text(const struct field *f, char **text)
{
	xfree(*text);
	if (f->type == FIELD_BYTES)
		*text = f->size ? xstrndup((const char *)f->data, f->size) :
				  xstrdup("");
}

int field_uint64s(const struct field *f, uint64_t *values_r, int max)
{
	int n = f->type == FIELD_BYTES ? f->size / 8 : 0;

	if (n > max)
		n = max;
	for (int i = 0; i < n; i++)
		values_r[i] = load64(f->data + 8 * i);
	return n;
}

struct field_reader field_inside(const struct field *f)
{
	return field_read(f->data, f->type == FIELD_BYTES ? f->size : 0);
}
