/*
 * writer.h - the thread that brings slurmctld's records into the database
 *
 * It takes records from the queue in batches, a batch being one transaction.
 * While the database is away, full or restarting, the batch is tried again for
 * ever; where the installation is at fault (rights, schema) too, with one
 * line in the log. A batch that holds a record which PostgreSQL refuses for
 * its own fault is split in halves down to that record, which becomes a dead
 * letter. So nothing ever blocks what comes behind it for good.
 *
 * A second thread watches the queue, because the writer may be waiting for an
 * answer: it says when half the queue is used, what was lost, and when all is
 * well again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_WRITER_H
#define SLURM_PGSQL_DIRECT_WRITER_H

#include "queue.h"

/* Where records go: the database (direct.c), or a test. */
struct writer_sink {
	/*
	 * Store n records in one transaction; waits and repeats by itself
	 * while the database is away. PG_OK, PG_RECORD where one of them is
	 * refused, or another class: then the writer comes again.
	 */
	enum pg_class (*store)(void *arg, const struct record *records, int n);
	/* Store a single one; a refused one becomes a dead letter and is
	 * PG_OK. Else as store; PG_RECORD: even the dead letter is refused. */
	enum pg_class (*store_single)(void *arg, const struct record *record);
	/* What the last failure was, one line. Caller frees. */
	char *(*explain)(void *arg);
	void (*log)(enum pg_log_level level, const char *line);
	void *arg;
	int batch;              /* at most so many records a transaction */
	int first_ms, limit_ms; /* between tries where the writer repeats */
};

struct writer;

/*
 * Start both threads. *stop becomes true when the writer shall not wait for
 * the database any longer (writer_stop()); what the sink waits for must end
 * then. The caller keeps queue and stop until writer_stop() returns. NULL,
 * after a line in the log, where a thread can't be made.
 */
extern struct writer *writer_start(struct queue *queue,
				   const struct writer_sink *sink,
				   volatile bool *stop);

/*
 * Drain the queue for at most so many seconds, then end. Returns how many
 * records were not stored; they are freed, and a line in the log says so.
 */
extern int64_t writer_stop(struct writer **writer, int drain_seconds);

#endif
