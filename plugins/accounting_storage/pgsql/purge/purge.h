/*
 * purge.h - records that are older than the site keeps them
 *
 * slurmdbd.conf's Purge*After and Archive* say what goes (man slurmdbd.conf);
 * sacctmgr archive dump asks for the same by hand. What counts as the age of
 * a record is what counts for accounting_storage/mysql (as_mysql_archive.c):
 * a job's submission, another record's own start; what has not ended stays.
 * Beyond that:
 *
 *   - what has not been summed yet (rollup/) stays until it has;
 *   - a job takes its steps and suspensions with it, and scripts and
 *     environments that no job refers to any more;
 *   - the suspensions of a job that has not ended stay with it.
 *
 * A month of jobs or steps in which nothing must stay is detached and
 * dropped; all else goes in batches, each a transaction of its own with the
 * archive of it. So a purge can end anywhere, and goes on the next time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_H
#define SLURM_PGSQL_PURGE_H

#include "../storage/storage.h"

/* In the order in which they go. purge_kind_name() is purge_state.kind. */
enum purge_kind {
	PURGE_EVENT,
	PURGE_SUSPEND,
	PURGE_STEP,
	PURGE_JOB,
	PURGE_RESV,
	PURGE_TXN,
	PURGE_USAGE,
	PURGE_KINDS
};

extern const char *purge_kind_name(enum purge_kind kind);

struct purge_policy {
	struct purge_term {
		bool set;      /* else such records stay for ever */
		bool archive;  /* what goes is written to a file first */
		time_t before; /* what is older than this goes */
	} term[PURGE_KINDS];
	const char *archive_dir;
	/* NULL, or what archives and purges in our place */
	const char *archive_script;
};

/* The first instant that stays, from a Purge*After of Slurm's (units and
 * number): so many hours, days or months before the hour, day or month that
 * holds now, local time. 0, after an error line, for one without a unit. */
extern time_t purge_before(time_t now, uint32_t after);

/* What slurmdbd.conf says; what sacctmgr archive dump asks for. SLURM_ERROR
 * after an error line. */
extern int purge_policy_of_config(struct purge_policy *policy_r, time_t now);
extern int purge_policy_of_dump(struct purge_policy *policy_r,
				const slurmdb_archive_cond_t *cond, time_t now);

/*
 * Purge, on a connection of its own: the clusters of this list of names (NULL
 * or empty: all), or, with only_due, what has not been purged yet as of the
 * policy's times. SLURM_SUCCESS, or a Slurm error after log lines.
 */
extern int purge_run(const struct purge_policy *policy, slurm_list_t clusters,
		     bool only_due);

/* slurmdbd's, after the roll-up: what slurmdbd.conf says, if it says so. */
extern int purge_as_configured(void);
/* jobacct_storage_p_archive */
extern int purge_dump(const slurmdb_archive_cond_t *cond);

/* ---------------------------------------------- within the directory */

struct purge {
	struct pg_conn *pg;
	const struct purge_policy *policy;
	/* of the cluster at hand; 0 and "" for what concerns none */
	int64_t cluster_id;
	const char *cluster;
};

/* slurmdbd ends, and the purge with it. */
extern bool purge_stops(void);

/* Remove records of one kind of the cluster at hand, in batches. *removed_r:
 * how many, what went with them not counted. */
extern enum pg_class purge_rows(struct purge *purge, enum purge_kind kind,
				int64_t *removed_r) PG_MUST_CHECK;

/*
 * Drop months in which nothing must stay when these clusters are purged, and
 * bring to their end those that were on their way out. What cannot be dropped
 * now is left to purge_rows().
 */
extern enum pg_class purge_months(struct purge *purge, const int64_t *clusters,
				  int n) PG_MUST_CHECK;

/* Of what goes with jobs: whether it is archived. */
extern bool purge_archives(const struct purge_policy *policy,
			   enum purge_kind by, enum purge_kind own);

#endif
