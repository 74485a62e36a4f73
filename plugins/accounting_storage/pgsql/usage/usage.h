/*
 * usage.h - what was used, as Slurm asks for it: sreport, sacctmgr
 *
 * The roll-up (../rollup) fills the tables. A question is one statement,
 * however many associations, wckeys or clusters it is about: it finds the
 * table (hours, days, months) by slurm_data.usage_period(), which chooses as
 * Slurm's own storage plugins do, in the accounting time zone of each cluster.
 *
 * Times: start and end of the question, 0 where it has none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_USAGE_READ_H
#define SLURM_PGSQL_USAGE_READ_H

#include "../storage/storage.h"
#include "../storage/visibility.h"

/*
 * get_usage: fill the accounting_list of in, which is by type a
 * slurmdb_assoc_rec_t or slurmdb_wckey_rec_t with id and cluster
 * (DBD_GET_ASSOC_USAGE, DBD_GET_WCKEY_USAGE), or a slurmdb_cluster_rec_t with
 * a name (DBD_GET_CLUSTER_USAGE). With PrivateData=usage a person gets that
 * of their own associations and wckeys, and of the accounts that they
 * coordinate. SLURM_SUCCESS; SLURM_ERROR with errno (ESLURM_ACCESS_DENIED,
 * say) as Slurm's own storage plugins have it.
 */
extern int usage_get(struct storage_conn *conn, uid_t uid, void *in, int type,
		     time_t start, time_t end);

/* ----------------- within another entity's question; the lock is held */

/*
 * Give each of a list of slurmdb_assoc_rec_t, slurmdb_wckey_rec_t or
 * slurmdb_cluster_rec_t its accounting_list. That of an association counts
 * all that are below it.
 */
extern int usage_add_to_assocs(struct storage_conn *conn, slurm_list_t assocs,
			       time_t start, time_t end) PG_MUST_CHECK;
extern int usage_add_to_wckeys(struct storage_conn *conn, slurm_list_t wckeys,
			       time_t start, time_t end) PG_MUST_CHECK;
extern int usage_add_to_clusters(struct storage_conn *conn,
				 slurm_list_t clusters, time_t start,
				 time_t end) PG_MUST_CHECK;

/*
 * Give each of a list of slurmdb_reservation_rec_t a tres_list: of each TRES
 * the seconds (alloc_secs) that jobs had it within the reservation. Of jobs
 * that the actor may see, as sacct shows them.
 */
extern int usage_add_to_reservations(struct storage_conn *conn,
				     const struct actor *actor,
				     slurm_list_t reservations) PG_MUST_CHECK;

#endif
