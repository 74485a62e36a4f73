/*
 * keeper.h - the thread that keeps slurmctld and the database in step
 *
 * With a connection of its own it registers the cluster where that could not
 * be done at the start, lets slurmctld report everything to a database that
 * does not know this cluster's nodes yet, and brings changes of associations,
 * QOS and users into slurmctld's cache: it LISTENs on channel slurm_assoc, and
 * looks every 30 s for what a lost notification would have told. It wakes who
 * follows the jobs (feed.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_KEEPER_H
#define SLURM_PGSQL_DIRECT_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct keeper;
struct scripts;

/* scripts: may be NULL, else they catch up once, and are kept until
 * keeper_stop(). notify_seconds: of feed.h, 0 for none. NULL after a line in
 * the log. */
extern struct keeper *keeper_start(const char *cluster_name,
				   struct scripts *scripts, int notify_seconds);
/* Register as soon as the database is there. Any thread. */
extern void keeper_register(struct keeper *keeper, uint16_t port);
/* Let slurmctld report what the database's answer to cluster_tres asks for
 * (send_all.h), as of time. Any thread. */
extern void keeper_report(struct keeper *keeper, int answer, time_t time);
/* slurmctld has loaded its lists and its state: from now on its cache follows
 * the database, and unreported jobs are looked for. */
extern void keeper_ready(struct keeper *keeper);
/* Ends the thread, without waiting for the database. */
extern void keeper_stop(struct keeper **keeper);

#endif
