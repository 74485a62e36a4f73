/*
 * rollup.h - usage by hour, day and month
 *
 * What associations, wckeys and clusters used is summed from the records into
 * slurm_data.assoc_usage, wckey_usage and cluster_usage, by the rules of
 * as_mysql_rollup.c of Slurm. rollup_state says for each cluster which hours
 * are due: those that have passed since the last time, and those of which a
 * record came late (slurm_data.late()). A day's hours are one transaction,
 * with the day's and the month's sums, so that a roll-up can end anywhere.
 *
 * Two roll-ups of a cluster, and a purge, take turns by its row in
 * rollup_state: who comes second waits, and goes on from what it then says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ROLLUP_H
#define SLURM_PGSQL_ROLLUP_H

#include "../storage/storage.h"

/* What is asked for; all zero: all clusters, what is due. */
struct rollup_request {
	/* Hours to be rolled again, as sacctmgr roll asks (0: none); with an
	 * end nothing else than that becomes due. */
	time_t start, end;
	const char *cluster; /* only this one; NULL: all */
	/* When true, what is at work is given up and stays due; or NULL. */
	const volatile bool *stop;
};

/*
 * Roll, on a connection of its own. *stats_r (may be NULL) gets
 * slurmdb_rollup_stats_t, one a cluster, microseconds.
 * SLURM_SUCCESS, or a Slurm error after log lines: what could not be rolled
 * stays due.
 */
extern int rollup_run(const struct rollup_request *request,
		      slurm_list_t *stats_r) PG_MUST_CHECK;

/* ---------------------------------------------- within the directory */

/* One cluster's part of a run. */
struct rollup {
	struct pg_conn *pg;
	int64_t cluster_id;
	const struct rollup_request *request;
	time_t now;
	bool track_wckey;
	bool begun; /* some hours of this run are rolled */
	bool more;  /* something is due */
	bool held;  /* nothing was done: somebody else holds the state */
	slurmdb_rollup_stats_t *stats;
};

/*
 * Lock the cluster's row in rollup_state to the end of the transaction, after
 * waiting for 2 s at most. *ours_r: it is; if not, held tells whether somebody
 * has it, or there is none.
 */
extern enum pg_class rollup_lock(struct rollup *rollup,
				 bool *ours_r) PG_MUST_CHECK;

/*
 * Roll the next hours that are due, in the transaction that pg_run() began;
 * arg is a struct rollup, whose member more tells whether there were any, as
 * long as nobody else holds the state.
 */
extern enum pg_class rollup_chunk(struct pg_conn *pg, void *arg);

/*
 * $n to $n+2 of rollup_hours.sql: nodes that were down from since to until
 * and stood in a reservation.
 */
extern enum pg_class rollup_add_nodes(struct rollup *rollup,
				      const char *since, const char *until,
				      struct pg_params *params) PG_MUST_CHECK;

/* The name by which PostgreSQL knows the time zone of this process; xfree.
 * UTC, after an error line, where it knows none that is the same. */
extern char *rollup_zone(struct pg_conn *pg);

#endif
