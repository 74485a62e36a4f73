/*
 * state.h - states of jobs and steps by name
 *
 * The database holds the names that sacct prints. A state without a name
 * (of a newer Slurm) is STATE_n.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STATE_H
#define SLURM_PGSQL_STATE_H

#include <stdint.h>

/* A base state (enum job_states in slurm/slurm.h), or one of the flags
 * JOB_REQUEUE, JOB_RESIZING, JOB_REVOKED on its own, as they end a record.
 * xfree. */
extern char *job_state_name(uint32_t state);
/* The other way; JOB_END for a text that is no name. */
extern uint32_t job_state_number(const char *name);

#endif
