/*
 * spool.h - records of bytes that survive the process
 *
 * One thread appends and syncs, one reads, seeks and commits; state, drop and
 * open are for either. Nothing here exits or aborts. No Slurm header and no
 * PostgreSQL: what a record means is the caller's.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SPOOL_H
#define SLURM_PGSQL_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "io.h"

#define SPOOL_MUST_CHECK __attribute__((warn_unused_result))

/* A record that is larger is refused. */
#define SPOOL_RECORD_MAX (64 << 20)

enum spool_class {
	SPOOL_OK = 0,
	SPOOL_FULL,   /* the disk, or disk_bytes: later, perhaps */
	SPOOL_FAILED, /* a system call, no memory: spool_why() */
	SPOOL_TAKEN,  /* another process owns the spool */
};

struct spool_settings {
	const char *dir;       /* made if it is not there; its parent must be */
	int64_t segment_bytes; /* a file grows to about that */
	int64_t disk_bytes;    /* bound of all files together */
	int retain_seconds;    /* a segment stays so long after its commit */
	/* One line of what an administrator should know: damage, losses. */
	void (*log)(bool is_error, const char *line);
	const struct spool_io *io; /* NULL: the system's */
};

struct spool;

/*
 * Own the directory and look through what is there. Where another process
 * owns it: SPOOL_TAKEN, or, with take_over, the ownership changes hands: the
 * other one is refused at its next spool_sync(). SPOOL_FAILED: *why_r is a
 * sentence (caller frees). Settings are copied.
 */
extern enum spool_class spool_open(struct spool **spool_r,
				   const struct spool_settings *settings,
				   bool take_over,
				   char **why_r) SPOOL_MUST_CHECK;
/* What was appended and not synced is gone. *spool may be NULL. */
extern void spool_close(struct spool **spool);

/* A number that this directory got when it was first used. */
extern uint64_t spool_id(const struct spool *spool);
/* How often it has been opened, from 1. Greater than that of each record that
 * was there before. */
extern uint64_t spool_generation(const struct spool *spool);
/* What the last SPOOL_FULL or SPOOL_FAILED was; lives until the next call. */
extern const char *spool_why(const struct spool *spool);

/* ------------------------------------------------------- writing thread */

/*
 * Add a record to the group that is next synced. `at` is the time that
 * spool_state() tells of it. SPOOL_FAILED: too large, or no memory.
 */
extern enum spool_class spool_append(struct spool *spool, const void *data,
				     size_t size, time_t at) SPOOL_MUST_CHECK;
/*
 * The group becomes durable, and can be read, as a whole or not at all.
 * Otherwise it stays as it is and can be synced again, or discarded.
 */
extern enum spool_class spool_sync(struct spool *spool) SPOOL_MUST_CHECK;
extern void spool_discard(struct spool *spool);

/* ------------------------------------------------------- reading thread */

struct spool_record {
	uint64_t number; /* greater than that of the record before */
	time_t at;
	const void *data; /* until the next spool_read() */
	size_t size;
};

/*
 * The next records after those that were read last, at most max. Returns how
 * many, 0 where there is none, -1: spool_why(). Damaged ones are skipped and
 * told in the log.
 */
extern int spool_read(struct spool *spool, struct spool_record *records,
		      int max) SPOOL_MUST_CHECK;
/* Something is there that was not read yet. */
extern bool spool_unread(struct spool *spool);
/*
 * The next record read is the first whose number is greater than `number`;
 * all up to that one count as committed. False: records after `number` have
 * been dropped by now.
 */
extern bool spool_seek(struct spool *spool, uint64_t number);
/* All that were read up to this number are where they belong; n of them. */
extern void spool_commit(struct spool *spool, uint64_t number, int n);

/* ------------------------------------------------------------- either */

/* Drop what was committed long enough ago. */
extern void spool_drop(struct spool *spool);

struct spool_state {
	int64_t waiting;      /* durable and not committed: records */
	time_t oldest;        /* `at` of the first of them; 0: none */
	int64_t bytes, limit; /* of all files; disk_bytes */
	int64_t retained;     /* bytes of committed segments */
	int segments;
	uint64_t committed; /* number of the last committed, as told; 0: none */
};
extern struct spool_state spool_state(struct spool *spool);

#endif
