/*
 * request.h - what slurmdbd is at, seen from the storage that it calls
 *
 * slurmdbd commits after each message of a slurmctld, and answers after that.
 * A message may hold a thousand others (DBD_SEND_MULT_MSG), and then it commits
 * after each of these too, before the one commit that counts (proc_req() in
 * Slurm's src/slurmdbd/proc_req.c, which calls itself). Nothing that the storage
 * is given tells these apart; the thread's stack does.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DBD_REQUEST_H
#define SLURM_PGSQL_DBD_REQUEST_H

#include "../storage/storage.h"

/* How many messages, one within the other, this thread is handling. 0 in a
 * thread of another kind, and where the stack can't be read. */
extern int request_depth(void);

/* A slurmctld is at the other end of conn, and has registered. */
extern bool request_is_of_slurmctld(const struct storage_conn *conn);

/*
 * The slurmctld at the other end gets no answer any more: its link is shut
 * down, and it will send again what was not answered. Takes slurmdbd's
 * registered_lock, so conn's lock must not be held.
 */
extern void request_leave_unanswered(const struct storage_conn *conn);

#endif
