/*
 * fake_records.h - records that only count themselves, for the tests of the
 * queue and the writer
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_FAKE_RECORDS_H
#define SLURM_PGSQL_FAKE_RECORDS_H

#include "plugins/accounting_storage/pgsql/record/record.h"

/* How many have been made and not freed yet. */
extern int fake_alive;

extern struct record fake_record(enum record_loss loss, int number);
extern int fake_number(const struct record *record);

#endif
