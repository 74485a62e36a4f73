/*
 * tell.h - what a change to associations is told as
 *
 * To the person who made it, a line for each association that it concerns:
 * those changed, and under each account the users that the change reaches. To
 * the slurmctlds, the new values of the same.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ASSOC_TELL_H
#define SLURM_PGSQL_ASSOC_TELL_H

#include "../storage/storage.h"

struct assoc_change {
	slurm_list_t targets; /* as they were, without inheritance */
	slurm_list_t below;   /* these and all below them, likewise; NULL
			       * where there are no accounts among them */
	uint64_t limits;      /* asked for, of assoc_limits */
	slurm_list_t qos;     /* the change of the QOS lists, or NULL */
	bool moved;	      /* some have another parent */
};

/* After the change was made, within its transaction. Appends to lines. */
extern int assoc_tell(struct storage_conn *conn,
		      const struct assoc_change *change, slurm_list_t lines)
	PG_MUST_CHECK;

#endif
