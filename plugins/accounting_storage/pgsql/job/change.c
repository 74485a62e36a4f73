/*
 * change.c - what one message of slurmctld says of a job's record
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "change.h"

#include "src/common/run_in_daemon.h"
#include "src/common/uid.h"

#include "src/slurm/json.h"
#include "src/slurm/tres.h"

#include "../tres/tres_names.h"

static const struct column columns[] = {
#define JOB_COLUMN(name, type, kind, group, since)                             \
	{ #name,                                                               \
	  type,                                                                \
	  COLUMN_##kind,                                                       \
	  JOB_GROUP_##group,                                                   \
	  offsetof(struct job_change, name),                                   \
	  false },
#define JOB_COLUMN_OWN(name, type, kind, group, since)                         \
	{ #name,                                                               \
	  type,                                                                \
	  COLUMN_##kind,                                                       \
	  JOB_GROUP_##group,                                                   \
	  offsetof(struct job_change, name),                                   \
	  true },
#include "columns.def"
};

/*
 * An end of a life that went on elsewhere does not end a later life that
 * slurmctld gave the same submit time, and that life's start takes such an
 * end back; so does any sign of life a provisional one.
 */
static const char end_wins[] =
	"((m.end_rank > 0 AND m.end_rank >= j.end_rank"
	" AND NOT (m.end_rank = 2 AND j.start_rank >= 3"
	" AND j.start_time > m.end_time))"
	" OR (m.end_rank = 0 AND ((j.end_rank = 1 AND m.lives = 1)"
	" OR (j.end_rank = 2 AND m.start_rank >= 3"
	" AND m.start_time > j.end_time))))";

static const struct column_group groups[] = {
	[JOB_GROUP_SUBMIT] = { "submit" },
	[JOB_GROUP_START] = { "start" },
	[JOB_GROUP_ALLOC] = { "alloc" },
	[JOB_GROUP_END] = { "end", .wins = end_wins },
	[JOB_GROUP_ADMIN] = { "admin", .adds = true },
	[JOB_GROUP_SCRIPT] = { "script", .adds = true },
};

const struct column_table job_table = {
	.column = columns,
	.columns = ARRAY_SIZE(columns),
	.group = groups,
	.groups = JOB_GROUPS,
	.rank = offsetof(struct job_change, rank),
};

struct job_change *job_change_new(const char *message)
{
	struct job_change *change = xmalloc(sizeof(*change));

	columns_init(&job_table, change);
	change->message = message;
	change->flags = 0;
	return change;
}

void job_change_free(void *change)
{
	struct job_change *c = change;

	if (!c)
		return;
	columns_free(&job_table, c);
	xfree(c->req_tres);
	xfree(c->alloc_tres);
	xfree(c);
}

uint64_t job_index_make(uint32_t job_id, time_t submit)
{
	return (uint64_t)(uint32_t)submit << 32 | job_id;
}

void job_change_identify(struct job_change *change, uint64_t carried,
			 uint32_t job_id, time_t submit)
{
	bool absent = !carried || carried == NO_VAL64;
	uint64_t index = absent ? job_index_make(job_id, submit) : carried;

	change->db_index = index;
	change->job_id = job_id;
	change->submit_time = submit;
	if (absent) {
		change->probe_time = submit;
	} else if (index <= UINT32_MAX) {
		/* MySQL numbered it; we may have it from before, or not */
		change->probe_time = submit;
	} else if ((uint32_t)index == job_id) {
		/* ours: it tells the submit time itself, which the message
		 * of a resized job does not */
		change->submit_time = index >> 32;
		change->probe_time = change->submit_time;
	}
	/* else slurmctld's own (24.11 on), which is always right */
}

void job_change_fold(struct job_change *earlier, struct job_change *later)
{
	columns_fold(&job_table, earlier, later);
	earlier->lives |= later->lives;
	earlier->message = "fold";
	/* as end_wins has it */
	if (earlier->rank[JOB_GROUP_END] == END_CONTINUED &&
	    earlier->rank[JOB_GROUP_START] >= START_RUNNING &&
	    earlier->start_time > earlier->end_time)
		columns_clear(&job_table, earlier, JOB_GROUP_END);
	job_change_free(later);
}

void job_change_overlay(struct job_change *earlier,
			const struct job_change *later)
{
	columns_overlay(&job_table, earlier, later);
	earlier->lives |= later->lives;
	earlier->message = "fold";
	if (!earlier->submit_time)
		earlier->submit_time = later->submit_time;
}

static void resolve_req(struct job_change *change)
{
	struct tres_amounts amounts;

	tres_split(change->req_tres, tres_name, NULL, &amounts);
	change->req_cpus = amounts.cpus;
	change->req_mem_mb = amounts.mem_mb;
	change->req_nodes = amounts.nodes;
	change->req_billing = amounts.billing;
	change->req_other_tres = amounts.other;
	xfree(change->req_tres);
}

static void resolve_alloc(struct job_change *change)
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

/* Without an association, which direct mode allows, slurmctld knows the owner
 * by number alone; the database shows people their own by name. */
static void resolve_user(struct job_change *change)
{
	const char *name;

	if (change->user_name || change->assoc_id != COLUMN_NULL ||
	    change->user_id == COLUMN_NULL || !running_in_slurmctld())
		return;
	name = uid_to_string_cached(change->user_id);
	if (xstrcmp(name, "nobody")) /* a number that has no name */
		change->user_name = xstrdup(name);
}

void job_change_resolve(struct job_change *change)
{
	resolve_user(change);
	if (change->req_tres)
		resolve_req(change);
	if (change->alloc_tres)
		resolve_alloc(change);
}

char *job_change_describe(const void *change)
{
	const struct job_change *c = change;
	char *json = NULL;

	json_add_text(&json, "message", c->message);
	json_add_int(&json, "db_index", (int64_t)c->db_index);
	json_add_int(&json, "job_id", c->job_id);
	json_add_int(&json, "submit_time", c->submit_time);
	json_add_text(&json, "req_tres", c->req_tres);
	json_add_text(&json, "alloc_tres", c->alloc_tres);
	columns_describe(&job_table, c, &json);
	return json;
}
