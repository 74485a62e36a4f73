/*
 * user.h - users, their levels, default accounts, and what they coordinate
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_USER_H
#define SLURM_PGSQL_USER_H

#include "../storage/storage.h"
#include "../storage/visibility.h"

/* A list of slurmdb_user_rec_t by name, with associations, wckeys and
 * coordinated accounts as the condition asks. */
extern slurm_list_t user_get(struct storage_conn *conn, uid_t uid,
			     slurmdb_user_cond_t *cond);
/* With the associations and wckeys that the records have. */
extern int user_add(struct storage_conn *conn, uint32_t uid,
		    slurm_list_t users);
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
/*
 * The users of a list with associations and wckeys, each with each, as far as
 * they are not there. What sacctmgr prints of it (xfree), with errno 0; or
 * NULL with errno, SLURM_NO_CHANGE_IN_DATA where all is there.
 */
extern char *user_add_cond(struct storage_conn *conn, uint32_t uid,
			   const slurmdb_add_assoc_cond_t *add,
			   const slurmdb_user_rec_t *user);
#endif
/* Names of those changed; ESLURM_ONE_CHANGE where several would get one
 * name. */
extern slurm_list_t user_modify(struct storage_conn *conn, uint32_t uid,
				slurmdb_user_cond_t *cond,
				slurmdb_user_rec_t *user);
/* Names of those removed, with all that is theirs; or with errno
 * ESLURM_JOBS_RUNNING_ON_ASSOC the jobs that are in the way. */
extern slurm_list_t user_remove(struct storage_conn *conn, uint32_t uid,
				slurmdb_user_cond_t *cond);

extern int user_add_coordinators(struct storage_conn *conn, uint32_t uid,
				 slurm_list_t accounts,
				 slurmdb_user_cond_t *cond);
/* Lines "U = alice  A = phys". */
extern slurm_list_t user_remove_coordinators(struct storage_conn *conn,
					     uint32_t uid,
					     slurm_list_t accounts,
					     slurmdb_user_cond_t *cond);

/* ----------------- within another entity's change; the lock is held */

/* Remove coordinators by user, account or both (NULL: any); lines may be
 * NULL. */
extern int user_remove_coordinators_within(struct storage_conn *conn,
					   const struct actor *actor,
					   slurm_list_t users,
					   slurm_list_t accounts,
					   slurm_list_t lines) PG_MUST_CHECK;

/* Tell what the coordinators of these accounts coordinate now. */
extern int user_publish_coordinators_of(struct storage_conn *conn,
					slurm_list_t accounts) PG_MUST_CHECK;

/* ------------------------------------------------------ for user alone */

/* Fill in coord_accts of the records of a list that is sorted by name. */
extern int user_read_coordinated(struct storage_conn *conn,
				 slurm_list_t users) PG_MUST_CHECK;

/* Names that a condition asks for, not removed; a list of char *. */
extern int user_find_names(struct storage_conn *conn,
			   const slurmdb_user_cond_t *cond,
			   slurm_list_t *names_r) PG_MUST_CHECK;

#endif
