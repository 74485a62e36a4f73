/*
 * visibility.h - who may see and change what
 *
 * Slurm's rules (man sacctmgr, AdminLevel and coordinators; man slurm.conf,
 * PrivateData): root and SlurmUser may do all; an Administrator all, an
 * Operator all but QOS, clusters and levels; a coordinator acts for the
 * accounts that they coordinate and all below these; everyone sees what
 * PrivateData does not hide.
 *
 * slurmdbd has authenticated the uid. A client that asks the database itself
 * (sacct in direct mode) is limited there, by its role, not here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_VISIBILITY_H
#define SLURM_PGSQL_VISIBILITY_H

#include "storage.h"

struct actor {
	uid_t uid;
	char *name; /* of the uid, for the transaction log; never NULL */
	slurmdb_admin_level_t level;
	slurm_list_t accounts; /* char *, coordinated, with those below */
};

/*
 * What somebody asks for, by uid: work and find are told who that is.
 * storage_change_as() is storage_change(). storage_list_as() is storage_read()
 * with one list of records as the answer: what list_outcome() says of it; a
 * list of an attempt that failed is freed. storage_read_as() is for questions
 * with another answer.
 */
typedef int (*storage_work_as_fn)(struct storage_conn *conn,
				  const struct actor *actor, void *arg);
extern int storage_change_as(struct storage_conn *conn, uid_t uid,
			     storage_work_as_fn work, void *arg) PG_MUST_CHECK;
extern int storage_read_as(struct storage_conn *conn, uid_t uid,
			   storage_work_as_fn work, void *arg) PG_MUST_CHECK;
/*
 * Changes, one after another: whoever changes accounts, users, associations,
 * QOS, wckeys or resources waits until those who did before have committed. So
 * what a change has read stays true until it is made (two accounts do not move
 * below each other, nobody is added to an account that goes), and no two wait
 * for each other. Only for people's commands: a daemon would wait for somebody
 * who thinks over sacctmgr's question.
 */
extern int storage_change_in_turn(struct storage_conn *conn, uid_t uid,
				  storage_work_as_fn work, void *arg)
	PG_MUST_CHECK;
typedef int (*storage_find_as_fn)(struct storage_conn *conn,
				  const struct actor *viewer, const void *cond,
				  slurm_list_t *list_r);
extern slurm_list_t storage_list_as(struct storage_conn *conn, uid_t uid,
				    storage_find_as_fn find, const void *cond);

/* Find out who asks; the lock is held. SLURM_SUCCESS or a Slurm error. */
extern int actor_find(struct storage_conn *conn, uid_t uid,
		      struct actor *actor) PG_MUST_CHECK;
extern void actor_free(struct actor *actor);

extern bool actor_is(const struct actor *actor, slurmdb_admin_level_t level);
extern bool actor_coordinates_any(const struct actor *actor);
extern bool actor_coordinates(const struct actor *actor, const char *account);

/*
 * What a listing is limited to by a word of PrivateData (PRIVATE_DATA_*):
 * true if this actor sees only their own things and those of the accounts
 * that they coordinate.
 */
extern bool actor_is_limited(const struct actor *actor, uint16_t private_data);

/* $n and $n+1: the actor's name and accounts; both NULL if not limited. */
extern void actor_add_params(struct pg_params *p, const struct actor *actor,
			     uint16_t private_data);

#endif
