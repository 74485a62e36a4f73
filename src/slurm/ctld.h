/*
 * ctld.h - what exists in slurmctld alone, and how its releases differ
 *
 * Data is declared weak, so that a plugin that uses it can be opened by any
 * program (its address is NULL there); functions are bound at their first
 * call anyway.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_CTLD_H
#define SLURM_PGSQL_CTLD_H

#include "src/slurm/compat.h"

#include "src/slurmctld/licenses.h"
#include "src/slurmctld/locks.h"
#include "src/slurmctld/reservation.h"
#include "src/slurmctld/slurmctld.h"

#pragma weak accounting_enforce
#pragma weak acct_db_conn
#pragma weak default_part_loc
#pragma weak job_list
#pragma weak last_job_update
#pragma weak last_part_update
#pragma weak slurmctld_config
#pragma weak slurmctld_tres_cnt

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(23, 2, 0)
#include "src/stepmgr/gres_stepmgr.h"
#define gres_ctld_set_job_tres_cnt gres_stepmgr_set_job_tres_cnt
typedef hostlist_t *slurm_hostlist_t;
/* job_modify() has a way to tell the person why */
#define JOB_MODIFY_HAS_MESSAGE 1
#else
#include "src/slurmctld/gres_ctld.h"
typedef hostlist_t slurm_hostlist_t;
typedef struct job_details job_details_t;
#define JOB_MODIFY_HAS_MESSAGE 0
#endif

/*
 * The list of a job's generic resources from its options; sizes in desc that
 * follow from them are set. NULL if it asks none, or if they are not valid,
 * for which slurmctld will refuse the job itself. The caller frees the list.
 */
static inline slurm_list_t ctld_gres_list(job_desc_msg_t *desc)
{
	slurm_list_t list = NULL;
	int rc;

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(23, 2, 0)
	gres_job_state_validate_t ask = {
		.cpus_per_tres = desc->cpus_per_tres,
		.mem_per_tres = desc->mem_per_tres,
		.tres_freq = desc->tres_freq,
		.tres_per_job = desc->tres_per_job,
		.tres_per_node = desc->tres_per_node,
		.tres_per_socket = desc->tres_per_socket,
		.tres_per_task = desc->tres_per_task,
		.cpus_per_task = &desc->cpus_per_task,
		.max_nodes = &desc->max_nodes,
		.min_cpus = &desc->min_cpus,
		.min_nodes = &desc->min_nodes,
		.ntasks_per_node = &desc->ntasks_per_node,
		.ntasks_per_socket = &desc->ntasks_per_socket,
		.ntasks_per_tres = &desc->ntasks_per_tres,
		.num_tasks = &desc->num_tasks,
		.sockets_per_node = &desc->sockets_per_node,
		.gres_list = &list,
	};

	rc = gres_job_state_validate(&ask);
#else
	rc = gres_job_state_validate(
		desc->cpus_per_tres, desc->tres_freq, desc->tres_per_job,
		desc->tres_per_node, desc->tres_per_socket,
		desc->tres_per_task, desc->mem_per_tres, &desc->num_tasks,
		&desc->min_nodes, &desc->max_nodes, &desc->ntasks_per_node,
		&desc->ntasks_per_socket, &desc->sockets_per_node,
		&desc->cpus_per_task, &desc->ntasks_per_tres, &list);
#endif
	if (rc != SLURM_SUCCESS)
		FREE_NULL_LIST(list);
	return list;
}

#endif
