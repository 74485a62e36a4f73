/*
 * kind.h - what the kinds of records differ in (private to this directory)
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIFFERENCE_KIND_H
#define SLURM_PGSQL_DIFFERENCE_KIND_H

#include "difference.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* What the kinds of records differ in. */
struct difference_kind {
	int (*compare)(const void *a, const void *b); /* of void ** */
	void (*destroy)(void *record);
	slurmdb_update_type_t add;
	/* they look at both, and may take members of fresh over */
	void (*modified)(slurm_list_t updates, void *cached, void *fresh);
	void (*removed)(slurm_list_t updates, void *cached);
	void (*prepare)(void *fresh); /* for add; may be NULL */
};

/* Add to updates what makes cached into fresh, which is consumed. */
extern void difference_pair(slurm_list_t updates,
			    const struct difference_kind *kind,
			    slurm_list_t cached, slurm_list_t fresh);

/* object joins the updates of its type, which own it. */
extern void difference_add(slurm_list_t updates, slurmdb_update_type_t type,
			   void *object);

static inline int compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

#endif
