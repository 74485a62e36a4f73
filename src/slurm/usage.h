/*
 * usage.h - what a step used: Slurm's sixteen TRES strings as typed arrays
 *
 * Slurm keeps, for what a step took in and gave out, eight figures of each
 * TRES (jobacctinfo, and slurmdb_stats_t in slurm/slurmdb.h). The database
 * keeps them the other way round: for each TRES an array of the eight figures,
 * so that "mem_in[2]" is the max RSS of a task, in bytes. Slots that were not
 * gathered are NULL. TRES from 1001 on (gres/gpuutil) stand in one JSON object
 * by name, {"gres/gpuutil": {"in": [...], "out": [...]}}.
 *
 * Units are Slurm's: cpu in milliseconds, mem, vmem and disk in bytes, energy
 * in joules, pages as a count.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_USAGE_H
#define SLURM_PGSQL_USAGE_H

#include "tres.h"

/* Slots of an array; the database counts them from 1. */
enum usage_slot {
	USAGE_AVE,      /* total over the number of tasks, rounded down */
	USAGE_MAX,      /* of the task that used most */
	USAGE_MAX_NODE, /* that task's node, counted from 0 in the node list */
	USAGE_MAX_TASK, /* and its number */
	USAGE_MIN,
	USAGE_MIN_NODE,
	USAGE_MIN_TASK,
	USAGE_TOT,
	USAGE_SLOTS
};

enum usage_way { USAGE_IN, USAGE_OUT, USAGE_WAYS };

/* The TRES that have columns, as they are named: NAME_in, NAME_out. */
enum usage_tres {
	USAGE_CPU,
	USAGE_MEM,
	USAGE_VMEM,
	USAGE_DISK,
	USAGE_PAGES,
	USAGE_ENERGY,
	USAGE_TRES
};

struct usage_other {
	char *name;
	int64_t slot[USAGE_WAYS][USAGE_SLOTS];
};

struct usage {
	int64_t slot[USAGE_TRES][USAGE_WAYS][USAGE_SLOTS]; /* TRES_NULL: none */
	struct usage_other *other;                         /* n_other of them */
	int n_other;
};

extern void usage_init(struct usage *usage);
extern void usage_free(struct usage *usage);

/* Note one figure. Sentinels are left out; a node or task number that is
 * NO_VAL or INFINITE (32 bits) too. */
extern void usage_set(struct usage *usage, uint32_t tres_id, enum usage_way way,
		      enum usage_slot slot, uint64_t value, tres_name_fn name,
		      void *arg);

/* The array as PostgreSQL reads it, "{1,NULL,...}", or NULL if it has no
 * figure. xfree. */
extern char *usage_array(const struct usage *usage, enum usage_tres tres,
			 enum usage_way way);
/* The JSON object of all others, or NULL. xfree. */
extern char *usage_other_json(const struct usage *usage);

/* Read what the two functions above wrote; NULL and "" hold no figure. False
 * if the text is malformed. */
extern bool usage_read_array(struct usage *usage, enum usage_tres tres,
			     enum usage_way way, const char *text);
extern bool usage_read_other(struct usage *usage, const char *json);

/* The string that Slurm made of this slot, "1=90,2=4096", ids ascending; ""
 * without a figure. xfree. */
extern char *usage_string(const struct usage *usage, enum usage_way way,
			  enum usage_slot slot, tres_id_fn id, void *arg);

#endif
