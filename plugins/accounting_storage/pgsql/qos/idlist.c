/*
 * idlist.c - lists of QOS ids and what sacctmgr's =, += and -= make of them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "idlist.h"

void idlist_free(struct idlist *list)
{
	xfree(list->id);
	list->n = 0;
}

static int place_of(const struct idlist *list, int64_t id)
{
	for (int i = 0; i < list->n; i++)
		if (list->id[i] == id)
			return i;
	return -1;
}

bool idlist_has(const struct idlist *list, int64_t id)
{
	return place_of(list, id) >= 0;
}

void idlist_add(struct idlist *list, int64_t id)
{
	if (idlist_has(list, id))
		return;
	xrecalloc(list->id, list->n + 1, sizeof(*list->id));
	list->id[list->n++] = id;
}

void idlist_remove(struct idlist *list, int64_t id)
{
	int place = place_of(list, id);

	if (place < 0)
		return;
	list->n--;
	memmove(&list->id[place], &list->id[place + 1],
		(list->n - place) * sizeof(*list->id));
}

void idlist_copy(struct idlist *to, const struct idlist *from)
{
	to->n = 0;
	for (int i = 0; i < from->n; i++)
		idlist_add(to, from->id[i]);
}

void idlist_read(struct idlist *list, const struct pg_result *result, int row,
		 int column)
{
	int n;
	int64_t *id = pg_int_array(result, row, column, &n);

	xrecalloc(list->id, n + 1, sizeof(*list->id));
	for (int i = 0; i < n; i++)
		list->id[i] = id[i];
	list->n = n;
	free(id);
}

/* ---------------------------------------------------------------- changes */

struct change {
	struct idlist *own, *delta; /* delta may be NULL */
	bool replaced;
};

static void replace(struct change *change, int64_t id)
{
	if (!change->replaced) {
		change->own->n = 0;
		if (change->delta)
			change->delta->n = 0;
		change->replaced = true;
	}
	if (id > 0)
		idlist_add(change->own, id);
}

/* Against the parent's list: the newest word on an id is the only one. */
static void keep_delta(struct idlist *delta, int64_t id)
{
	idlist_remove(delta, id);
	idlist_remove(delta, -id);
	idlist_add(delta, id);
}

static int change_one(void *item, void *arg)
{
	const char *text = item;
	struct change *change = arg;
	bool by_delta = change->delta && !change->own->n;
	int64_t id = strtoll(text + (text[0] == '+' || text[0] == '-'), NULL,
			     10);

	if (text[0] == '+' && by_delta) {
		keep_delta(change->delta, id);
	} else if (text[0] == '-' && by_delta) {
		keep_delta(change->delta, -id);
	} else if (text[0] == '+') {
		idlist_remove(change->own, id);
		idlist_add(change->own, id);
	} else if (text[0] == '-') {
		idlist_remove(change->own, id);
	} else {
		replace(change, id);
	}
	return 0;
}

void idlist_change(struct idlist *list, slurm_list_t change)
{
	struct change c = { .own = list };

	if (change)
		list_for_each(change, change_one, &c);
}

void idlist_change_own(struct idlist *own, struct idlist *delta,
		       slurm_list_t change)
{
	struct change c = { .own = own, .delta = delta };

	if (change)
		list_for_each(change, change_one, &c);
}

void idlist_apply(struct idlist *list, const struct idlist *delta)
{
	for (int i = 0; i < delta->n; i++) {
		if (delta->id[i] > 0)
			idlist_add(list, delta->id[i]);
		else
			idlist_remove(list, -delta->id[i]);
	}
}

/* ------------------------------------------------------------------ forms */

char *idlist_array(const struct idlist *list)
{
	char *text = xstrdup("{");

	for (int i = 0; i < list->n; i++)
		xstrfmtcat(text, "%s%" PRId64, i ? "," : "", list->id[i]);
	xstrcat(text, "}");
	return text;
}

void idlist_to_strings(const struct idlist *list, bool deltas,
		       slurm_list_t strings)
{
	const char *form = deltas ? "%+" PRId64 : "%" PRId64;

	for (int i = 0; i < list->n; i++)
		list_append(strings, xstrdup_printf(form, list->id[i]));
}

static void add_text(char **text, const char *what, const char *sign,
		     const char *ids)
{
	if (ids)
		xstrfmtcat(*text, "%s%s%s=%s", *text ? ", " : "", what, sign,
			   ids);
}

char *idlist_text(const char *what, slurm_list_t change)
{
	const void **item = list_to_array(change);
	char *ids[3] = { NULL, NULL, NULL }, *text = NULL;

	for (int i = 0; i < (change ? list_count(change) : 0); i++) {
		const char *id = item[i];
		int kind = id[0] == '+' ? 1 : id[0] == '-' ? 2 : 0;

		xstrfmtcat(ids[kind], "%s%s", ids[kind] ? "," : "",
			   id + (kind > 0));
	}
	add_text(&text, what, "", ids[0]);
	add_text(&text, what, "+", ids[1]);
	add_text(&text, what, "-", ids[2]);
	for (int i = 0; i < 3; i++)
		xfree(ids[i]);
	xfree(item);
	return text;
}
