/*
 * federation.h - clusters that share their jobs (sacctmgr show federation)
 *
 * A cluster belongs to one federation at most, and has a number in it (1 to
 * 63: job ids carry it), a state and features of its own. All slurmctlds are
 * told of all federations after each change that concerns one, and when the
 * slurmctld of a member goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_FEDERATION_H
#define SLURM_PGSQL_FEDERATION_H

#include "../storage/storage.h"

/* Add federations (slurmdb_federation_rec_t); clusters, "c", "+c", join that
 * which is added alone, else ESLURM_FED_CLUSTER_MULTIPLE_ASSIGNMENT.
 * Administrators only, as all changes here. */
extern int federation_add(struct storage_conn *conn, uid_t uid,
			  slurm_list_t federations);

/* slurmdb_federation_rec_t by name, each with its clusters; slurmctld asks at
 * its start. errno 0, or NULL with errno. */
extern slurm_list_t federation_get(struct storage_conn *conn, uid_t uid,
				   slurmdb_federation_cond_t *cond);

/*
 * Flags, and clusters of one federation: "c" (with all others named so, these
 * alone belong to it), "+c", "-c". Returns the names (char *), or NULL with
 * errno: ESLURM_FED_CLUSTER_MAX_CNT, ESLURM_FED_CLUSTER_MULTIPLE_ASSIGNMENT.
 */
extern slurm_list_t federation_modify(struct storage_conn *conn, uid_t uid,
				      slurmdb_federation_cond_t *cond,
				      slurmdb_federation_rec_t *federation);

/* Remove federations; their clusters belong to none then. The names. */
extern slurm_list_t federation_remove(struct storage_conn *conn, uid_t uid,
				      slurmdb_federation_cond_t *cond);

/* ----------------- within another entity's change; the lock is held */

/* Keep others from changing its members meanwhile. SLURM_ERROR, after a line
 * that names it, where there is none. */
extern int federation_lock(struct storage_conn *conn,
			   const char *federation) PG_MUST_CHECK;

/*
 * Clusters (char *) join a federation that is locked, each with the least
 * number that is free, in the list's order; members keep theirs. state is of
 * all of them; NO_VAL: active, of those who join now. All are known, and
 * ESLURM_FED_CLUSTER_MAX_CNT if there is no room.
 */
extern int federation_join(struct storage_conn *conn, const char *federation,
			   slurm_list_t clusters, uint32_t state) PG_MUST_CHECK;

/* Clusters (char *; NULL: all) leave the federation (NULL: whatever one),
 * but for those in `but` (or NULL). */
extern int federation_leave(struct storage_conn *conn, const char *federation,
			    slurm_list_t clusters,
			    slurm_list_t but) PG_MUST_CHECK;

/* Clusters as a change names them, slurmdb_cluster_rec_t with a sign or none,
 * join and leave a federation that is locked. */
extern int federation_assign(struct storage_conn *conn, const char *federation,
			     slurm_list_t clusters) PG_MUST_CHECK;

/* Tell of all federations as they are now. */
extern int federation_publish(struct storage_conn *conn) PG_MUST_CHECK;

/* ----------------------------------------------- for federations alone */

/* $1, $2 of federation_find.sql; cond may be NULL. */
extern void federation_add_cond(struct pg_params *p,
				const slurmdb_federation_cond_t *cond);

/* Find and lock: names (char *); caller frees. */
extern int federation_lock_matching(struct storage_conn *conn,
				    const slurmdb_federation_cond_t *cond,
				    slurm_list_t *names_r) PG_MUST_CHECK;

/* How flags change: (flags & keep) | set. False if they do not. */
extern bool federation_flags(const slurmdb_federation_rec_t *federation,
			     int64_t *keep_r, int64_t *set_r);

#endif
