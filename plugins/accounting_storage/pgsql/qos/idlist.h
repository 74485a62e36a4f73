/*
 * idlist.h - lists of QOS ids and what sacctmgr's =, += and -= make of them
 *
 * Slurm sends a change as a list of strings: "3" (these and no others), "+3"
 * (this too), "-3" (not this one), "" (none).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_IDLIST_H
#define SLURM_PGSQL_IDLIST_H

#include "../storage/storage.h"

/* Ids in the order in which they were given, each once. Zero-initialised is
 * empty. Of deltas, a negative one takes away. */
struct idlist {
	int64_t *id; /* xmalloc */
	int n;
};

extern void idlist_free(struct idlist *list);
extern bool idlist_has(const struct idlist *list, int64_t id);
/* At the end, if it is not there. */
extern void idlist_add(struct idlist *list, int64_t id);
extern void idlist_remove(struct idlist *list, int64_t id);
extern void idlist_copy(struct idlist *to, const struct idlist *from);
/* Of an integer[], each element as it stands: deltas may tell of one id more
 * than once. */
extern void idlist_read(struct idlist *list, const struct pg_result *result,
			int row, int column);

/* The list after a change: plain ids replace what was there. */
extern void idlist_change(struct idlist *list, slurm_list_t change);

/* Each delta in turn: add or take away. */
extern void idlist_apply(struct idlist *list, const struct idlist *delta);

/*
 * An association's own QOS after a change. With a list of its own the change
 * is made to it; without one, += and -= are kept as deltas against its
 * parent's list, and plain ids make a list, which ends the deltas.
 */
extern void idlist_change_own(struct idlist *own, struct idlist *delta,
			      slurm_list_t change);

/* '{1,2}', PostgreSQL's form. xfree. */
extern char *idlist_array(const struct idlist *list);
/* As Slurm's list of strings, deltas with their sign. Appends. */
extern void idlist_to_strings(const struct idlist *list, bool deltas,
			      slurm_list_t strings);
/* "preempt=1,2" or "qos+=3, qos-=4": a change for the log. xfree. */
extern char *idlist_text(const char *what, slurm_list_t change);

#endif
