/*
 * place.h - where the rows of changes are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PLACE_H
#define SLURM_PGSQL_PLACE_H

#include "change.h"

#define PLACE_GROUPS JOB_GROUPS /* steps have fewer */

struct place {
	bool found;
	bool exact;       /* by the index itself, not by job id and submit */
	bool suspensions; /* of the record are known */
	int64_t record;   /* its db_index; where not found, the change's own */
	char *end;        /* end_time as the server prints it (xmalloc) */
	int rank[PLACE_GROUPS];
};

/* How a change is written. */
enum place_way {
	PLACE_OPEN, /* into a row that has not ended */
	PLACE_LATE, /* into one that has */
	PLACE_NEW,
	PLACE_WAYS,
	PLACE_NONE = PLACE_WAYS /* it has nothing new to say */
};

extern enum place_way place_way(const struct place *place,
				const struct column_table *table,
				const void *change, int end_group);

/* Append as an array: of text, the ends of the n places. */
extern void place_bind_ends(struct pg_params *params,
			    const struct place *const *places, int n);
extern void place_bind_records(struct pg_params *params,
			       const struct place *const *places, int n);

/* `least` as a bound for ends; 0 is -infinity. */
extern void place_bind_least(struct pg_params *params, time_t least);

extern void places_free(struct place **places, int n);

/*
 * Find the records of n changes: first among those that have not ended, then
 * in the months from least_end on (job_least_end()). places_r: n of them, to
 * be freed with places_free(), on a failure too.
 */
extern enum pg_class job_locate(struct storage_conn *conn,
				struct job_change *const *changes, int n,
				time_t least_end,
				struct place **places_r) PG_MUST_CHECK;

#endif
