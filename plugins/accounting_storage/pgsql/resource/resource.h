/*
 * resource.h - licenses that clusters share (sacctmgr show resource)
 *
 * A resource is a name at a server; each cluster has a part of it, in per cent
 * of the total (or, from 24.11 on and where flags say so, a number). All parts
 * together are never more than there is.
 *
 * Where accounting_storage/mysql, with parts asked for that match none, takes
 * the resources themselves instead (removing all of them, say), nothing
 * happens here; and what a change sets of the resource is set, whether
 * clusters are named beside it or not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RESOURCE_H
#define SLURM_PGSQL_RESOURCE_H

#include "../storage/storage.h"

/*
 * Add resources (slurmdb_res_rec_t; those with an id are there already), and
 * parts of them for the clusters of clus_res_list. Administrators only.
 * ESLURM_OVER_ALLOCATE where the parts would be more than the whole.
 */
extern int resource_add(struct storage_conn *conn, uid_t uid,
			slurm_list_t resources);

/* slurmdb_res_rec_t by id; slurmctld asks at its start, and takes NULL for a
 * database that is down. errno 0, or NULL with errno. */
extern slurm_list_t resource_get(struct storage_conn *conn, uid_t uid,
				 slurmdb_res_cond_t *cond);

/*
 * Change resources, and the part of each cluster that the condition names
 * (what the record has as allocated). Operators and above. Returns lines that
 * say what was changed, "name@server" and "Cluster - c\t- name@server"; or
 * NULL with errno, ESLURM_OVER_ALLOCATE as above.
 */
extern slurm_list_t resource_modify(struct storage_conn *conn, uid_t uid,
				    slurmdb_res_cond_t *cond,
				    slurmdb_res_rec_t *resource);

/* Remove resources with all parts; or, where the condition asks for clusters
 * or parts, these alone. Administrators only. Lines as above. */
extern slurm_list_t resource_remove(struct storage_conn *conn, uid_t uid,
				    slurmdb_res_cond_t *cond);

#endif
