/*
 * policy.h - what the site keeps, and for how long
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_POLICY_H
#define SLURM_PGSQL_PURGE_POLICY_H

#include <time.h>

#include "src/slurm/compat.h"

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

/* Of what goes with jobs: whether it is archived. */
extern bool purge_archives(const struct purge_policy *policy,
			   enum purge_kind by, enum purge_kind own);

#endif
