/*
 * change.h - what one message of slurmctld says of a step
 *
 * As ../job/change.h has it. A step that ends without a start is kept:
 * start_rank tells that its start has not been heard.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STEP_CHANGE_H
#define SLURM_PGSQL_STEP_CHANGE_H

#include "src/slurm/usage.h"

#include "../record/column.h"
#include "../job/change.h"

enum step_group { STEP_GROUP_START, STEP_GROUP_END, STEP_GROUPS };

/* Ranks; 0 is a group that the message does not carry. */
enum {
	STEP_START_HINT = 1, /* of its end */
	STEP_STARTED,

	STEP_END_PROVISIONAL = 1, /* flush_jobs */
	STEP_ENDED,
};

/* The figures of a jobacctinfo, as they are. */
struct step_figures {
	int n;
	uint32_t *tres_id;                        /* n */
	uint64_t *value[USAGE_WAYS][USAGE_SLOTS]; /* n each; NULL: ave */
};

struct step_change {
	struct job_change *job; /* what it says of the job */
	int64_t step_id;        /* as Slurm prints it: -5 is the batch script */
	int64_t het_comp;       /* -1: no component */
	bool lives;             /* takes a provisional end back */
	uint32_t tasks;
	/* until they are resolved */
	char *alloc_tres;
	struct step_figures *figures;
	int rank[STEP_GROUPS];

#define STEP_COLUMN(name, type, kind, group, since) COLUMN_TYPE_##kind name;
#include "columns.def"
};

extern const struct column_table step_table;

/* Takes job over. */
extern struct step_change *step_change_new(struct job_change *job);
extern void step_change_free(void *change);
/* As job_change_fold(): both resolved and of the same step; job is folded
 * too. */
extern void step_change_fold(struct step_change *earlier,
			     struct step_change *later);
/* As job_change_overlay(); the job is left alone. */
extern void step_change_overlay(struct step_change *earlier,
				const struct step_change *later);
/* As job_change_resolve(); of the job too. */
extern void step_change_resolve(struct step_change *change);
extern char *step_change_describe(const void *change);

#endif
