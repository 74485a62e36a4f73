/*
 * cluster.h - clusters: who they are and where their slurmctld listens
 *
 * A cluster registers when its slurmctld starts. From then on it is told of
 * changes (publish.h), until it is seen to have gone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_CLUSTER_H
#define SLURM_PGSQL_CLUSTER_H

#include "../storage/storage.h"

/*
 * slurmdb_cluster_rec_t by name, with the TRES and nodes that they registered
 * last and their root association. errno is 0 on success: slurmdbd takes any
 * other for a failure, list or not (slurmdbd's proc_req.c, _register_ctld).
 */
extern slurm_list_t cluster_get(struct storage_conn *conn, uid_t uid,
				 slurmdb_cluster_cond_t *cond);

/* Members of federations, by name, without TRES and root association; the
 * lock is held. Caller frees. */
extern int cluster_find_federated(struct storage_conn *conn,
				  slurm_list_t *list_r) PG_MUST_CHECK;

/*
 * Add clusters (slurmdb_cluster_rec_t), or bring back removed ones, each with
 * its root association and the user root's; into a federation, where one is
 * named. Administrators only.
 */
extern int cluster_add(struct storage_conn *conn, uid_t uid,
		       slurm_list_t clusters);

/*
 * Registration: control host, port and RPC version, all three (else EFAULT),
 * with dimensions, flags, select plugin; or a new classification; or another
 * federation ("" for none), state and features there. Returns the names
 * (char *), or NULL with errno.
 */
extern slurm_list_t cluster_modify(struct storage_conn *conn, uid_t uid,
				   slurmdb_cluster_cond_t *cond,
				   slurmdb_cluster_rec_t *cluster);

/*
 * Remove clusters with their associations and wckeys. Administrators only.
 * Returns the names (char *); or the jobs that are waiting or running there,
 * with errno ESLURM_JOBS_RUNNING_ON_ASSOC.
 */
extern slurm_list_t cluster_remove(struct storage_conn *conn, uid_t uid,
				   slurmdb_cluster_cond_t *cond);

/*
 * slurmctld itself, in direct mode: make the cluster known, with the port
 * that it listens on. errno is as the returned code, 0 on success.
 */
extern int cluster_register(struct storage_conn *conn, uint16_t port);

/*
 * slurmdbd: a slurmctld sends records without having registered on this
 * connection. It is taken to listen on the port it had. Returns that port, 0
 * if there is none (the next record asks again).
 */
extern int cluster_register_again(struct storage_conn *conn,
				  const char *control_host);

/*
 * The slurmctld at this host and port has gone: tell it nothing more. With
 * slurmdbd.conf's TrackSlurmctldDown the cluster counts as down from now on.
 */
extern int cluster_unregister(struct storage_conn *conn,
			      slurmdb_cluster_rec_t *cluster);

#endif
