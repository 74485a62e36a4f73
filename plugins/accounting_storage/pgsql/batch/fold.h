/*
 * fold.h - what many records say, one change for each job and step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_BATCH_FOLD_H
#define SLURM_PGSQL_BATCH_FOLD_H

#include "../step/step.h"

/* Rows that are found by a hash: first of a bucket, next of the same bucket;
 * -1 is none. */
struct fold_index {
	int *first, *next;
};

struct fold {
	int room;               /* for so many records */
	uint32_t mask;          /* of buckets */
	struct job_change *job; /* texts belong to the records */
	int jobs;
	struct step_change *step;
	int *job_of; /* of a step: index in job */
	int steps;
	struct fold_index by_id, by_index, by_step;
};

/* For at most n records; fold_free() frees it, and nothing of the records. */
extern void fold_init(struct fold *fold, int n);
extern void fold_free(struct fold *fold);
/* Forget what was added. */
extern void fold_clear(struct fold *fold);

/* Records of this kind can be folded. */
extern bool fold_knows(const struct record_kind *kind);
/*
 * Add a record, which must live as long as the fold. False: what is folded has
 * to be stored before it can be.
 */
extern bool fold_add(struct fold *fold, const struct record *record);

#endif
