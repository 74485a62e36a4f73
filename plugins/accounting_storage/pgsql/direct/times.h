/*
 * times.h - how long slurmctld's calls take, for tests/bench/calls
 *
 * Where the environment names a file in SLURM_PGSQL_TIMES, the time of each call
 * that reports a job or step in direct mode is kept in memory, and written there
 * at the module's end: a line a call, wall time and CPU time of the thread in
 * nanoseconds. Else a call costs one comparison more.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_TIMES_H
#define SLURM_PGSQL_DIRECT_TIMES_H

#include <stdint.h>

struct call_time {
	int64_t wall, cpu; /* when the call began; 0, 0: not measured */
};

/* At registration: look whether times are asked for. */
extern void times_start(void);
extern struct call_time times_begin(void);
extern void times_end(struct call_time began);
/* Write what there is. */
extern void times_stop(void);

#endif
