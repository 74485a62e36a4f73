/*
 * no_slurmctld.c - what only slurmctld has, for programs that are not it
 *
 * The module's code names these; a test that gets here has gone astray.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/slurm/ctld.h"

#include <stdlib.h>

void lock_slurmctld(slurmctld_lock_t lock_levels)
{
	abort();
}

void unlock_slurmctld(slurmctld_lock_t lock_levels)
{
	abort();
}

job_record_t *find_job_record(uint32_t job_id)
{
	abort();
}

int send_jobs_to_accounting(void)
{
	abort();
}

int send_nodes_to_accounting(time_t event_time)
{
	abort();
}

int send_resvs_to_accounting(int db_rc)
{
	abort();
}
