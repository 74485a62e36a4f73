/*
 * fake_records.c - records that only count themselves
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>

#include "fake_records.h"

int fake_alive;

/* What the plugin takes from the process that loads it. */
void slurm_xfree(void **p)
{
	free(*p);
	*p = NULL;
}

static char *fake_describe(const void *what)
{
	char *text = NULL;

	if (asprintf(&text, "{\"number\": %d}", *(const int *)what) < 0)
		return NULL;
	return text;
}

static void fake_free(void *what)
{
	__atomic_sub_fetch(&fake_alive, 1, __ATOMIC_SEQ_CST);
	free(what);
}

static const struct record_kind kinds[RECORD_LOSS_COUNT] = {
	[RECORD_KEEP] = { .name = "end",
			  .loss = RECORD_KEEP,
			  .describe = fake_describe,
			  .free = fake_free },
	[RECORD_REPEATED] = { .name = "start",
			      .loss = RECORD_REPEATED,
			      .describe = fake_describe,
			      .free = fake_free },
	[RECORD_DETAIL] = { .name = "step",
			    .loss = RECORD_DETAIL,
			    .describe = fake_describe,
			    .free = fake_free },
};

struct record fake_record(enum record_loss loss, int number)
{
	int *what = malloc(sizeof(*what));

	*what = number;
	__atomic_add_fetch(&fake_alive, 1, __ATOMIC_SEQ_CST);
	return (struct record){ .kind = &kinds[loss], .what = what };
}

int fake_number(const struct record *record)
{
	return *(const int *)record->what;
}
