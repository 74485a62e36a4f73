/*
 * database.h - the writer's other end: batches of records into PostgreSQL
 *
 * A row of slurm_data.spool says which slurmctld writes this cluster's
 * records, by an epoch that grows whenever one takes over, and up to which
 * number the records of its spool are in the database. Each batch's
 * transaction locks that row, looks, and writes the number of its last record
 * there. So
 *   - a batch whose COMMIT had an unknown outcome is not stored twice,
 *   - a slurmctld whose epoch is over writes nothing more,
 *   - a database that has gone back (another server was promoted, a backup
 *     was restored) says itself from where on records are missing: they are
 *     read from the spool once more, as far as they are retained.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_DATABASE_H
#define SLURM_PGSQL_DIRECT_DATABASE_H

#include "spooler.h"
#include "writer.h"

/* A transaction holds at most so many. */
#define DATABASE_BATCH 4000

struct database;

extern struct database *database_new(const char *cluster_name,
				     struct spooler *spooler,
				     struct queue *queue);
extern void database_free(struct database **db);

/* Its functions, for the writer; batch, first_ms and limit_ms are set. */
extern struct writer_sink database_sink(struct database *db);
/* What to give writer_start(). */
extern volatile bool *database_stop(struct database *db);

/* Lines of direct mode in slurmctld's log. */
extern void direct_log(enum pg_log_level level, const char *line);

#endif
