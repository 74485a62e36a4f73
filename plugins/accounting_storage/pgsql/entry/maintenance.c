/*
 * maintenance.c - entry points: roll-up, archive, statistics
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"
#include "../storage/not_yet.h"

#include "../rollup/rollup.h"

ENTRY int acct_storage_p_roll_usage(struct storage_conn *conn, time_t start,
				    time_t end, uint16_t archive_data,
				    slurm_list_t *stats)
{
	/* archive_data: archive and purge are asked for apart */
	return rollup_run(start, end, stats);
}

ENTRY int jobacct_storage_p_archive(struct storage_conn *conn,
				    slurmdb_archive_cond_t *cond)
{
	return not_yet("archive");
}

ENTRY int jobacct_storage_p_archive_load(struct storage_conn *conn,
					 slurmdb_archive_rec_t *archive)
{
	return not_yet("archive_load");
}

ENTRY int acct_storage_p_update_shares_used(struct storage_conn *conn,
					    slurm_list_t shares)
{
	/* the database keeps no shares */
	return SLURM_SUCCESS;
}

ENTRY int acct_storage_p_reset_lft_rgt(struct storage_conn *conn, uid_t uid,
				       slurm_list_t clusters)
{
	/* slurmdbd -R: the order is computed when it is read */
	return SLURM_SUCCESS;
}

ENTRY int acct_storage_p_get_stats(struct storage_conn *conn,
				   slurmdb_stats_rec_t **stats)
{
	return not_yet("get_stats");
}

ENTRY int acct_storage_p_clear_stats(struct storage_conn *conn)
{
	return not_yet("clear_stats");
}
