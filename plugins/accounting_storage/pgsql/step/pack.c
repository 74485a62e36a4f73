/*
 * pack.c - changes of steps as fields
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pack.h"

#include <pthread.h>

#include "../job/pack.h"
#include "../record/column_pack.h"

/* More TRES than any cluster counts. */
#define MOST_TRES 100000

static uint32_t figure_tags[USAGE_WAYS][USAGE_SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_tags(void)
{
	char name[32];

	for (int w = 0; w < USAGE_WAYS; w++) {
		for (int s = 0; s < USAGE_SLOTS; s++) {
			snprintf(name, sizeof(name), "figure_%d_%d", w, s);
			figure_tags[w][s] = field_tag(name);
		}
	}
}

static uint32_t figure_tag(int way, int slot)
{
	pthread_once(&once, make_tags);
	return figure_tags[way][slot];
}

static void pack_figures(const struct step_figures *figures,
			 struct field_buf *to)
{
	uint64_t *id = xcalloc(figures->n, sizeof(*id));

	for (int i = 0; i < figures->n; i++)
		id[i] = figures->tres_id[i];
	field_put_int(to, field_tag("n"), figures->n);
	field_put_uint64s(to, field_tag("tres_id"), id, figures->n);
	xfree(id);
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = 0; s < USAGE_SLOTS; s++)
			if (figures->value[w][s])
				field_put_uint64s(to, figure_tag(w, s),
						  figures->value[w][s],
						  figures->n);
}

void step_change_pack(const void *change, struct field_buf *to)
{
	const struct step_change *c = change;
	size_t opened = field_open(to, field_tag("job"));

	job_change_pack(c->job, to);
	field_close(to, opened);
	field_put_int(to, field_tag("step_id"), c->step_id);
	field_put_int(to, field_tag("het_comp"), c->het_comp);
	field_put_int(to, field_tag("lives"), c->lives);
	field_put_int(to, field_tag("tasks"), c->tasks);
	field_put_text(to, field_tag("alloc_tres"), c->alloc_tres);
	if (c->figures) {
		opened = field_open(to, field_tag("figures"));
		pack_figures(c->figures, to);
		field_close(to, opened);
	}
	columns_pack(&step_table, c, to);
}

/* -------------------------------------------------------------- unpacking */

static void unpack_ids(struct step_figures *figures, const struct field *f)
{
	uint64_t *id = xcalloc(figures->n, sizeof(*id));
	int n = field_uint64s(f, id, figures->n);

	for (int i = 0; i < n; i++)
		figures->tres_id[i] = id[i];
	xfree(id);
}

static void unpack_values(struct step_figures *figures, const struct field *f)
{
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = 0; s < USAGE_SLOTS; s++) {
			if (figure_tag(w, s) != f->tag || figures->value[w][s])
				continue;
			figures->value[w][s] =
				xcalloc(figures->n, sizeof(uint64_t));
			(void)field_uint64s(f, figures->value[w][s],
					    figures->n);
		}
}

/* The count comes first. What is not told is not gathered. */
static struct step_figures *unpack_figures(struct field_reader from)
{
	struct step_figures *figures;
	struct field f;
	int64_t n;

	if (!field_next(&from, &f) || !field_is(&f, "n"))
		return NULL;
	n = field_int(&f, -1);
	if (n < 0 || n > MOST_TRES)
		return NULL;
	figures = xmalloc(sizeof(*figures));
	figures->n = n;
	figures->tres_id = xcalloc(n, sizeof(*figures->tres_id));
	while (field_next(&from, &f)) {
		if (field_is(&f, "tres_id"))
			unpack_ids(figures, &f);
		else
			unpack_values(figures, &f);
	}
	return figures;
}

static void unpack_own(struct step_change *c, const struct field *f)
{
	struct field_reader inside;

	if (field_is(f, "job") && !c->job) {
		inside = field_inside(f);
		c->job = job_change_unpack(&inside);
	} else if (field_is(f, "figures") && !c->figures) {
		c->figures = unpack_figures(field_inside(f));
	} else if (field_is(f, "step_id")) {
		c->step_id = field_int(f, 0);
	} else if (field_is(f, "het_comp")) {
		c->het_comp = field_int(f, -1);
	} else if (field_is(f, "lives")) {
		c->lives = field_int(f, 0);
	} else if (field_is(f, "tasks")) {
		c->tasks = field_int(f, 0);
	} else if (field_is(f, "alloc_tres")) {
		field_text(f, &c->alloc_tres);
	}
}

void *step_change_unpack(struct field_reader *from)
{
	struct step_change *c = step_change_new(NULL);
	struct field f;
	int hint = 0;

	c->het_comp = -1;
	while (field_next(from, &f))
		if (!columns_unpack(&step_table, c, &f, &hint))
			unpack_own(c, &f);
	if (!from->broken && c->job)
		return c;
	step_change_free(c);
	return NULL;
}
