/*
 * wckey.h - workload characterization keys of users
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_WCKEY_H
#define SLURM_PGSQL_WCKEY_H

#include "../storage/storage.h"
#include "../storage/visibility.h"

/* A list of slurmdb_wckey_rec_t by cluster, name, user. */
extern slurm_list_t wckey_get(struct storage_conn *conn, uid_t uid,
			      slurmdb_wckey_cond_t *cond);
extern int wckey_add(struct storage_conn *conn, uint32_t uid,
		     slurm_list_t wckeys);
/* Lines that say what was changed: "C = c1  W = key  U = alice". All that can
 * be changed is which one is a user's default. */
extern slurm_list_t wckey_modify(struct storage_conn *conn, uint32_t uid,
				 slurmdb_wckey_cond_t *cond,
				 slurmdb_wckey_rec_t *wckey);
extern slurm_list_t wckey_remove(struct storage_conn *conn, uint32_t uid,
				 slurmdb_wckey_cond_t *cond);

/* ----------------- within another entity's change; the lock is held */

/* viewer: whom PrivateData may limit, or NULL. */
extern int wckey_find(struct storage_conn *conn,
		      const slurmdb_wckey_cond_t *cond,
		      const struct actor *viewer, slurm_list_t *list_r)
	PG_MUST_CHECK;
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
/* As assoc_missing(): each wckey with each user and cluster. def: the name of
 * the default one, or NULL. */
extern int wckey_missing(struct storage_conn *conn,
			 const slurmdb_add_assoc_cond_t *add, const char *def,
			 slurm_list_t *list_r) PG_MUST_CHECK;
/* As assoc_describe_added(). */
extern void wckey_describe_added(slurm_list_t wckeys, char **text);
#endif
extern int wckey_add_within(struct storage_conn *conn,
			    const struct actor *actor, slurm_list_t wckeys)
	PG_MUST_CHECK;
extern int wckey_modify_within(struct storage_conn *conn,
			       const struct actor *actor,
			       const slurmdb_wckey_cond_t *cond,
			       const slurmdb_wckey_rec_t *wckey,
			       slurm_list_t lines) PG_MUST_CHECK;
extern int wckey_remove_within(struct storage_conn *conn,
			       const struct actor *actor,
			       const slurmdb_wckey_cond_t *cond,
			       slurm_list_t lines) PG_MUST_CHECK;

#endif
