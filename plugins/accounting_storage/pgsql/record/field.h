/*
 * field.h - a record as bytes: fields by name
 *
 * What slurmctld reported waits on disk in direct mode, and may be read by
 * another release of this plugin than wrote it. So each value stands with a
 * tag made of its name, its type and its length: what a reader does not know
 * it skips, what it does not find stays as it was.
 *
 *	tag u32, FIELD_INT u8, value i64
 *	tag u32, FIELD_BYTES u8, size u32, bytes (text without its NUL, an
 *	array of integers, or fields again)
 *
 * All integers are little endian. A name never changes its meaning.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_FIELD_H
#define SLURM_PGSQL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type { FIELD_INT = 1, FIELD_BYTES = 2 };

/* FNV-1a of a name; tests/unit/pack_test sees that no two are alike. */
extern uint32_t field_tag(const char *name);

/* ---------------------------------------------------------------- writing */

/* Zero-initialised is empty. Where memory ran out `failed` is set. */
struct field_buf {
	uint8_t *data; /* malloc */
	size_t used, room;
	bool failed;
};

extern void field_put_int(struct field_buf *b, uint32_t tag, int64_t value);
/* NULL is not written. */
extern void field_put_text(struct field_buf *b, uint32_t tag, const char *text);
extern void field_put_bytes(struct field_buf *b, uint32_t tag, const void *data,
			    size_t size);
extern void field_put_uint64s(struct field_buf *b, uint32_t tag,
			      const uint64_t *values, int n);
/* What is put between the two is one field: open returns what close wants. */
extern size_t field_open(struct field_buf *b, uint32_t tag);
extern void field_close(struct field_buf *b, size_t opened);
/* Forget the content, keep the memory. */
extern void field_buf_reset(struct field_buf *b);
extern void field_buf_free(struct field_buf *b);

/* ---------------------------------------------------------------- reading */

struct field_reader {
	const uint8_t *at, *end;
	bool broken; /* what follows makes no sense */
};

struct field {
	uint32_t tag;
	enum field_type type;
	int64_t value;       /* of an int */
	const uint8_t *data; /* of bytes: not ended by a NUL */
	size_t size;
};

extern struct field_reader field_read(const void *data, size_t size);
extern bool field_next(struct field_reader *reader, struct field *f_r);
extern bool field_is(const struct field *f, const char *name);
/* The fallback stands for what is no int. */
extern int64_t field_int(const struct field *f, int64_t fallback);
/* Sets *text to a copy, xfree; NULL for what is no text. What is there is
 * freed: damaged bytes may name a field twice. */
extern void field_text(const struct field *f, char **text);
/* At most max integers of an array; how many. */
extern int field_uint64s(const struct field *f, uint64_t *values_r, int max);
/* The fields of a field; none in what is no bytes. */
extern struct field_reader field_inside(const struct field *f);

#endif
