/*
 * pack.h - changes of steps as fields, as struct record_kind wants it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STEP_PACK_H
#define SLURM_PGSQL_STEP_PACK_H

#include "../record/field.h"
#include "change.h"

extern void step_change_pack(const void *change, struct field_buf *to);
extern void *step_change_unpack(struct field_reader *from);

#endif
