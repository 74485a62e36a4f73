/*
 * request.c - what slurmctld will count for a job
 *
 * What follows are slurmctld's own steps from a description to counts
 * (validate_job_create_req(), _valid_job_part(), _validate_job_desc() and
 * _job_create() in slurmctld/job_mgr.c), run on a copy. Only sizes in the
 * copy are changed; strings are the caller's.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "request.h"

#include "src/budget/budget.h"

static part_record_t *default_partition(const job_desc_msg_t *desc)
{
	if (desc->reservation && desc->reservation[0]) {
		slurmctld_resv_t *resv = find_resv_name(desc->reservation);

		if (resv && resv->part_ptr)
			return resv->part_ptr;
	}
	return default_part_loc;
}

int request_partitions(const job_desc_msg_t *desc,
		       part_record_t *parts[REQUEST_PARTITIONS])
{
	char *names, *name, *rest = NULL;
	int n = 0;

	if (!desc->partition) {
		parts[0] = default_partition(desc);
		return parts[0] ? 1 : 0;
	}
	names = xstrdup(desc->partition);
	for (name = strtok_r(names, ",", &rest); name && n < REQUEST_PARTITIONS;
	     name = strtok_r(NULL, ",", &rest)) {
		part_record_t *part = find_part_record(name);

		if (part)
			parts[n++] = part;
	}
	xfree(names);
	return n;
}

struct part_list {
	part_record_t **parts;
	int n;
};

static int add_part(void *item, void *arg)
{
	struct part_list *list = arg;

	if (list->n < REQUEST_PARTITIONS)
		list->parts[list->n++] = item;
	return 0;
}

int request_partitions_of_job(const job_record_t *job,
			      part_record_t *parts[REQUEST_PARTITIONS])
{
	struct part_list list = { .parts = parts };

	if (job->part_ptr_list)
		list_for_each_ro(job->part_ptr_list, add_part, &list);
	else if (job->part_ptr)
		add_part(job->part_ptr, &list);
	return list.n;
}

uint32_t request_limit(const job_desc_msg_t *desc, const part_record_t *first)
{
	return desc->time_limit != NO_VAL ? desc->time_limit :
					    first->default_time;
}

uint32_t request_minutes(uint32_t limit, const part_record_t *part)
{
	if (limit == NO_VAL && part)
		limit = part->default_time != NO_VAL ? part->default_time :
						       part->max_time;
	if (limit == NO_VAL || limit == INFINITE)
		return BUDGET_NO_END;
	return limit;
}

static uint32_t count_hosts(const char *names)
{
	slurm_hostlist_t hosts = hostlist_create(names);
	uint32_t n;

	if (!hosts)
		return 0;
	n = hostlist_count(hosts);
	hostlist_destroy(hosts);
	return n;
}

/* Nodes: those asked by name, and no fewer than the partition's least. */
static void set_nodes(job_desc_msg_t *desc, const part_record_t *part)
{
	if (desc->req_nodes) {
		uint32_t hosts = count_hosts(desc->req_nodes);

		if (desc->min_nodes == NO_VAL || desc->min_nodes < hosts)
			desc->min_nodes = hosts;
	}
}

static void raise_nodes(job_desc_msg_t *desc, const part_record_t *part)
{
	uint32_t least = part->min_nodes_orig;

	if (desc->min_nodes == NO_VAL)
		desc->min_nodes = least ? least : 1;
	else if (desc->min_nodes < least &&
		 (desc->max_nodes == NO_VAL || desc->max_nodes >= least))
		desc->min_nodes = least;
}

/* Tasks and CPUs, as far as the description alone tells them. */
static void set_cpus(job_desc_msg_t *desc)
{
	if (desc->ntasks_per_node != NO_VAL16 && desc->min_nodes != NO_VAL &&
	    desc->num_tasks == NO_VAL)
		desc->num_tasks = desc->ntasks_per_node * desc->min_nodes;
	if (desc->overcommit == NO_VAL8 && desc->min_cpus != NO_VAL &&
	    desc->num_tasks != NO_VAL && desc->num_tasks > desc->min_cpus) {
		desc->min_cpus = desc->num_tasks;
		if (desc->cpus_per_task != NO_VAL16)
			desc->min_cpus *= desc->cpus_per_task;
	}
}

static void set_memory(job_desc_msg_t *desc, const part_record_t *part)
{
	if (desc->pn_min_memory == NO_VAL64)
		desc->pn_min_memory = part->def_mem_per_cpu ?
					      part->def_mem_per_cpu :
					      slurm_conf.def_mem_per_cpu;
	else
		desc->bitflags |= JOB_MEM_SET;
	if (desc->pn_min_memory == MEM_PER_CPU)
		desc->pn_min_memory = 0; /* --mem-per-cpu=0 is --mem=0 */
}

