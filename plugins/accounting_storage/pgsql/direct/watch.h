/*
 * watch.h - says in the log how queue, spool and writer fare
 *
 * A thread of its own: those who append may not write to a log, and the
 * writer may be waiting for PostgreSQL.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_WATCH_H
#define SLURM_PGSQL_DIRECT_WATCH_H

#include "queue.h"

struct watch_state {
	struct queue_state queue;         /* in memory */
	int64_t spool_bytes, spool_limit; /* what waits on disk; 0: no spool */
	int64_t spool_waiting;            /* records of that */
	int64_t busy_ms; /* one transaction has taken so long by now */
};

/* What has been said, so that it is said once. */
struct watch_said {
	int quarters;  /* 0, or the last of 2, 3, 4 quarters full */
	uint64_t lost; /* records */
	int spool_quarters;
	bool busy;
};

/*
 * What has to be said now, or NULL: the second, third and fourth quarter in
 * use, the first and every further loss, and, once it was half full, that all
 * is written; that a transaction takes long. One line; the caller frees it.
 */
extern char *watch_judge(const struct watch_state *state,
			 struct watch_said *said);

struct watch;
typedef void (*watch_look_fn)(void *arg, struct watch_state *state_r);
/* Look once a second. NULL where no thread can be made (nothing is said). */
extern struct watch *watch_start(watch_look_fn look, void *arg,
				 void (*log)(enum pg_log_level level,
					     const char *line));
/* *watch may be NULL. */
extern void watch_stop(struct watch **watch);

#endif
