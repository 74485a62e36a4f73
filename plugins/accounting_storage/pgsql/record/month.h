/*
 * month.h - the months that records end in
 *
 * A month's partitions are made before a record is written to it
 * (slurm_data.make_month); which ones are there is remembered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_MONTH_H
#define SLURM_PGSQL_MONTH_H

#include "../storage/storage.h"

/*
 * Make sure of the month that `end` falls in, within the transaction. 0 is no
 * end: nothing is done. PG_RETRY: another session is busy with it.
 */
extern enum pg_class month_ensure(struct storage_conn *conn,
				  time_t end) PG_MUST_CHECK;

/*
 * Widen the bounds of the months that records have ended in (those that have
 * not are left out). A row of `written` is: end, least of its other times,
 * least and greatest job id that it is asked by.
 */
extern enum pg_class month_widen(struct storage_conn *conn,
				 const char *relation,
				 const struct pg_result *written) PG_MUST_CHECK;

/*
 * What a failed write of records means: PG_NO_PARTITION becomes PG_RETRY,
 * the months being asked for anew, because a month was dropped, or its making
 * was undone, since it was remembered.
 */
extern enum pg_class month_failure(enum pg_class class);

#endif
