/*
 * federated.h - clusters: what they are in their federation, as sacctmgr asks
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_CLUSTER_FEDERATED_H
#define SLURM_PGSQL_CLUSTER_FEDERATED_H

#include "cluster_internal.h"

/* Clusters that a change is about, n of each; xmalloc. */
struct clusters {
	slurm_list_t names;            /* char * */
	char **federation, **features; /* before the change, then after it */
	int n;
};
extern void clusters_free(struct clusters *clusters);

/* The record asks for another federation, state in it, or features. */
extern bool cluster_asks_federation(const slurmdb_cluster_rec_t *cluster);

/* Do what it asks with each of these. info gets ", federation='f', ..." of
 * each (n of them; appended), as the transaction log has it. */
extern int cluster_federate(struct storage_conn *conn,
			    const slurmdb_cluster_rec_t *cluster,
			    struct clusters *clusters,
			    char **info) PG_MUST_CHECK;

#endif
