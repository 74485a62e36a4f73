/*
 * state.c - states of jobs and steps by name
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state.h"

#include <ctype.h>
#include <inttypes.h>

#include "src/slurm/compat.h"

static const struct {
	uint32_t state;
	const char *name;
} states[] = {
	{ JOB_PENDING, "PENDING" },     { JOB_RUNNING, "RUNNING" },
	{ JOB_SUSPENDED, "SUSPENDED" }, { JOB_COMPLETE, "COMPLETED" },
	{ JOB_CANCELLED, "CANCELLED" }, { JOB_FAILED, "FAILED" },
	{ JOB_TIMEOUT, "TIMEOUT" },     { JOB_NODE_FAIL, "NODE_FAIL" },
	{ JOB_PREEMPTED, "PREEMPTED" }, { JOB_BOOT_FAIL, "BOOT_FAIL" },
	{ JOB_DEADLINE, "DEADLINE" },   { JOB_OOM, "OUT_OF_MEMORY" },
	{ JOB_RESIZING, "RESIZING" },   { JOB_REQUEUE, "REQUEUED" },
	{ JOB_REVOKED, "REVOKED" },
};

char *job_state_name(uint32_t state)
{
	for (size_t i = 0; i < ARRAY_SIZE(states); i++)
		if (states[i].state == state)
			return xstrdup(states[i].name);
	return xstrdup_printf("STATE_%" PRIu32, state);
}

uint32_t job_state_number(const char *name)
{
	char *end;
	unsigned long number;

	for (size_t i = 0; i < ARRAY_SIZE(states); i++)
		if (!strcmp(states[i].name, name))
			return states[i].state;
	if (strncmp(name, "STATE_", 6) || !isdigit((unsigned char)name[6]))
		return JOB_END;
	number = strtoul(name + 6, &end, 10);
	return *end || number > UINT32_MAX ? JOB_END : number;
}
