/*
 * reservation.h - reservations, one row for each shape that one had
 *
 * A reservation is (cluster, id); a change of what counts for its usage after
 * it has started ends its row and begins another, so that the roll-up finds
 * each span as it was.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RESERVATION_H
#define SLURM_PGSQL_RESERVATION_H

#include "../record/record.h"

/*
 * What slurmctld's agent sends; told twice is told once. NULL members of the
 * record, and flags NO_VAL64, are not given: they stay as they are. Return as
 * record_submit().
 */
extern int reservation_add(struct storage_conn *conn,
			   slurmdb_reservation_rec_t *reservation);
/* time_start_prev is the start of the row that it is about. */
extern int reservation_modify(struct storage_conn *conn,
			      slurmdb_reservation_rec_t *reservation);
/* time_start_prev is the time of the removal: one that has not begun by then
 * leaves nothing behind. */
extern int reservation_remove(struct storage_conn *conn,
			      slurmdb_reservation_rec_t *reservation);

/* slurmdb_reservation_rec_t of a condition; errno 0, or NULL with errno. */
extern slurm_list_t reservation_get(struct storage_conn *conn, uid_t uid,
				     slurmdb_reservation_cond_t *cond);

/*
 * Slurm's list of association ids, ",3,-4,5,", without those that are denied:
 * "3,5". Only who may use idle time counts here. xfree; NULL for NULL.
 */
extern char *reservation_assocs(const char *assocs);

extern const struct record_kind reservation_add_kind, reservation_modify_kind,
	reservation_remove_kind;

#endif
