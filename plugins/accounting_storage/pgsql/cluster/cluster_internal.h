/*
 * cluster_internal.h - shared among the verbs of clusters
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_CLUSTER_INTERNAL_H
#define SLURM_PGSQL_CLUSTER_INTERNAL_H

#include "cluster.h"

/* $1 to $7 of cluster_get.sql and cluster_lock.sql. */
extern void cluster_add_cond(struct pg_params *p,
			     const slurmdb_cluster_cond_t *cond,
			     bool with_deleted);

/* NULL where value is Slurm's word for "not given". */
extern void cluster_add_given(struct pg_params *p, int64_t value,
			      int64_t not_given);

/* Make one cluster with its root associations; within storage_change().
 * *added_r is false where it is there already. */
extern int cluster_create(struct storage_conn *conn, const char *name,
			  int classification, bool external,
			  bool *added_r) PG_MUST_CHECK;
/* The transaction log, of the cluster and of its user root; info is ", ..." or NULL. */
extern int cluster_log_added(struct storage_conn *conn, const char *name,
			     const char *actor, const char *info)
	PG_MUST_CHECK;

#endif
