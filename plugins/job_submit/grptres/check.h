/*
 * check.h - the two questions that slurmctld asks, answered
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_CHECK_H
#define GRPTRES_CHECK_H

#include "settings.h"

/* Lines in the log begin with it. */
#define GRPTRES "job_submit/grptres"

extern int check_init(void);
extern void check_fini(void);

/*
 * May this job be submitted? SLURM_SUCCESS, or ESLURM_ACCOUNTING_POLICY with
 * the reason added to err_msg. A job accepted without a time limit gets the
 * one that it was counted with, if a limit applies to it. Locks: slurmctld's
 * read locks on conf, job, node and part are held.
 */
extern int check_submit(job_desc_msg_t *desc, char **err_msg);

/*
 * May this job be changed so? The same, by the difference: a change passes
 * that asks nothing more of any limit. by: who asks for the change; an
 * operator may, and it is logged. Locks: the same, that on jobs for writing.
 * err_msg may be NULL.
 */
extern int check_modify(const job_desc_msg_t *desc, const job_record_t *job,
			uint32_t by, char **err_msg);

/* What the two share. */

/* Takes and lets go of assoc_mgr's read locks and the plugin's mutex. */
extern void check_lock(void);
extern void check_unlock(void);

/* One way to run the job: in one partition. Free chain with chain_free(). */
struct candidate {
	struct belongs belongs;
	struct chain chain;
	struct budget_request request;
	struct budget_verdict verdict;
};

/* Sets request to a job of these counts and minutes under belongs' QOS. */
extern void check_request(struct candidate *candidate,
			  const struct settings *settings,
			  const uint64_t *count, uint32_t minutes);

/* Do the settings exempt a job of this association and QOS? */
extern bool check_exempts(const struct settings *settings,
			  const struct belongs *belongs);

/*
 * Why it is refused: the lines for the person, added to err_msg (may be
 * NULL), and one line in the log that begins with the words of who and what.
 */
extern void check_report(const struct candidate *candidate,
			 const struct settings *settings, time_t now,
			 const char *who, char **err_msg);

#endif
