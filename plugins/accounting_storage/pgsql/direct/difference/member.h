/*
 * member.h - compare and copy members of Slurm's records, from tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_MEMBER_H
#define SLURM_PGSQL_DIRECT_MEMBER_H

#include <stddef.h>

#include "src/slurm/compat.h"

/* "Not set" (NO_VAL, NO_VAL16) in a fresh record is no difference. */
enum member_type {
	MEMBER_TEXT, /* NULL is "": as an update, "" takes the value away */
	MEMBER_U16,
	MEMBER_U32,
	MEMBER_DOUBLE,
};

struct member {
	enum member_type type;
	size_t offset;
};

#define MEMBER(record, type, name)                                             \
	{                                                                      \
		MEMBER_##type, offsetof(record, name)                          \
	}

/*
 * Copy each of the n members in which fresh differs from cached into update.
 * Returns how many. Texts are duplicated (xfree).
 */
extern int member_differences(const struct member *members, int n,
			      const void *cached, const void *fresh,
			      void *update);

/* Two lists of char *, order aside; NULL is the empty list. */
extern bool member_same_texts(slurm_list_t a, slurm_list_t b);
/* Two bitstrings; NULL and missing bits are 0. */
extern bool member_same_bits(bitstr_t *a, bitstr_t *b);

#endif
