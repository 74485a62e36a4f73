/*
 * archive.h - files of records that were purged
 *
 * One format for all: CSV as PostgreSQL's COPY writes it, with a header line,
 * compressed as gzip does. The first two columns are the kind of record and
 * the cluster's name, the others those of the table in schema slurm_data, by
 * name; usage has the names behind its numbers as well. So a file tells what
 * it is, and
 *
 *	zcat FILE | psql -c "copy MYTABLE from stdin (format csv, header)"
 *
 * reads it. Names are like Slurm's own:
 * CLUSTER_job_table_archive_BEGIN_END.csv.gz, or .2.csv.gz, where there is one.
 * A file has its name only once it is whole and on disk.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ARCHIVE_H
#define SLURM_PGSQL_ARCHIVE_H

#include "../storage/storage.h"

/* What is written and read: a table of slurm_data each. */
enum archive_relation {
	ARCHIVE_EVENT,
	ARCHIVE_SUSPENSION,
	ARCHIVE_STEP,
	ARCHIVE_JOB,
	ARCHIVE_RESERVATION,
	ARCHIVE_TXN,
	ARCHIVE_ASSOC_USAGE,
	ARCHIVE_WCKEY_USAGE,
	ARCHIVE_CLUSTER_USAGE,
	ARCHIVE_JOB_SCRIPT,
	ARCHIVE_JOB_ENV,
	ARCHIVE_RELATIONS
};

extern const char *archive_relation_name(enum archive_relation relation);

/*
 * Write what `table` (its name with the schema, quoted where needed) holds of
 * one cluster into a file of `dir`. It has the columns of the relation; the
 * caller has made pg_temp.archived_cluster, and begun a transaction. last:
 * the end of the period, for the file's name. No file is made of no records.
 * On failure there is none either, and an error line has told why.
 */
extern enum pg_class archive_write(struct pg_conn *pg,
				   enum archive_relation relation,
				   const char *table, int64_t cluster_id,
				   const char *cluster, const char *dir,
				   time_t last) PG_MUST_CHECK;

/* jobacct_storage_p_archive_load: a file of ours, or Slurm's old text of SQL.
 * A Slurm error, or errno of the file, after an error line. */
extern int archive_load(const slurmdb_archive_rec_t *archive);

/* ---------------------------------------------- within the directory */

/* A file being written. */
struct archive_file;

/* NULL after an error line. first and last name it. */
extern struct archive_file *archive_file_new(const char *dir,
					     const char *cluster,
					     const char *table, time_t first,
					     time_t last);
/* false after an error line. */
extern bool archive_file_write(struct archive_file *file, const void *data,
			       size_t size);
/* Give it its name; false after an error line, and it is gone. Frees it. */
extern bool archive_file_finish(struct archive_file **file);
/* It is not wanted. Frees it. */
extern void archive_file_drop(struct archive_file **file);

#endif
