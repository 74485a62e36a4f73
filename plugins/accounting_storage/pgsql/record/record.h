/*
 * record.h - what slurmctld reports of its jobs, steps, nodes, reservations
 *
 * Each report becomes a record: taken from Slurm's structs while slurmctld's
 * locks are held (a copy, no I/O), and stored later by whichever thread talks
 * to the database. Through slurmdbd that is at once; direct, it is the
 * writer. So both ways run the same code, and a record knows no daemon.
 *
 * Storing a record is idempotent and true whatever has arrived before.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RECORD_H
#define SLURM_PGSQL_RECORD_H

#include "../storage/storage.h"
#include "field.h"

/*
 * What goes first when the queue of direct mode (direct/queue.h) is full, as
 * with accounting_storage/slurmdbd: steps, then the starts of jobs.
 */
enum record_loss {
	RECORD_KEEP = 0, /* nothing else tells it: job ends, node events, ... */
	RECORD_REPEATED, /* most of it comes again: a job's start in its end */
	RECORD_DETAIL,	 /* steps: the job's record is right without them */
	RECORD_LOSS_COUNT
};

struct record_kind {
	const char *name; /* "job", "step", ...: stands in dead_letter.kind */
	enum record_loss loss;
	/* It speaks of no job's record: whether it is stored before or after
	 * those makes no difference. */
	bool apart;
	/* Its sender waits for what storing it finds: slurmdbd stores it at
	 * once (dbd/gather.h). */
	bool asks;
	/* In a transaction that the caller began, for conn->cluster_id. Each
	 * kind makes a missing month itself. */
	enum pg_class (*store)(struct storage_conn *conn, const void *what);
	/* What was reported, as a JSON object, for the dead letters. xfree. */
	char *(*describe)(const void *what);
	void (*free)(void *what);
	/* As fields, and back: what waits on disk in direct mode; the kind has
	 * to stand in direct/kinds.c. unpack is NULL for what makes no sense.
	 * Fields that are not known are skipped. */
	void (*pack)(const void *what, struct field_buf *to);
	void *(*unpack)(struct field_reader *from);
};

struct record {
	const struct record_kind *kind;
	void *what;
};

/*
 * Hand a record over (it is consumed): to the writer in slurmctld, which
 * returns at once; elsewhere store it now. What PostgreSQL refuses for the
 * record's own fault becomes a dead letter and counts as stored, so that it
 * never blocks those behind it. Returns SLURM_SUCCESS, or ESLURM_DB_CONNECTION
 * where the sender shall send it again.
 */
extern int record_submit(struct storage_conn *conn, struct record record);

extern void record_free(struct record *record);

/*
 * Who takes records instead of the database, in slurmctld: it must return at
 * once, and stores what it takes (record_store) and frees it. NULL: nobody.
 */
typedef int (*record_sink_fn)(struct storage_conn *conn, struct record record);
extern void record_set_sink(record_sink_fn fn);

/* conn->cluster_id, of the cluster whose connection it is; the lock is held.
 * SLURM_SUCCESS, or ESLURM_DB_CONNECTION after an error line. */
extern int record_find_cluster(struct storage_conn *conn);

/* Store one record in a transaction of its own (or within the client's). */
extern int record_store(struct storage_conn *conn, const struct record *record);

#endif
