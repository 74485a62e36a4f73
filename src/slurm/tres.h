/*
 * tres.h - lists of TRES: Slurm's '1=4,2=8000,1001=2' as columns, and back
 *
 * Four TRES of every job have columns of their own; all others stand in one
 * JSON object by name, {"gres/gpu": 2}. Pure functions: the caller hands in
 * how a TRES id becomes a name and a name an id.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_TRES_H
#define SLURM_PGSQL_TRES_H

#include <stdbool.h>
#include <stdint.h>

/* A count that is not known: NULL in the database. */
#define TRES_NULL INT64_MIN

/* TRES with an id of Slurm's own (slurm/slurmdb.h, TRES_CPU and so on). */
enum {
	TRES_ID_CPU = 1,
	TRES_ID_MEM,
	TRES_ID_ENERGY,
	TRES_ID_NODE,
	TRES_ID_BILLING,
	TRES_ID_FS_DISK,
	TRES_ID_VMEM,
	TRES_ID_PAGES,
};

/* The name of a TRES, "gres/gpu", or NULL if there is none of this id. */
typedef const char *(*tres_name_fn)(uint32_t id, void *arg);
/* The id of a TRES by its name, or 0. */
typedef uint32_t (*tres_id_fn)(const char *name, void *arg);

struct tres_amounts {
	int64_t cpus, mem_mb, nodes, billing; /* TRES_NULL if not in the list */
	char *other; /* JSON object without nulls (xmalloc), or NULL if empty */
};

/*
 * Take a list apart. NULL and "" are lists without an entry. Slurm's
 * sentinels (NO_VAL64, INFINITE64, and all else that is no bigint) are left
 * out, so is what is malformed; of a TRES named twice the first counts, as in
 * slurmdb_find_tres_count_in_string(). A TRES without a name is called
 * "tres/ID". The caller calls tres_amounts_free().
 */
extern void tres_split(const char *list, tres_name_fn name, void *arg,
		       struct tres_amounts *amounts_r);
extern void tres_amounts_free(struct tres_amounts *amounts);

/*
 * The list again, ids ascending; NULL if it is empty. Names that id() does
 * not know are left out. xfree.
 */
extern char *tres_join(const struct tres_amounts *amounts, tres_id_fn id,
		       void *arg);

struct tres_entry {
	uint32_t id;
	int64_t count;
};

/* The list of n entries, which are put in order by id; NULL if n is 0. xfree.
 * Not by stdio, which took more than a third of slurmdbd's time for an answer
 * to sacct: each step has sixteen of them. */
extern char *tres_print(struct tres_entry *entries, int n);

/* As id(), which is asked first, but "tres/ID" has an id without being known.
 */
extern uint32_t tres_id_named(const char *name, tres_id_fn id, void *arg);

/* One entry of a list: true and *id_r, *count_r, with *list behind it; false
 * at the end. Malformed entries are skipped. */
extern bool tres_list_next(const char **list, uint32_t *id_r,
			   uint64_t *count_r);

#endif
