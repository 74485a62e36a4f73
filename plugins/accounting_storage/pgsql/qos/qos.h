/*
 * qos.h - qualities of service: limits, flags, who may preempt whom
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_QOS_H
#define SLURM_PGSQL_QOS_H

#include "../storage/storage.h"
#include "../storage/visibility.h"

/* A list of slurmdb_qos_rec_t by id; NULL with errno on failure. The first
 * call of a daemon makes sure of the default QOS (qos_defaults). */
extern slurm_list_t qos_get(struct storage_conn *conn, uid_t uid,
			    slurmdb_qos_cond_t *cond);

/* For Administrators: others have ESLURM_ACCESS_DENIED. */
extern int qos_add(struct storage_conn *conn, uint32_t uid, slurm_list_t qos);
/* Names of the QOS that were changed; ESLURM_QOS_PREEMPTION_LOOP. */
extern slurm_list_t qos_modify(struct storage_conn *conn, uint32_t uid,
			       slurmdb_qos_cond_t *cond,
			       slurmdb_qos_rec_t *qos);
/* Names of those removed; also from all associations and preemption lists. */
extern slurm_list_t qos_remove(struct storage_conn *conn, uint32_t uid,
			       slurmdb_qos_cond_t *cond);

/*
 * Within a change: make sure of the QOS that slurmdbd.conf's DefaultQOS
 * names, else of "normal", and return their ids, which the root association
 * of a new cluster allows. *ids_r: xfree.
 */
extern int qos_defaults(struct storage_conn *conn, int64_t **ids_r, int *n_r)
	PG_MUST_CHECK;

/* The same on its own, once in the life of a daemon. */
extern int qos_ensure_defaults(struct storage_conn *conn) PG_MUST_CHECK;

/* ------------------------------------------------------- for qos alone */

/* Five parameters of qos_find.sql and qos_lock.sql, from $2. */
extern void qos_add_condition(struct pg_params *p,
			      const slurmdb_qos_cond_t *cond);

/* Within a change, read QOS by id (all where ids is NULL) into a list. */
extern int qos_find(struct storage_conn *conn, const int64_t *ids, int n,
		    slurm_list_t *list_r) PG_MUST_CHECK;

#endif
