/*
 * maintenance.c - entry points: roll-up, archive, statistics
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "entry.h"
#include "../storage/not_yet.h"

#include "../archive/archive.h"
#include "../assoc/assoc.h"
#include "../purge/purge.h"
#include "../rollup/rollup.h"

ENTRY int acct_storage_p_roll_usage(struct storage_conn *conn, time_t start,
				    time_t end, uint16_t archive_data,
				    slurm_list_t *stats)
{
	const struct rollup_request request = { .start = start, .end = end };
	int rc = rollup_run(&request, stats);
	int purged = archive_data ? purge_as_configured() : SLURM_SUCCESS;

	return rc ? rc : purged;
}

ENTRY int jobacct_storage_p_archive(struct storage_conn *conn,
				    slurmdb_archive_cond_t *cond)
{
	return purge_dump(cond);
}

ENTRY int jobacct_storage_p_archive_load(struct storage_conn *conn,
					 slurmdb_archive_rec_t *archive)
{
	return archive_load(archive);
}

ENTRY int acct_storage_p_update_shares_used(struct storage_conn *conn,
					    slurm_list_t shares)
{
	/* Nothing of Slurm calls this. What an association has used of its
	 * share follows from its usage, which is stored; there is nothing
	 * beside that to keep */
	return SLURM_SUCCESS;
}

ENTRY int acct_storage_p_reset_lft_rgt(struct storage_conn *conn, uid_t uid,
				       slurm_list_t clusters)
{
	return assoc_repair(conn, uid, clusters);
}

/*
 * sacctmgr show stats and clear stats are answered by slurmdbd itself, of what
 * it counts, roll_usage's times among it; it asks no storage for them. Nor
 * does anybody else: without slurmdbd there is nobody who counts.
 */
static int kept_by_slurmdbd(const char *call)
{
	error("accounting_storage/pgsql: %s: statistics are slurmdbd's", call);
	errno = ESLURM_NOT_SUPPORTED;
	return ESLURM_NOT_SUPPORTED;
}

ENTRY int acct_storage_p_get_stats(struct storage_conn *conn,
				   slurmdb_stats_rec_t **stats)
{
	return kept_by_slurmdbd("get_stats");
}

ENTRY int acct_storage_p_clear_stats(struct storage_conn *conn)
{
	return kept_by_slurmdbd("clear_stats");
}
