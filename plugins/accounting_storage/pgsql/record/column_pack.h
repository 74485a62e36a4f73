/*
 * column_pack.h - the columns of a change as fields
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_COLUMN_PACK_H
#define SLURM_PGSQL_COLUMN_PACK_H

#include "column.h"
#include "field.h"

/* Ranks that are not 0, as "GROUP_rank", and members that are not NULL. */
extern void columns_pack(const struct column_table *table, const void *change,
			 struct field_buf *to);
/*
 * Take a field, if it is one of these columns or ranks; *hint, 0 at first, is
 * where it is looked for first: they come in the order that they were packed.
 */
extern bool columns_unpack(const struct column_table *table, void *change,
			   const struct field *f, int *hint);

#endif
