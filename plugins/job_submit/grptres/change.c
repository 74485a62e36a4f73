/*
 * change.c - what a queued job asks after a change
 *
 * The steps are those of _update_job() (slurmctld/job_mgr.c). What a request
 * to change a job does not name is as in the job.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "change.h"

static uint32_t either(uint32_t asked, uint32_t now)
{
	return asked != NO_VAL && asked != INFINITE ? asked : now;
}

static uint16_t either16(uint16_t asked, uint16_t now)
{
	return asked != NO_VAL16 ? asked : now;
}

static bool is_gres(const char *text)
{
	return text && text[0];
}

/* "" takes away what the job has. */
static char *either_text(char *asked, char *now)
{
	if (!asked)
		asked = now;
	return is_gres(asked) ? asked : NULL;
}

/* The description of a new job that would be like this one is then. */
static void describe(const job_desc_msg_t *desc, const job_record_t *job,
		     job_desc_msg_t *then)
{
	const job_details_t *now = job->details;
	const multi_core_data_t *cores = now->mc_ptr;

	*then = *desc;
	then->num_tasks = either(desc->num_tasks, now->num_tasks);
	then->min_nodes = either(desc->min_nodes, now->min_nodes);
	then->max_nodes = either(desc->max_nodes, now->max_nodes);
	then->cpus_per_task = either16(desc->cpus_per_task, now->cpus_per_task);
	then->ntasks_per_node =
		either16(desc->ntasks_per_node, now->ntasks_per_node);
	if (cores && cores->ntasks_per_socket != INFINITE16)
		then->ntasks_per_socket = either16(desc->ntasks_per_socket,
						   cores->ntasks_per_socket);
	if (cores) {
		then->threads_per_core = either16(desc->threads_per_core,
						  cores->threads_per_core);
		then->ntasks_per_core =
			either16(desc->ntasks_per_core, cores->ntasks_per_core);
	}
	if (desc->pn_min_memory == NO_VAL64)
		then->pn_min_memory = now->pn_min_memory;
	if (desc->pn_min_memory != NO_VAL64 || job->bit_flags & JOB_MEM_SET)
		then->bitflags |= JOB_MEM_SET;
	if (desc->shared == NO_VAL16)
		then->shared = now->whole_node == WHOLE_NODE_REQUIRED ?
				       JOB_SHARED_NONE :
				       NO_VAL16;
	then->cpus_per_tres =
		either_text(desc->cpus_per_tres, job->cpus_per_tres);
	then->mem_per_tres = either_text(desc->mem_per_tres, job->mem_per_tres);
	then->tres_per_job = either_text(desc->tres_per_job, job->tres_per_job);
	then->tres_per_node =
		either_text(desc->tres_per_node, job->tres_per_node);
	then->tres_per_socket =
		either_text(desc->tres_per_socket, job->tres_per_socket);
	then->tres_per_task =
		either_text(desc->tres_per_task, job->tres_per_task);
}

static void count_cpus(const job_desc_msg_t *desc, const job_desc_msg_t *then,
		       uint64_t *count)
{
	uint64_t cpus = count[TRES_ARRAY_CPU];

	if (desc->min_cpus != NO_VAL)
		cpus = desc->min_cpus;
	else if (desc->pn_min_cpus != NO_VAL16 && desc->pn_min_cpus)
		cpus = (uint64_t)desc->pn_min_cpus * then->min_nodes;
	/* more nodes take tasks along */
	if (desc->min_nodes != NO_VAL && desc->min_nodes != INFINITE)
		cpus = MAX(cpus,
			   (uint64_t)MAX(then->num_tasks, then->min_nodes) *
				   then->cpus_per_task);
	count[TRES_ARRAY_CPU] = cpus;
}

static void clear_type(const char *type, uint64_t *count)
{
	assoc_mgr_lock_t tres_lock = { .tres = READ_LOCK };

	assoc_mgr_lock(&tres_lock);
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		if (!xstrcasecmp(assoc_mgr_tres_array[i]->type, type))
			count[i] = 0;
	assoc_mgr_unlock(&tres_lock);
}

/* scontrol sends the throttle of an array as its array_inx. */
uint32_t change_throttle(const job_desc_msg_t *desc, const job_record_t *job)
{
	if (!desc->array_inx)
		return job->array_recs->max_run_tasks;
	return strtoul(desc->array_inx, NULL, 10);
}

bool change_count(const job_desc_msg_t *desc, const job_record_t *job,
		  part_record_t *part, uint64_t *count)
{
	job_desc_msg_t then;
	slurm_list_t gres;

	if (!job->tres_req_cnt || !job->details || !part)
		return false;
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		count[i] = request_consumed(job->tres_req_cnt, i);
	describe(desc, job, &then);
	count[TRES_ARRAY_NODE] = then.min_nodes;
	count_cpus(desc, &then, count);
	gres = ctld_gres_list(&then);
	clear_type("gres", count);
	gres_ctld_set_job_tres_cnt(gres, then.min_nodes, count, false);
	if (desc->licenses) {
		clear_type("license", count);
		request_licenses(desc->licenses, count);
	}
	count[TRES_ARRAY_MEM] = job_get_tres_mem(
		NULL, then.pn_min_memory, count[TRES_ARRAY_CPU], then.min_nodes,
		part, gres, then.bitflags & JOB_MEM_SET, then.sockets_per_node,
		then.num_tasks);
	FREE_NULL_LIST(gres);
	request_finish(&then, part, count);
	return true;
}
