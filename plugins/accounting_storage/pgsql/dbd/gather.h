/*
 * gather.h - what slurmdbd answers together is stored together
 *
 * A slurmctld sends records by the thousand in a message, and slurmdbd answers
 * when it has committed the message. So records of a registered slurmctld are
 * gathered as slurmdbd hands them on, and stored by the commit of the message,
 * in one transaction (batch/). Only then is the message answered: what was
 * answered is durable. Where they can't be stored the message stays
 * unanswered, and slurmctld sends it again.
 *
 * With CommitDelay slurmdbd answers at once and commits by the clock, from a
 * thread of its own: gathered records wait for that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DBD_GATHER_H
#define SLURM_PGSQL_DBD_GATHER_H

#include "../storage/storage.h"

/* From now on records of this slurmdbd are gathered. */
extern void gather_start(void);

/*
 * slurmdbd commits: store what was gathered, unless this commit is one within
 * a message of many. SLURM_SUCCESS, or ESLURM_DB_CONNECTION.
 */
extern int gather_commit(struct storage_conn *conn);

/* Before the connection is closed: store what is left, forget the rest. */
extern void gather_close(struct storage_conn *conn);

#endif
