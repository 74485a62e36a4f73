/*
 * fake_ctld.h - slurmctld's own functions and variables, for tests of budgets
 *
 * No reservation, partition or license is known by name, no generic resource
 * is counted, and memory is what is asked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_FAKE_CTLD_H
#define SLURM_PGSQL_FAKE_CTLD_H

#include "src/slurm/ctld.h"

/* What job_get_tres_mem() was asked last. */
extern uint64_t fake_memory_asked;
extern bool fake_memory_was_set;

#endif
