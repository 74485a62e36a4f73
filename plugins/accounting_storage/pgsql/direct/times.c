/*
 * times.c - how long slurmctld's calls take, for tests/bench/calls
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "times.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/slurm/compat.h"

#define MOST 1000000 /* calls; later ones are not kept */

struct sample {
	uint32_t wall, cpu;
};

static struct sample *samples; /* NULL: not asked for */
static atomic_int count;

static int64_t now(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

void times_start(void)
{
	struct sample *made;

	if (samples || !getenv("SLURM_PGSQL_TIMES"))
		return;
	/* written to, so that a call does not pay for a new page */
	if ((made = malloc(MOST * sizeof(*made))))
		memset(made, 0xff, MOST * sizeof(*made));
	samples = made;
}

struct call_time times_begin(void)
{
	struct call_time t = { 0 };

	if (!samples)
		return t;
	t.cpu = now(CLOCK_THREAD_CPUTIME_ID);
	t.wall = now(CLOCK_MONOTONIC);
	return t;
}

void times_end(struct call_time began)
{
	int64_t wall, cpu;
	int i;

	if (!samples || !began.wall)
		return;
	wall = now(CLOCK_MONOTONIC) - began.wall;
	cpu = now(CLOCK_THREAD_CPUTIME_ID) - began.cpu;
	i = atomic_fetch_add(&count, 1);
	if (i < MOST)
		samples[i] = (struct sample){ wall, cpu };
}

void times_stop(void)
{
	const char *path = getenv("SLURM_PGSQL_TIMES");
	FILE *file = samples && path ? fopen(path, "w") : NULL;
	int n = atomic_load(&count);

	if (!file)
		return;
	for (int i = 0; i < n && i < MOST; i++)
		fprintf(file, "%" PRIu32 " %" PRIu32 "\n", samples[i].wall,
			samples[i].cpu);
	if (fclose(file))
		error("accounting_storage/pgsql: can't write %s", path);
}
