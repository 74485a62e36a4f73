/*
 * send_all.c - slurmctld reports what it has to a database that asks
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "send_all.h"

#include "src/slurmctld/reservation.h"

void send_all(int answer, time_t event_time)
{
	(void) send_jobs_to_accounting();
	if (answer == ACCOUNTING_FIRST_REG ||
	    answer == ACCOUNTING_NODES_CHANGE_DB)
		(void) send_resvs_to_accounting(answer);
	if (answer != SLURM_SUCCESS)
		(void) send_nodes_to_accounting(event_time);
}
