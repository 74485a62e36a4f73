/*
 * dead_letter.h - records that PostgreSQL refuses for their own fault
 *
 * They are kept as they came, with the reason, in slurm_data.dead_letter, so
 * that nothing that was reported is lost and those behind are not held up.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DEAD_LETTER_H
#define SLURM_PGSQL_DEAD_LETTER_H

#include "record.h"

/*
 * Keep record and what was said against it, in a transaction that the caller
 * began, for conn->cluster_id. Writes one error line that names the record's
 * kind and the reason. error's contents are copied before the connection is
 * used again.
 */
extern enum pg_class
dead_letter_store(struct storage_conn *conn, const struct record *record,
		  const struct pg_error *error) PG_MUST_CHECK;

#endif
