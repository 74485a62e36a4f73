/*
 * words.c - associations as Slurm names them to people, and in lists
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../storage/lists.h"
#include "assoc.h"

static int append_id(void *item, void *arg)
{
	int64_t **next = arg;
	slurmdb_assoc_rec_t *assoc = item;

	*(*next)++ = assoc->id;
	return 0;
}

int64_t *assoc_ids(slurm_list_t assocs)
{
	int64_t *ids = xcalloc(list_count(assocs) + 1, sizeof(*ids));
	int64_t *next = ids;

	list_for_each(assocs, append_id, &next);
	return ids;
}

char *assoc_line(const slurmdb_assoc_rec_t *assoc, int account_width)
{
	char *line = NULL;

	if (assoc->user) {
		xstrfmtcat(line, "C = %-10s A = %-*s U = %-9s", assoc->cluster,
			   account_width, assoc->acct, assoc->user);
		if (assoc->partition)
			xstrfmtcat(line, " P = %s", assoc->partition);
	} else {
		xstrfmtcat(line, "C = %-10s A = %s", assoc->cluster,
			   assoc->acct);
		if (assoc->parent_acct)
			xstrfmtcat(line, " of %s", assoc->parent_acct);
	}
	return line;
}

/* ------------------------------------------- default accounts in the way */

static int compare_users(const void *x, const void *y)
{
	const slurmdb_assoc_rec_t *a = *(slurmdb_assoc_rec_t *const *)x;
	const slurmdb_assoc_rec_t *b = *(slurmdb_assoc_rec_t *const *)y;
	int diff = xstrcmp(a->user, b->user);

	return diff ? diff : (a->is_def > b->is_def) - (a->is_def < b->is_def);
}

static bool is_considered(const slurmdb_assoc_rec_t *assoc,
			  slurm_list_t accounts)
{
	return assoc->user &&
	       (!accounts || list_find_first(accounts, slurm_find_char_in_list,
					     assoc->acct));
}

int assoc_check_defaults(slurm_list_t assocs, slurm_list_t accounts,
			 slurm_list_t lines)
{
	slurmdb_assoc_rec_t **assoc =
		(slurmdb_assoc_rec_t **)list_to_array(assocs);
	bool other = false, in_the_way = false;
	int n = 0;

	for (int i = 0; i < list_count(assocs); i++)
		if (is_considered(assoc[i], accounts))
			assoc[n++] = assoc[i];
	qsort(assoc, n, sizeof(*assoc), compare_users);
	for (int i = 0; i < n; i++) {
		if (assoc[i]->is_def != 1) {
			other = true;
			continue;
		}
		if (!other)
			continue;
		if (!in_the_way)
			list_flush(lines);
		in_the_way = true;
		list_append(lines,
			    xstrdup_printf("C = %-15s A = %-10s U = %-9s",
					   assoc[i]->cluster, assoc[i]->acct,
					   assoc[i]->user));
	}
	xfree(assoc);
	return in_the_way ? ESLURM_NO_REMOVE_DEFAULT_ACCOUNT : SLURM_SUCCESS;
}
