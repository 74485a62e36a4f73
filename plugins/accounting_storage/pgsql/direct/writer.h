/*
 * writer.h - the thread that brings slurmctld's records into the database
 *
 * It takes records in batches, a batch being one transaction. While the
 * database is away, full or restarting, the batch is tried again for ever;
 * where the installation is at fault (rights, schema) too, with one line in
 * the log. A batch that holds a record which PostgreSQL refuses for its own
 * fault is split in halves down to that record, which becomes a dead letter.
 * So nothing ever blocks what comes behind it for good.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_WRITER_H
#define SLURM_PGSQL_DIRECT_WRITER_H

#include "../record/record.h"

/* Where records come from and go to: direct.c, or a test. */
struct writer_sink {
	/* The next records, at most max, each with its number (0: it has none).
	 * Waits a while for them: 0 where none came. -1: there are no more. */
	int (*take)(void *arg, struct record *records, uint64_t *numbers,
		    int max);
	/* n of what was taken, in order, is stored, or is left as it was. */
	void (*done)(void *arg, struct record *records, const uint64_t *numbers,
		     int n, bool stored);
	/* Make ready for a batch. PG_OK, or the writer comes again. */
	enum pg_class (*prepare)(void *arg);
	/*
	 * Store n records in one transaction; waits and repeats by itself
	 * while the database is away. PG_OK, PG_RECORD where one of them is
	 * refused, or another class: then the writer comes again, unless
	 * abandons says that what was taken is to be left.
	 */
	enum pg_class (*store)(void *arg, const struct record *records,
			       const uint64_t *numbers, int n);
	/* Store a single one; a refused one becomes a dead letter and is
	 * PG_OK. Else as store; PG_RECORD: even the dead letter is refused. */
	enum pg_class (*store_single)(void *arg, const struct record *record,
				      uint64_t number);
	bool (*abandons)(void *arg);
	/* What the last failure was, one line. Caller frees. */
	char *(*explain)(void *arg);
	void (*log)(enum pg_log_level level, const char *line);
	void *arg;
	int batch;              /* at most so many records a transaction */
	int first_ms, limit_ms; /* between tries where the writer repeats */
};

struct writer;

/*
 * Start the thread. *stop becomes true when the writer shall not wait for the
 * database any longer (writer_stop()); what the sink waits for must end then.
 * The caller keeps stop until writer_stop() returns. NULL, after a line in the
 * log, where the thread can't be made.
 */
extern struct writer *writer_start(const struct writer_sink *sink,
				   volatile bool *stop);

/* For how long, in ms, one transaction has been under way; 0: none is. */
extern int64_t writer_busy_ms(struct writer *w);

/*
 * Give it so many seconds to store what there is, which ends with take's -1,
 * then end it. False: it had to be stopped.
 */
extern bool writer_stop(struct writer **writer, int drain_seconds);

#endif
