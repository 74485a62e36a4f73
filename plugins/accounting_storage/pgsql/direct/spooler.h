/*
 * spooler.h - the thread that brings slurmctld's records from memory to disk
 *
 * It takes what is in the queue, packs it and makes it durable as one group,
 * at most every group_ms, so that a record is on disk that long after it was
 * appended, and the disk's own time. The writer takes the records from there,
 * in the order in which they came; so what waits for PostgreSQL waits on disk,
 * and memory holds one group and one batch.
 *
 * While the disk does not take them (full, at its bound, broken) records are
 * handed to the writer from memory, behind all that is on disk, and the queue
 * in memory fills, with its own rule of what goes first (queue.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_SPOOLER_H
#define SLURM_PGSQL_DIRECT_SPOOLER_H

#include "src/spool/spool.h"

#include "queue.h"

struct spooler_settings {
	struct spool_settings spool; /* log is set here */
	int group_ms;
	int batch;       /* at most so many records a group */
	int take_over_s; /* an owner that lives is waited for so long */
	void (*log)(enum pg_log_level level, const char *line);
};

struct spooler;

/* Starts the thread, which opens the spool. The queue is kept until
 * spooler_stop(). NULL after a line in the log. */
extern struct spooler *spooler_start(struct queue *queue,
				     const struct spooler_settings *settings);
/*
 * The queue must be closed. Waits until the thread has brought all to disk or
 * to the writer, at most so long: true where it has.
 */
extern bool spooler_drained(struct spooler *s, int seconds);
/* Ends the thread. Returns how many records of memory were given up, those of
 * the queue included; they are freed. */
extern int64_t spooler_stop(struct spooler **s);

/* ---------------------------------------------------- the writer's side */

/* Which spool it is, once that is known: until then false. Without a spool
 * (it can't be opened) id is one for the life of this process, generation 0. */
extern bool spooler_identity(struct spooler *s, uint64_t *id_r,
			     uint64_t *generation_r);

/*
 * The next records, at most max, with their numbers in the spool (0: straight
 * from memory). Waits for them for at most wait_ms: 0 where none came. -1:
 * the queue is closed and there are no more.
 */
extern int spooler_take(struct spooler *s, struct record *records,
			uint64_t *numbers, int max, int wait_ms);
/*
 * What was taken last, or the next n of it, is stored, or not. Frees those
 * records that came from disk; of memory what is not stored comes again.
 */
extern void spooler_done(struct spooler *s, struct record *records,
			 const uint64_t *numbers, int n, bool stored);
/* What is taken next begins after this number (spool_seek()). */
extern bool spooler_seek(struct spooler *s, uint64_t number);
/* Another slurmctld is in charge: what comes is counted and freed. */
extern void spooler_supersede(struct spooler *s);

/* Of the spool, as far as it is open; superseded: records freed for that. */
struct spooler_state {
	struct spool_state spool;
	bool open;
	bool superseded;
	uint64_t refused; /* records that came afterwards */
};
extern struct spooler_state spooler_look(struct spooler *s);

#endif
