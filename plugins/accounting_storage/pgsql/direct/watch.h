/*
 * watch.h - says in the log how the writer's queue fares
 *
 * A thread of its own: those who append may not write to a log, and the
 * writer may be waiting for PostgreSQL.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_WATCH_H
#define SLURM_PGSQL_DIRECT_WATCH_H

#include "queue.h"

/* What has been said, so that it is said once. */
struct watch_said {
	int quarters;  /* 0, or the last of 2, 3, 4 quarters full */
	uint64_t lost; /* records */
};

/*
 * What has to be said of the queue now, or NULL: the second, third and fourth
 * quarter in use, the first and every further loss, and, once it was half
 * full, that all is written. One line; the caller frees it.
 */
extern char *watch_judge(const struct queue_state *state,
			 struct watch_said *said);

struct watch;
/* Look once a second. NULL where no thread can be made (nothing is said). */
extern struct watch *watch_start(struct queue *queue,
				 void (*log)(enum pg_log_level level,
					     const char *line));
/* *watch may be NULL. */
extern void watch_stop(struct watch **watch);

#endif
