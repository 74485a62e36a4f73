/*
 * tres.c - lists of TRES: Slurm's '1=4,2=8000,1001=2' as columns, and back
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tres.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"
#include "json.h"

bool tres_list_next(const char **list, uint32_t *id_r, uint64_t *count_r)
{
	while (*list && **list) {
		char *end;
		unsigned long id;

		*list += strspn(*list, ", ");
		errno = 0;
		id = strtoul(*list, &end, 10);
		if (end != *list && *end == '=' && id && id <= UINT32_MAX) {
			const char *digits = end + 1;

			*count_r = strtoull(digits, &end, 10);
			*list = end;
			if (end != digits && (!*end || *end == ',') && !errno) {
				*id_r = id;
				return true;
			}
		}
		*list += strcspn(*list, ",");
	}
	return false;
}

/* Where an amount has a column of its own. */
static int64_t *column_of(struct tres_amounts *amounts, uint32_t id)
{
	switch (id) {
	case TRES_ID_CPU:
		return &amounts->cpus;
	case TRES_ID_MEM:
		return &amounts->mem_mb;
	case TRES_ID_NODE:
		return &amounts->nodes;
	case TRES_ID_BILLING:
		return &amounts->billing;
	default:
		return NULL;
	}
}

static bool named_before(const char *list, const char *end, uint32_t id)
{
	uint32_t other;
	uint64_t count;

	while (tres_list_next(&list, &other, &count) && list < end)
		if (other == id)
			return true;
	return false;
}

void tres_split(const char *list, tres_name_fn name, void *arg,
		struct tres_amounts *amounts_r)
{
	const char *at = list;
	uint32_t id;
	uint64_t count;

	*amounts_r = (struct tres_amounts){ .cpus = TRES_NULL,
					    .mem_mb = TRES_NULL,
					    .nodes = TRES_NULL,
					    .billing = TRES_NULL };
	while (tres_list_next(&at, &id, &count)) {
		int64_t *column = column_of(amounts_r, id);
		const char *called;
		char number[24];

		if (count > INT64_MAX || named_before(list, at, id))
			continue;
		if (column) {
			*column = count;
			continue;
		}
		called = name(id, arg);
		if (!called) {
			snprintf(number, sizeof(number), "tres/%" PRIu32, id);
			called = number;
		}
		json_add_int(&amounts_r->other, called, count);
	}
}

void tres_amounts_free(struct tres_amounts *amounts)
{
	xfree(amounts->other);
}

uint32_t tres_id_named(const char *name, tres_id_fn id, void *arg)
{
	uint32_t number = id(name, arg);

	if (!number && !strncmp(name, "tres/", 5))
		number = strtoul(name + 5, NULL, 10);
	return number;
}

/* Append the entries of a JSON object to *entries (*n of them). */
static void collect_other(const char *json, tres_id_fn id, void *arg,
			  struct tres_entry **entries, int *n)
{
	if (!json || !json_take(&json, '{'))
		return;
	do {
		char *name = json_take_text(&json);
		int64_t count;
		uint32_t number;

		if (!name)
			return;
		number = tres_id_named(name, id, arg);
		xfree(name);
		if (!json_take(&json, ':') || !json_take_int(&json, &count))
			return;
		if (!number || count == TRES_NULL)
			continue;
		xrealloc(*entries, (*n + 1) * sizeof(**entries));
		(*entries)[(*n)++] = (struct tres_entry){ number, count };
	} while (json_take(&json, ','));
}

static int by_id(const void *a, const void *b)
{
	const struct tres_entry *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int digits_of(uint64_t value)
{
	int n = 1;

	while (value /= 10)
		n++;
	return n;
}

static uint64_t magnitude(int64_t count)
{
	return count < 0 ? -(uint64_t)count : (uint64_t)count;
}

/* "1=4," */
static size_t entry_length(const struct tres_entry *entry)
{
	return digits_of(entry->id) + digits_of(magnitude(entry->count)) +
	       (entry->count < 0) + 2;
}

static char *put_number(char *to, uint64_t value)
{
	char *end = to + digits_of(value), *at = end;

	do {
		*--at = '0' + value % 10;
	} while (value /= 10);
	return end;
}

char *tres_print(struct tres_entry *entries, int n)
{
	size_t size = 0;
	char *list, *to;

	if (!n)
		return NULL;
	qsort(entries, n, sizeof(*entries), by_id);
	for (int i = 0; i < n; i++)
		size += entry_length(&entries[i]);
	to = list = xmalloc(size);
	for (int i = 0; i < n; i++) {
		to = put_number(to, entries[i].id);
		*to++ = '=';
		if (entries[i].count < 0)
			*to++ = '-';
		to = put_number(to, magnitude(entries[i].count));
		*to++ = ',';
	}
	to[-1] = '\0';
	return list;
}

char *tres_join(const struct tres_amounts *amounts, tres_id_fn id, void *arg)
{
	const struct tres_entry columns[] = {
		{ TRES_ID_CPU, amounts->cpus },
		{ TRES_ID_MEM, amounts->mem_mb },
		{ TRES_ID_NODE, amounts->nodes },
		{ TRES_ID_BILLING, amounts->billing },
	};
	struct tres_entry *entries = NULL;
	char *list;
	int n = 0;

	collect_other(amounts->other, id, arg, &entries, &n);
	xrealloc(entries, (n + 4) * sizeof(*entries));
	for (int i = 0; i < 4; i++)
		if (columns[i].count != TRES_NULL)
			entries[n++] = columns[i];
	list = tres_print(entries, n);
	xfree(entries);
	return list;
}
