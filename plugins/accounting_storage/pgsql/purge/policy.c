/*
 * policy.c - what the site keeps, and for how long
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "policy.h"

#include "src/slurmdbd/read_config.h"

/* slurmdbd's own; NULL elsewhere */
extern slurmdbd_conf_t *slurmdbd_conf __attribute__((weak));

static const char *const kind_names[PURGE_KINDS] = {
	[PURGE_EVENT] = "event", [PURGE_SUSPEND] = "suspend",
	[PURGE_STEP] = "step",   [PURGE_JOB] = "job",
	[PURGE_RESV] = "resv",   [PURGE_TXN] = "txn",
	[PURGE_USAGE] = "usage",
};

extern const char *purge_kind_name(enum purge_kind kind)
{
	return kind_names[kind];
}

extern time_t purge_before(time_t now, uint32_t after)
{
	int units = SLURMDB_PURGE_GET_UNITS(after);
	struct tm tm;

	if (!localtime_r(&now, &tm))
		return 0;
	tm.tm_sec = tm.tm_min = 0;
	tm.tm_isdst = -1;
	if (SLURMDB_PURGE_IN_HOURS(after)) {
		tm.tm_hour -= units;
	} else if (SLURMDB_PURGE_IN_DAYS(after)) {
		tm.tm_hour = 0;
		tm.tm_mday -= units;
	} else if (SLURMDB_PURGE_IN_MONTHS(after)) {
		tm.tm_hour = 0;
		tm.tm_mday = 1;
		tm.tm_mon -= units;
	} else {
		error("accounting_storage/pgsql: a purge after %d of no unit",
		      units);
		return 0;
	}
	return mktime(&tm);
}

/* 0 and NO_VAL both stand for "keep it". */
static int set_term(struct purge_policy *policy, enum purge_kind kind,
		    uint32_t after, time_t now)
{
	struct purge_term *term = &policy->term[kind];

	if (!after || after == NO_VAL)
		return SLURM_SUCCESS;
	term->before = purge_before(now, after);
	term->archive = SLURMDB_PURGE_ARCHIVE_SET(after);
	term->set = term->before != 0;
	return term->set ? SLURM_SUCCESS : SLURM_ERROR;
}

extern int purge_policy_of_dump(struct purge_policy *policy_r,
				const slurmdb_archive_cond_t *cond, time_t now)
{
	const uint32_t after[PURGE_KINDS] = {
		[PURGE_EVENT] = cond->purge_event,
		[PURGE_SUSPEND] = cond->purge_suspend,
		[PURGE_STEP] = cond->purge_step,
		[PURGE_JOB] = cond->purge_job,
		[PURGE_RESV] = cond->purge_resv,
		[PURGE_TXN] = cond->purge_txn,
		[PURGE_USAGE] = cond->purge_usage,
	};
	int rc = SLURM_SUCCESS;

	memset(policy_r, 0, sizeof(*policy_r));
	policy_r->archive_dir = cond->archive_dir;
	policy_r->archive_script = cond->archive_script;
	for (int kind = 0; kind < PURGE_KINDS; kind++)
		if (set_term(policy_r, kind, after[kind], now))
			rc = SLURM_ERROR;
	return rc;
}

extern int purge_policy_of_config(struct purge_policy *policy_r, time_t now)
{
	slurmdb_archive_cond_t cond = { 0 };

	memset(policy_r, 0, sizeof(*policy_r));
	if (!&slurmdbd_conf || !slurmdbd_conf)
		return SLURM_SUCCESS;
	cond.archive_dir = slurmdbd_conf->archive_dir;
	cond.archive_script = slurmdbd_conf->archive_script;
	cond.purge_event = slurmdbd_conf->purge_event;
	cond.purge_suspend = slurmdbd_conf->purge_suspend;
	cond.purge_step = slurmdbd_conf->purge_step;
	cond.purge_job = slurmdbd_conf->purge_job;
	cond.purge_resv = slurmdbd_conf->purge_resv;
	cond.purge_txn = slurmdbd_conf->purge_txn;
	cond.purge_usage = slurmdbd_conf->purge_usage;
	return purge_policy_of_dump(policy_r, &cond, now);
}

/*
 * What is purged by its own switch obeys that. What goes with its job goes
 * into the archive with it too, unless it has a purge of its own without one.
 */
extern bool purge_archives(const struct purge_policy *policy,
			   enum purge_kind by, enum purge_kind own)
{
	const struct purge_term *term = policy->term;

	if (by == own || term[own].set)
		return term[own].archive;
	return term[by].archive;
}
