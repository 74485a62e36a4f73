/*
 * feed.h - wakes who follows the jobs of this cluster
 *
 * Where AccountingStorageParameters has notify_jobs=SECONDS, channel slurm_jobs
 * is notified at most once in so many seconds, if records were stored since:
 * after their commit, on the keeper's connection, so that no commit waits for
 * it. There is no payload, for any role may listen; who is woken asks
 * slurm.jobs_changed(), where row security holds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_FEED_H
#define SLURM_PGSQL_DIRECT_FEED_H

#include "../storage/storage.h"

/* Zeroed but for every_ms to begin; one thread's. */
struct feed {
	int every_ms;      /* 0: nobody is to be woken */
	int64_t looked;    /* when, ms */
	bool known;        /* the next one holds */
	int64_t committed; /* number of the spool's last record that was stored
			    */
};

/* ms from now (of the same clock as looked) until feed_tell() is due; very many
 * if it never is. */
extern int64_t feed_due(const struct feed *feed, int64_t now);

/* Look, and notify if records were stored. Nothing before it is due. Slurm's
 * error code where the database did not answer. */
extern int feed_tell(struct feed *feed, struct storage_conn *conn, int64_t now);

#endif
