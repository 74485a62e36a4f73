/*
 * fake_ctld.c - slurmctld's own functions and variables, for tests of budgets
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tests/unit/fake_ctld.h"

int slurmctld_tres_cnt;
part_record_t *default_part_loc;
time_t last_part_update, last_job_update;
slurm_list_t job_list;
uint16_t accounting_enforce;
void *acct_db_conn;

uint64_t fake_memory_asked;
bool fake_memory_was_set;

slurmctld_resv_t *find_resv_name(char *name)
{
	return NULL;
}

part_record_t *find_part_record(char *name)
{
	return NULL;
}

slurm_list_t license_validate(char *licenses, bool configured, bool existing,
			      uint64_t *count, bool *valid)
{
	return NULL;
}

void gres_ctld_set_job_tres_cnt(slurm_list_t gres, uint32_t nodes,
				uint64_t *count, bool locked)
{
}

uint64_t job_get_tres_mem(struct job_resources *resources, uint64_t memory,
			  uint32_t cpus, uint32_t nodes, part_record_t *part,
			  slurm_list_t gres, bool set, uint16_t sockets,
			  uint32_t tasks)
{
	fake_memory_asked = memory;
	fake_memory_was_set = set;
	return memory & MEM_PER_CPU ? (memory & ~MEM_PER_CPU) * cpus :
				      memory * nodes;
}
