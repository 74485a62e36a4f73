/*
 * limits.h - every limit of associations and QOS, in one table each
 *
 * A limit is a column of slurm_data.assoc or slurm_data.qos and a member of
 * slurmdb_assoc_rec_t or slurmdb_qos_rec_t. The tables make them all the
 * same work: reading, adding, changing, clearing, inheriting and logging.
 *
 * Slurm's conventions (slurmdb.h, man sacctmgr): in a change NO_VAL means "as
 * it is" and INFINITE "no limit"; a TRES list names what changes, -1 clears
 * one of them. What is read has INFINITE, or NULL for a list, where there is
 * no limit.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_LIMITS_H
#define SLURM_PGSQL_LIMITS_H

#include "../storage/storage.h"

enum limit_kind {
	LIMIT_COUNT,  /* uint32_t */
	LIMIT_SMALL,  /* uint16_t */
	LIMIT_YES,    /* uint16_t, of which only 1 counts */
	LIMIT_FACTOR, /* double */
	LIMIT_TRES,   /* char *, Slurm's list of TRES */
};

struct limit {
	const char *column;
	const char *peer; /* what accounting_storage/mysql's log calls it */
	enum limit_kind kind;
	size_t member;	  /* offset in the record */
	bool inherited;	  /* children without one have their parent's */
	const char *none; /* SQL: what the column holds for "no limit" */
	uint32_t absent;  /* what Slurm is given for SQL's NULL */
	uint32_t initial; /* of a new record that does not say */
	bool no_zero;	  /* LIMIT_FACTOR: zero says nothing */
};

struct limit_table {
	const struct limit *limit;
	int n; /* at most 64: sets of limits are uint64_t, bit i for limit[i] */
};
extern const struct limit_table assoc_limits, qos_limits;

/* ------------------------------------------------------------ in SQL */

/*
 * The statement of a template: valid SQL in which comments stand for the
 * limits' share, each beginning with a comma:
 *
 *   (*limits: arrays*)    $n::type[], one parameter a limit, from first_param
 *   (*limits: names*)     their columns
 *   (*limits: own*)       a.column in the form that limits_read() takes
 *   (*limits: effective*) the same with inheritance from t, unless q.own
 *   (*limits: top*)       a.column, of those that are inherited
 *   (*limits: inherit*)   coalesce(a.column, t.column), of the same
 *   (*limits: given*)     values for an INSERT from g, a row of the arrays
 *   (*limits: excluded*)  column = EXCLUDED.column
 *   (*limits: change*)    column = a.column as g changes it
 *   (*limits: reset*)     column = no limit
 *
 * (with slashes for the parentheses). Built once; never freed.
 */
extern struct pg_statement limits_statement(const struct pg_statement *template,
					    const struct limit_table *table,
					    int first_param);

/* Add the arrays: what each of n records asks for. Where adding, a record
 * that does not say has the initial value. */
extern void limits_add_params(struct pg_params *p,
			      const struct limit_table *table,
			      const void *const *records, int n, bool adding);

/* Fill the record's members from the columns that begin at `column`. */
extern void limits_read(const struct limit_table *table,
			const struct pg_result *result, int row, int column,
			void *record);

/* ------------------------------------------------------------- in C */

enum limit_asked { LIMIT_AS_IT_IS, LIMIT_CLEARED, LIMIT_SET };
/* What a record says of one limit; *number_r is its value, of all kinds but
 * LIMIT_TRES. Where adding, a record that does not say has the initial one. */
extern enum limit_asked limit_ask(const struct limit *limit,
				  const void *record, bool adding,
				  double *number_r);

/* Set all members to "as it is". */
extern void limits_init(const struct limit_table *table, void *record);

/* The limits that a change asks for. */
extern uint64_t limits_asked(const struct limit_table *table,
			     const void *change);

/* Of a record that was read without inheritance: the limits that a parent's
 * change reaches. A TRES list is always reached, since each TRES of it is a
 * limit of its own. */
extern uint64_t limits_inheriting(const struct limit_table *table,
				  const void *record);

/* Limits whose values differ between two records that were read. */
extern uint64_t limits_differing(const struct limit_table *table,
				 const void *a, const void *b);

/* Copy the limits of a set from a record that was read into one that tells a
 * slurmctld of the change: there "" is a list without limits. Both may be the
 * same record. */
extern void limits_copy(const struct limit_table *table, uint64_t set,
			const void *from, void *to);

/* ", max_jobs=5, grp_wall=NULL": what a change sets, for the transaction
 * log. xfree. NULL if nothing. */
extern char *limits_text(const struct limit_table *table, const void *change,
			 bool adding);

#endif
