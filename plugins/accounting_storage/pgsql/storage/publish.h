/*
 * publish.h - telling the slurmctlds what has changed
 *
 * Each slurmctld and slurmdbd keep users, associations, QOS, TRES in memory
 * (Slurm's assoc_mgr) and live by what they are told. What a client changes
 * is noted as it is done, forgotten if it is undone, and told once it is
 * committed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PUBLISH_H
#define SLURM_PGSQL_PUBLISH_H

#include "storage.h"

/* One note: storage_publish() appends it to conn->updates. */
struct publication {
	slurmdb_update_type_t type;
	void *object; /* owned */
};

extern struct publication *publication_new(slurmdb_update_type_t type,
					   void *object);
extern void publication_free(void *publication);

/* Forget all notes but the first `keep`. */
extern void publish_truncate(slurm_list_t publications, int keep);

/*
 * What Slurm sends: a list of slurmdb_update_object_t, one for each type, in
 * the order in which the types came, but SLURMDB_MODIFY_ASSOC last (it may
 * name what the others add). Objects of a removal are in reverse order, so
 * that children go before their parents. Empties publications. Caller frees.
 */
extern slurm_list_t publish_group(slurm_list_t publications);

/*
 * Whoever has changed something takes the turn before the commit and leaves it
 * when all are told: so slurmctlds hear of changes in the order in which they
 * were committed, through however many slurmdbds, and end with what is stored.
 * True if it was taken. It is not where there is nothing to tell, and not after
 * 10 s (a log line says so): a slurmctld that does not answer holds up others'
 * changes no longer than that. The lock is held to take it, not to leave it.
 */
extern bool publish_turn_take(struct storage_conn *conn) PG_MUST_CHECK;
extern void publish_turn_leave(struct storage_conn *conn);

/* A slurmctld that has registered. */
struct publish_target {
	char *cluster, *host; /* xmalloc */
	uint16_t port, rpc_version;
};

/* Read who is to be told; the lock is held. NULL after an error line. */
extern slurm_list_t publish_targets(struct storage_conn *conn);

/*
 * Tell them, then this process's own assoc_mgr. Frees both lists. Takes as
 * long as the slow ones take to answer, so no lock is held.
 */
extern void publish_send(slurm_list_t publications, slurm_list_t targets);

#endif
