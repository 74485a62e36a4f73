/*
 * lists.h - Slurm's lists as parameters, results as Slurm's lists
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_LISTS_H
#define SLURM_PGSQL_LISTS_H

#include "storage.h"

/* Slurm's conditions: a list that is NULL or empty asks for nothing. */
extern bool list_asks(slurm_list_t list);

/* A list of char * as a text[]; NULL where it asks for nothing. */
extern void params_add_names(struct pg_params *p, slurm_list_t names);
/* The same of a message's list (wire.h). */
extern void params_add_sent_names(struct pg_params *p, slurm_list_t names);
/* A list of char * that are numbers as an integer[]; NULL likewise. What is
 * not a number is left out. */
extern void params_add_ids(struct pg_params *p, slurm_list_t ids);

/* Host names such as n[1-4], or NULL, as a text[]; NULL where none is meant. */
extern void params_add_hosts(struct pg_params *p, const char *expression);

/* One column of a result as a list of char *. Caller frees. */
extern slurm_list_t list_of_column(const struct pg_result *result, int column);

/* The records of a list as an array of n = list_count(); xfree. */
extern const void **list_to_array(slurm_list_t list);

/*
 * What an entry point that returns a list says of the outcome rc: the list,
 * with errno 0; for what Slurm calls no failure (nothing changed, jobs still
 * running, a default account in the way) the list with that errno, from which
 * slurmdbd and sacctmgr make their message; else NULL with errno, and the
 * list is freed. list may be NULL.
 */
extern slurm_list_t list_outcome(slurm_list_t list, int rc);

#endif
