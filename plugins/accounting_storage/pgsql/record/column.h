/*
 * column.h - columns of a record's table, one list for all who need them
 *
 * job/columns.def and step/columns.def are the only lists of columns. From
 * each of them are made: the change struct (one member a column, of the same
 * name), the arrays of its merge statement, its fold, its JSON, and the
 * reader of rows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_COLUMN_H
#define SLURM_PGSQL_COLUMN_H

#include <stddef.h>

#include "../storage/storage.h"

/* NULL of an integer member. */
#define COLUMN_NULL INT64_MIN

enum column_kind {
	COLUMN_TEXT, /* char *, xmalloc; NULL is NULL */
	COLUMN_INT,  /* int64_t; COLUMN_NULL is NULL */
	COLUMN_TIME, /* time_t; 0 is NULL */
};

#define COLUMN_TYPE_TEXT char *
#define COLUMN_TYPE_INT int64_t
#define COLUMN_TYPE_TIME time_t

struct column {
	const char *name;
	const char *type; /* in the table: what the element is cast to */
	enum column_kind kind;
	int group;     /* the message group that it belongs to */
	size_t offset; /* of its member in the change struct */
	bool own;      /* the statement's template writes it itself */
};

struct column_group {
	const char *name; /* NAME_rank is the row's column */
	/* SQL: the change m writes the group in row j. NULL: if it carries
	 * the group with a rank that is not lower than the row's. */
	const char *wins;
	bool adds; /* what is NULL does not overwrite */
};

/* No table has more. */
#define COLUMN_GROUPS_MAX 8

/* A table of records. */
struct column_table {
	const struct column *column;
	int columns;
	const struct column_group *group;
	int groups;
	size_t rank; /* offset of int rank[groups] in the change struct */
};

/* All members NULL, all ranks 0. */
extern void columns_init(const struct column_table *table, void *change);
extern void columns_free(const struct column_table *table, void *change);
/* Members of one group NULL, its rank 0. */
extern void columns_clear(const struct column_table *table, void *change,
			  int group);

/*
 * Two changes of one record become one, as if stored in this order: `into`
 * first, then `change`, which loses what is taken over.
 */
extern void columns_fold(const struct column_table *table, void *into,
			 void *change);
/* The same, but change keeps its texts, and `into` only borrows what texts it
 * holds: columns_free() is not for it. */
extern void columns_overlay(const struct column_table *table, void *into,
			    const void *change);

/* Take the members and ranks from a row that has what @read@ stands for from
 * column `first` on. *change is without members before, and owns them then. */
extern void columns_read(const struct column_table *table,
			 const struct pg_result *row, int first, void *change);

/* A row with these ranks has heard more of every group that change carries. */
extern bool columns_outranked(const struct column_table *table,
			      const void *change, const int *row);

/* Members that are not NULL, and ranks that are not 0, into a JSON object. */
extern void columns_describe(const struct column_table *table,
			     const void *change, char **json);

/* One array for each group's rank, then one for each column, of n changes. */
extern void columns_bind(const struct column_table *table,
			 struct pg_params *params, const void *const *changes,
			 int n);

/*
 * A statement made of a template and the table's columns. In the template
 * stand, each alone on a line and ended as the list needs it:
 *   @types@    the arrays as unnest() takes them, from parameter `first` on
 *   @names@    what they are called: NAME_rank, then the columns
 *   @assign@   SET: ranks and columns, as the groups say
 *   @touches@  some group is written
 *   @columns@  ranks and columns for an INSERT
 *   @values@   and where they come from
 *   @wins:GROUP@ (within a line) the group is written
 *   @read@     the ranks and columns of row j, as columns_read() takes them
 * The row is j, the change m. Kept for the life of the process.
 */
extern const struct pg_statement *
columns_statement(const struct column_table *table,
		  const struct pg_statement *template, int first);

#endif
