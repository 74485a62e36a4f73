/*
 * member.c - compare and copy members of Slurm's records, from tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "member.h"

static const char *text_at(const void *record, size_t offset)
{
	char *const *text = (const void *)((const char *)record + offset);

	return *text ? *text : "";
}

#define AT(type, record, offset) (*(type *)((char *)(record) + (offset)))
#define CONST_AT(type, record, offset)                                         \
	(*(const type *)((const char *)(record) + (offset)))

static bool differs(const struct member *m, const void *cached,
		    const void *fresh)
{
	uint16_t u16;
	uint32_t u32;
	double d;

	switch (m->type) {
	case MEMBER_TEXT:
		return strcmp(text_at(cached, m->offset),
			      text_at(fresh, m->offset));
	case MEMBER_U16:
		u16 = CONST_AT(uint16_t, fresh, m->offset);
		return u16 != NO_VAL16 &&
		       u16 != CONST_AT(uint16_t, cached, m->offset);
	case MEMBER_U32:
		u32 = CONST_AT(uint32_t, fresh, m->offset);
		return u32 != NO_VAL &&
		       u32 != CONST_AT(uint32_t, cached, m->offset);
	case MEMBER_DOUBLE:
		d = CONST_AT(double, fresh, m->offset);
		return d != (double)NO_VAL &&
		       d != CONST_AT(double, cached, m->offset);
	}
	return false;
}

static void copy(const struct member *m, const void *fresh, void *update)
{
	switch (m->type) {
	case MEMBER_TEXT:
		xfree(AT(char *, update, m->offset));
		AT(char *, update, m->offset) =
			xstrdup(text_at(fresh, m->offset));
		break;
	case MEMBER_U16:
		AT(uint16_t, update, m->offset) =
			CONST_AT(uint16_t, fresh, m->offset);
		break;
	case MEMBER_U32:
		AT(uint32_t, update, m->offset) =
			CONST_AT(uint32_t, fresh, m->offset);
		break;
	case MEMBER_DOUBLE:
		AT(double, update, m->offset) =
			CONST_AT(double, fresh, m->offset);
		break;
	}
}

int member_differences(const struct member *members, int n, const void *cached,
		       const void *fresh, void *update)
{
	int count = 0;

	for (int i = 0; i < n; i++) {
		if (!differs(&members[i], cached, fresh))
			continue;
		copy(&members[i], fresh, update);
		count++;
	}
	return count;
}

/* ------------------------------------------------------------------ lists */

static int is_text(void *x, void *key)
{
	return !xstrcmp(x, key);
}

static int is_not_in(void *x, void *list)
{
	return !list_find_first(list, is_text, x);
}

bool member_same_texts(slurm_list_t a, slurm_list_t b)
{
	int n = a ? list_count(a) : 0;

	if (n != (b ? list_count(b) : 0))
		return false;
	return !n || !list_find_first(a, is_not_in, b);
}

static bool bit_is_set(bitstr_t *bits, bitoff_t i)
{
	return bits && i < bit_size(bits) && bit_test(bits, i);
}

bool member_same_bits(bitstr_t *a, bitstr_t *b)
{
	bitoff_t n = a ? bit_size(a) : 0;

	if (b && bit_size(b) > n)
		n = bit_size(b);
	for (bitoff_t i = 0; i < n; i++)
		if (bit_is_set(a, i) != bit_is_set(b, i))
			return false;
	return true;
}
