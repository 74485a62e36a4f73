/*
 * change.c - what one message of slurmctld says of a step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "change.h"

#include "src/slurm/json.h"

#include "../tres/tres_names.h"

static const struct column columns[] = {
#define STEP_COLUMN(name, type, kind, group, since)                            \
	{ #name,                                                               \
	  type,                                                                \
	  COLUMN_##kind,                                                       \
	  STEP_GROUP_##group,                                                  \
	  offsetof(struct step_change, name),                                  \
	  false },
#define STEP_COLUMN_OWN(name, type, kind, group, since)                        \
	{ #name,                                                               \
	  type,                                                                \
	  COLUMN_##kind,                                                       \
	  STEP_GROUP_##group,                                                  \
	  offsetof(struct step_change, name),                                  \
	  true },
#include "columns.def"
};

/* A sign of life takes a provisional end back. */
static const char end_wins[] =
	"((m.end_rank > 0 AND m.end_rank >= j.end_rank)"
	" OR (m.end_rank = 0 AND j.end_rank = 1 AND m.lives = 1))";

static const struct column_group groups[] = {
	[STEP_GROUP_START] = { "start" },
	[STEP_GROUP_END] = { "end", .wins = end_wins },
};

const struct column_table step_table = {
	.column = columns,
	.columns = ARRAY_SIZE(columns),
	.group = groups,
	.groups = STEP_GROUPS,
	.rank = offsetof(struct step_change, rank),
};

struct step_change *step_change_new(struct job_change *job)
{
	struct step_change *change = xmalloc(sizeof(*change));

	columns_init(&step_table, change);
	change->job = job;
	return change;
}

static void figures_free(struct step_figures *figures)
{
	if (!figures)
		return;
	xfree(figures->tres_id);
	for (int w = 0; w < USAGE_WAYS; w++)
		for (int s = 0; s < USAGE_SLOTS; s++)
			xfree(figures->value[w][s]);
	xfree(figures);
}

void step_change_free(void *change)
{
	struct step_change *c = change;

	if (!c)
		return;
	columns_free(&step_table, c);
	job_change_free(c->job);
	xfree(c->alloc_tres);
	figures_free(c->figures);
	xfree(c);
}

void step_change_fold(struct step_change *earlier, struct step_change *later)
{
	columns_fold(&step_table, earlier, later);
	earlier->lives |= later->lives;
	job_change_fold(earlier->job, later->job);
	later->job = NULL;
	step_change_free(later);
}

void step_change_overlay(struct step_change *earlier,
			 const struct step_change *later)
{
	columns_overlay(&step_table, earlier, later);
	earlier->lives |= later->lives;
}

/* ----------------------------------------------------------- resolving */

static void resolve_alloc(struct step_change *change)
{
	struct tres_amounts amounts;

	tres_split(change->alloc_tres, tres_name, NULL, &amounts);
	change->alloc_cpus = amounts.cpus;
	change->alloc_mem_mb = amounts.mem_mb;
	change->alloc_nodes = amounts.nodes;
	change->alloc_billing = amounts.billing;
	change->alloc_other_tres = amounts.other;
	xfree(change->alloc_tres);
}

/* Slurm's average is the total over the tasks, and none without tasks. */
static void set_average(struct usage *usage, enum usage_way way, uint32_t id,
			uint64_t total, uint32_t tasks)
{
	if (tasks && total <= INT64_MAX)
		usage_set(usage, id, way, USAGE_AVE, total / tasks, tres_name,
			  NULL);
}

static void set_figures(struct usage *usage, const struct step_figures *figures,
			uint32_t tasks)
{
	for (int w = 0; w < USAGE_WAYS; w++) {
		for (int i = 0; i < figures->n; i++)
			set_average(usage, w, figures->tres_id[i],
				    figures->value[w][USAGE_TOT][i], tasks);
		for (int s = USAGE_AVE + 1; s < USAGE_SLOTS; s++)
			for (int i = 0; i < figures->n; i++)
				usage_set(usage, figures->tres_id[i], w, s,
					  figures->value[w][s][i], tres_name,
					  NULL);
	}
}

static void resolve_figures(struct step_change *change)
{
	struct usage usage;

	usage_init(&usage);
	set_figures(&usage, change->figures, change->tasks);
	change->cpu_in = usage_array(&usage, USAGE_CPU, USAGE_IN);
	change->cpu_out = usage_array(&usage, USAGE_CPU, USAGE_OUT);
	change->mem_in = usage_array(&usage, USAGE_MEM, USAGE_IN);
	change->mem_out = usage_array(&usage, USAGE_MEM, USAGE_OUT);
	change->vmem_in = usage_array(&usage, USAGE_VMEM, USAGE_IN);
	change->vmem_out = usage_array(&usage, USAGE_VMEM, USAGE_OUT);
	change->disk_in = usage_array(&usage, USAGE_DISK, USAGE_IN);
	change->disk_out = usage_array(&usage, USAGE_DISK, USAGE_OUT);
	change->pages_in = usage_array(&usage, USAGE_PAGES, USAGE_IN);
	change->pages_out = usage_array(&usage, USAGE_PAGES, USAGE_OUT);
	change->energy_in = usage_array(&usage, USAGE_ENERGY, USAGE_IN);
	change->energy_out = usage_array(&usage, USAGE_ENERGY, USAGE_OUT);
	change->other_usage = usage_other_json(&usage);
	usage_free(&usage);
	figures_free(change->figures);
	change->figures = NULL;
}

void step_change_resolve(struct step_change *change)
{
	job_change_resolve(change->job);
	if (change->alloc_tres)
		resolve_alloc(change);
	if (change->figures)
		resolve_figures(change);
}

/* -------------------------------------------------------------- describe */

static char *describe_figures(const struct step_figures *figures)
{
	char *json = NULL, name[32], number[16];

	for (int w = 0; w < USAGE_WAYS; w++) {
		for (int s = USAGE_AVE + 1; s < USAGE_SLOTS; s++) {
			char *slot = NULL;

			for (int i = 0; i < figures->n; i++) {
				if (figures->value[w][s][i] == INFINITE64)
					continue;
				snprintf(number, sizeof(number), "%u",
					 figures->tres_id[i]);
				json_add_int(&slot, number,
					     figures->value[w][s][i]);
			}
			snprintf(name, sizeof(name), "%s_%d",
				 w == USAGE_IN ? "in" : "out", s + 1);
			json_add_raw(&json, name, slot);
			xfree(slot);
		}
	}
	return json;
}

char *step_change_describe(const void *change)
{
	const struct step_change *c = change;
	char *job = job_change_describe(c->job), *json = NULL;

	json_add_int(&json, "step_id", c->step_id);
	json_add_int(&json, "het_comp", c->het_comp);
	json_add_text(&json, "alloc_tres", c->alloc_tres);
	columns_describe(&step_table, c, &json);
	if (c->figures) {
		char *figures = describe_figures(c->figures);

		json_add_int(&json, "tasks", c->tasks);
		json_add_raw(&json, "usage", figures);
		xfree(figures);
	}
	json_add_raw(&json, "job", job);
	xfree(job);
	return json;
}
