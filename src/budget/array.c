/*
 * array.c - how many tasks of a job array may run at once
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "src/budget/budget.h"

/* Past any MaxArraySize; slurmctld refuses such a job itself. */
#define MOST_TASKS 4000001

struct tasks {
	unsigned char *seen; /* a bit for each task id */
	uint32_t n;
};

static bool number(const char **at, unsigned long *value)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	*value = strtoul(*at, &end, 10);
	*at = end;
	return *value < MOST_TASKS;
}

static void add(struct tasks *tasks, unsigned long id)
{
	unsigned char bit = 1u << (id & 7);

	if (tasks->seen[id >> 3] & bit)
		return;
	tasks->seen[id >> 3] |= bit;
	tasks->n++;
}

/* One of "5", "5-9", "5-9:2", up to a comma, a percent sign or the end. */
static bool add_range(struct tasks *tasks, const char **at)
{
	unsigned long first, last, step = 1;

	if (!number(at, &first))
		return false;
	last = first;
	if (**at == '-') {
		++*at;
		if (!number(at, &last))
			return false;
		if (**at == ':') {
			++*at;
			if (!number(at, &step) || !step)
				return false;
		}
	}
	for (unsigned long id = first; id <= last; id += step)
		add(tasks, id);
	return true;
}

uint32_t budget_array_tasks(const char *spec)
{
	struct tasks tasks = { 0 };
	unsigned long throttle = 0;
	const char *at = spec;

	if (!spec || !spec[0])
		return 1;
	tasks.seen = calloc(MOST_TASKS / 8 + 1, 1);
	if (!tasks.seen)
		return 1;
	while (add_range(&tasks, &at) && *at == ',')
		at++;
	free(tasks.seen);
	if (*at == '%') {
		at++;
		if (number(&at, &throttle) && throttle && throttle < tasks.n)
			return throttle;
	}
	return tasks.n ? tasks.n : 1;
}
