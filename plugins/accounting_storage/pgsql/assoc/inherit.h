/*
 * inherit.h - which associations a change to their parent reaches
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_INHERIT_H
#define SLURM_PGSQL_INHERIT_H

#include "../storage/storage.h"

/* What a change concerns. */
struct reach {
	uint64_t limits; /* of assoc_limits */
	uint64_t qos;	 /* bit i: word i of the change to the list of QOS, the
			  * last bit for all words from there on */
};

/* All words of a change to a list of QOS; 0 if it asks for nothing. */
extern uint64_t inherit_all_words(slurm_list_t words);

/*
 * Called for each user's association that the change reaches, in the order
 * of lft, with what of it does.
 */
typedef void (*inherit_fn)(const slurmdb_assoc_rec_t *assoc,
			   const struct reach *reach, void *arg);

/*
 * assocs: the subtree of `top` and maybe others, by lft, read without
 * inheritance. words: the change to the list of QOS, as Slurm sends it; may be
 * NULL. A change reaches down as far as there is no value of its own in the
 * way, a word on a QOS as far as there is no opposite word; accounts pass it
 * on and are not named themselves.
 */
extern void inherit_walk(const slurmdb_assoc_rec_t *top, struct reach change,
			 slurm_list_t words, slurm_list_t assocs,
			 inherit_fn fn, void *arg);

#endif
