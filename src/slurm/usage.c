/*
 * usage.c - what a step used: Slurm's sixteen TRES strings as typed arrays
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "usage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"
#include "json.h"

static const uint32_t tres_of[USAGE_TRES] = {
	[USAGE_CPU] = TRES_ID_CPU,     [USAGE_MEM] = TRES_ID_MEM,
	[USAGE_VMEM] = TRES_ID_VMEM,   [USAGE_DISK] = TRES_ID_FS_DISK,
	[USAGE_PAGES] = TRES_ID_PAGES, [USAGE_ENERGY] = TRES_ID_ENERGY,
};

static const char *const way_name[USAGE_WAYS] = { "in", "out" };

void usage_init(struct usage *usage)
{
	memset(usage, 0, sizeof(*usage));
	for (int t = 0; t < USAGE_TRES; t++)
		for (int w = 0; w < USAGE_WAYS; w++)
			for (int s = 0; s < USAGE_SLOTS; s++)
				usage->slot[t][w][s] = TRES_NULL;
}

void usage_free(struct usage *usage)
{
	for (int i = 0; i < usage->n_other; i++)
		xfree(usage->other[i].name);
	xfree(usage->other);
	usage->n_other = 0;
}

static struct usage_other *other_named(struct usage *usage, const char *name)
{
	struct usage_other *other;

	for (int i = 0; i < usage->n_other; i++)
		if (!strcmp(usage->other[i].name, name))
			return &usage->other[i];
	xrealloc(usage->other, (usage->n_other + 1) * sizeof(*usage->other));
	other = &usage->other[usage->n_other++];
	other->name = xstrdup(name);
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = 0; s < USAGE_SLOTS; s++)
			other->slot[w][s] = TRES_NULL;
	return other;
}

static bool is_number_of(enum usage_slot slot)
{
	return slot == USAGE_MAX_NODE || slot == USAGE_MAX_TASK ||
	       slot == USAGE_MIN_NODE || slot == USAGE_MIN_TASK;
}

void usage_set(struct usage *usage, uint32_t tres_id, enum usage_way way,
	       enum usage_slot slot, uint64_t value, tres_name_fn name,
	       void *arg)
{
	const char *called;
	char number[24];

	if (value > INT64_MAX ||
	    (is_number_of(slot) && (value == NO_VAL || value == INFINITE)))
		return;
	for (int t = 0; t < USAGE_TRES; t++) {
		if (tres_of[t] == tres_id) {
			usage->slot[t][way][slot] = value;
			return;
		}
	}
	called = name(tres_id, arg);
	if (!called) {
		snprintf(number, sizeof(number), "tres/%" PRIu32, tres_id);
		called = number;
	}
	other_named(usage, called)->slot[way][slot] = value;
}

static bool has_figure(const int64_t slot[USAGE_SLOTS])
{
	for (int s = 0; s < USAGE_SLOTS; s++)
		if (slot[s] != TRES_NULL)
			return true;
	return false;
}

static char *print_slots(const int64_t slot[USAGE_SLOTS], const char *open,
			 const char *null, const char *close)
{
	char *text = NULL;

	if (!has_figure(slot))
		return NULL;
	for (int s = 0; s < USAGE_SLOTS; s++) {
		xstrcat(text, s ? "," : open);
		if (slot[s] == TRES_NULL)
			xstrcat(text, null);
		else
			xstrfmtcat(text, "%" PRId64, slot[s]);
	}
	xstrcat(text, close);
	return text;
}

char *usage_array(const struct usage *usage, enum usage_tres tres,
		  enum usage_way way)
{
	return print_slots(usage->slot[tres][way], "{", "NULL", "}");
}

char *usage_other_json(const struct usage *usage)
{
	char *json = NULL;

	for (int i = 0; i < usage->n_other; i++) {
		char *ways = NULL;

		for (int w = 0; w < USAGE_WAYS; w++) {
			char *slots = print_slots(usage->other[i].slot[w], "[",
						  "null", "]");

			json_add_raw(&ways, way_name[w], slots);
			xfree(slots);
		}
		json_add_raw(&json, usage->other[i].name, ways);
		xfree(ways);
	}
	return json;
}

static bool read_slots(const char **at, int64_t slot[USAGE_SLOTS])
{
	for (int s = 0; s < USAGE_SLOTS; s++) {
		if (s && !json_take(at, ','))
			return false;
		if (!strncmp(*at, "NULL", 4))
			*at += 4;
		else if (!json_take_int(at, &slot[s]))
			return false;
	}
	return true;
}

bool usage_read_array(struct usage *usage, enum usage_tres tres,
		      enum usage_way way, const char *text)
{
	if (!text || !*text)
		return true;
	return json_take(&text, '{') &&
	       read_slots(&text, usage->slot[tres][way]) &&
	       json_take(&text, '}');
}

static bool read_way(const char **at, struct usage_other *other)
{
	char *name = json_take_text(at);
	int way;

	if (!name)
		return false;
	way = strcmp(name, way_name[USAGE_OUT]) ? USAGE_IN : USAGE_OUT;
	xfree(name);
	return json_take(at, ':') && json_take(at, '[') &&
	       read_slots(at, other->slot[way]) && json_take(at, ']');
}

static bool read_named(const char **at, struct usage *usage)
{
	char *name = json_take_text(at);
	struct usage_other *other;

	if (!name)
		return false;
	other = other_named(usage, name);
	xfree(name);
	if (!json_take(at, ':') || !json_take(at, '{'))
		return false;
	do {
		if (!read_way(at, other))
			return false;
	} while (json_take(at, ','));
	return json_take(at, '}');
}

bool usage_read_other(struct usage *usage, const char *json)
{
	if (!json || !*json)
		return true;
	if (!json_take(&json, '{'))
		return false;
	do {
		if (!read_named(&json, usage))
			return false;
	} while (json_take(&json, ','));
	return json_take(&json, '}');
}

char *usage_string(const struct usage *usage, enum usage_way way,
		   enum usage_slot slot, tres_id_fn id, void *arg)
{
	int size = USAGE_TRES + usage->n_other, n = 0;
	struct tres_entry *entry = xcalloc(size, sizeof(*entry));
	char *text;

	for (int t = 0; t < USAGE_TRES; t++) {
		entry[n].id = tres_of[t];
		entry[n].count = usage->slot[t][way][slot];
		n += entry[n].count != TRES_NULL;
	}
	for (int i = 0; i < usage->n_other; i++) {
		const struct usage_other *other = &usage->other[i];

		entry[n].id = tres_id_named(other->name, id, arg);
		entry[n].count = other->slot[way][slot];
		n += entry[n].id && entry[n].count != TRES_NULL;
	}
	text = tres_print(entry, n);
	xfree(entry);
	return text ? text : xstrdup("");
}