void request_licenses(char *licenses, uint64_t *count)
{
	bool valid = true;
	slurm_list_t list;

	if (!licenses || !licenses[0])
		return;
	list = license_validate(licenses, false, true, count, &valid);
	FREE_NULL_LIST(list);
}

static bool limits_threads(uint16_t number)
{
	return number && number != NO_VAL16 && number != INFINITE16;
}

void request_finish(const job_desc_msg_t *desc, part_record_t *part,
		    uint64_t *count)
{
	struct whole_job gets = {
		.part = part,
		.exclusive = desc->shared == JOB_SHARED_NONE,
		.own_threads = limits_threads(desc->threads_per_core) ||
			       limits_threads(desc->ntasks_per_core),
		.memory = desc->pn_min_memory,
	};
	assoc_mgr_lock_t tres_lock = { .tres = READ_LOCK };

	assoc_mgr_lock(&tres_lock);
	count[TRES_ARRAY_BILLING] = assoc_mgr_tres_weighted(
		count, part->billing_weights, slurm_conf.priority_flags, true);
	whole_raise(NULL, &gets, count);
	assoc_mgr_unlock(&tres_lock);
}

void request_count(const job_desc_msg_t *original, part_record_t *part,
		   uint64_t *count)
{
	job_desc_msg_t desc = *original;
	slurm_list_t gres;

	memset(count, 0, sizeof(*count) * slurmctld_tres_cnt);
	set_nodes(&desc, part);
	set_cpus(&desc);
	raise_nodes(&desc, part);
	set_memory(&desc, part);
	if (desc.min_cpus == NO_VAL)
		desc.min_cpus = desc.min_nodes;

	count[TRES_ARRAY_NODE] = desc.min_nodes;
	count[TRES_ARRAY_CPU] = desc.min_cpus;
	request_licenses(desc.licenses, count);
	gres = ctld_gres_list(&desc);
	gres_ctld_set_job_tres_cnt(gres, desc.min_nodes, count, false);
	count[TRES_ARRAY_MEM] = job_get_tres_mem(
		NULL, desc.pn_min_memory, count[TRES_ARRAY_CPU], desc.min_nodes,
		part, gres, desc.bitflags & JOB_MEM_SET, desc.sockets_per_node,
		desc.num_tasks);
	FREE_NULL_LIST(gres);
	request_finish(&desc, part, count);
}

uint32_t request_tasks(const job_record_t *job)
{
	const job_array_struct_t *array = job->array_recs;

	if (!array || !array->task_cnt)
		return 1;
	if (array->max_run_tasks && array->max_run_tasks < array->task_cnt)
		return array->max_run_tasks;
	return array->task_cnt;
}

struct array_tasks request_array_tasks(uint32_t throttle, uint32_t running,
				       uint32_t waiting)
{
	struct array_tasks tasks = { .more = waiting };

	if (!throttle)
		return tasks;
	tasks.more = throttle > running ? MIN(throttle - running, waiting) : 0;
	tasks.follow = MIN(running, waiting - tasks.more);
	return tasks;
}

uint64_t request_consumed(const uint64_t *counts, int tres)
{
	uint64_t count = counts[tres];

	if (tres == TRES_ARRAY_ENERGY || count == NO_VAL64 ||
	    count == INFINITE64 || count == NO_CONSUME_VAL64)
		return 0;
	return count;
}

bool request_recount(const job_record_t *job, part_record_t *part,
		     struct whole *whole, uint64_t *count)
{
	struct whole_job gets = { .part = part };

	if (!job->tres_req_cnt || !job->details)
		return false;
	for (int i = 0; i < slurmctld_tres_cnt; i++)
		count[i] = request_consumed(job->tres_req_cnt, i);
	gets.exclusive = job->details->whole_node == WHOLE_NODE_REQUIRED;
	gets.own_threads =
		job->details->mc_ptr &&
		(limits_threads(job->details->mc_ptr->threads_per_core) ||
		 limits_threads(job->details->mc_ptr->ntasks_per_core));
	gets.memory = job->details->pn_min_memory;
	if (part != job->part_ptr) /* whose weights are in the job's count */
		count[TRES_ARRAY_BILLING] = assoc_mgr_tres_weighted(
			count, part->billing_weights, slurm_conf.priority_flags,
			true);
	whole_raise(whole, &gets, count);
	return true;
}
