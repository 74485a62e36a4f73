/*
 * kinds.h - records as bytes, by the name of their kind
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_KINDS_H
#define SLURM_PGSQL_DIRECT_KINDS_H

#include "../record/record.h"

/* All that slurmctld reports; NULL after the last. */
extern const struct record_kind *const record_kinds[];

/* Append the record's bytes. */
extern void record_pack(const struct record *record, struct field_buf *to);

/*
 * The record that bytes are; to be freed. What makes no sense (a kind of a
 * later release) becomes one that goes to slurm_data.dead_letter whole.
 */
extern struct record record_unpack(const void *data, size_t size);

#endif
