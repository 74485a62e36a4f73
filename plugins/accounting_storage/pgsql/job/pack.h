/*
 * pack.h - changes of jobs as fields, as struct record_kind wants it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_PACK_H
#define SLURM_PGSQL_JOB_PACK_H

#include "../record/field.h"
#include "change.h"

extern void job_change_pack(const void *change, struct field_buf *to);
/* NULL where it makes no sense, or names no record. */
extern void *job_change_unpack(struct field_reader *from);

#endif
