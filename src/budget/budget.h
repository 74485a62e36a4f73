/*
 * budget.h - does a job fit into the budgets that it would draw on?
 *
 * A pure decision on plain structs: no Slurm header, no clock, no lock, no
 * input or output. job_submit/grptres fills the structs from slurmctld's
 * memory; tables of cases fill them in tests/unit/budget_test.c.
 *
 * The rules are those of slurmctld's own test at the start of a job, with
 * queued jobs counted as well (acct_policy_job_runnable_post_select() in
 * slurmctld/acct_policy.c; GrpTRESRunMins and GrpTRESMins in sacctmgr(1)):
 * - levels are looked at in order: job QOS and partition QOS, association of
 *   the user, its account, that one's parents up to root;
 * - a TRES that a QOS limits is not looked at any more at later levels;
 * - a job that asks nothing of a TRES passes its limit, even a limit of 0;
 * - asked + committed > limit is over, equal is not; sums of seconds are
 *   rounded down to minutes before the comparison.
 *
 * Units: limits and what is asked are TRES-minutes, what is committed is
 * TRES-seconds. Arithmetic saturates at BUDGET_ENDLESS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_BUDGET_H
#define SLURM_PGSQL_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* A level that does not limit this TRES. */
#define BUDGET_NO_LIMIT UINT64_MAX
/* More than any limit: a job without an end. */
#define BUDGET_ENDLESS UINT64_MAX
/* budget_request.minutes of a job without an end. */
#define BUDGET_NO_END UINT32_MAX

/* The two limits; each has masks of its own. */
enum budget_kind {
	BUDGET_RUN_MINS, /* GrpTRESRunMins: what running jobs may still take */
	BUDGET_MINS,	 /* GrpTRESMins: that and what was used before */
};

enum budget_owner_kind {
	BUDGET_QOS,
	BUDGET_USER,	/* association of a user, with or without partition */
	BUDGET_ACCOUNT, /* association of an account, root included */
};

/* Whose limit it is. Names are borrowed; NULL where there is none. */
struct budget_owner {
	enum budget_owner_kind kind;
	const char *user, *account, *partition, *qos;
};

/* What one level's jobs hold of one TRES, in TRES-seconds. */
struct budget_use {
	uint64_t running; /* running and suspended jobs: what is left */
	uint64_t queued;  /* queued and just accepted jobs: all they asked */
	uint64_t counter; /* slurmctld's count of running jobs, 0 if none */
	uint64_t used;	  /* used up before (BUDGET_MINS alone) */
	uint64_t held;	  /* what of all this is this very job's (modify) */
	uint32_t running_jobs, queued_jobs;
};

/* One owner's limits of one kind; both arrays have ntres elements. */
struct budget_level {
	struct budget_owner owner;
	enum budget_kind kind;
	const uint64_t *limit; /* TRES-minutes or BUDGET_NO_LIMIT */
	const struct budget_use *use;
};

/* What a job asks, or asks more (job_modify of a running job). */
struct budget_request {
	size_t ntres;
	const char *const *name; /* of each TRES, as sacctmgr prints it */
	const uint64_t *count;	 /* of each TRES */
	uint32_t tasks;		 /* of an array that may run at once, or 1 */
	uint32_t minutes;	 /* time limit or BUDGET_NO_END */
	double factor;	   /* on the job's own minutes (UsageFactorSafe), or 1 */
	bool blind;	   /* usage factor 0: slurmctld sees no other job's use */
	bool count_queued; /* else queued jobs do not matter, as in slurmctld */
	bool full;	   /* slurmctld counts running jobs in full to their end */
};

/* In the order in which they matter to a person: the last wins. */
enum budget_word {
	BUDGET_FITS,
	BUDGET_OVER,	/* it may fit later, when others have ended */
	BUDGET_NEVER,	/* more than the whole limit: change the job */
	BUDGET_ENDLESS_JOB, /* no time limit: give one */
	BUDGET_LOCKED,	/* the limit is 0 */
};

/* The stable words that messages begin with: "over budget", ... */
extern const char *budget_word_name(enum budget_word word);

/* One limit that applies to a request, with everything that was compared. */
struct budget_item {
	enum budget_word word;
	const struct budget_level *level;
	size_t tres;
	uint64_t limit, asked; /* TRES-minutes */
	uint64_t running;      /* the larger of running and counter, minutes */
	uint64_t queued;       /* minutes, without what this job holds itself */
	uint64_t used;	       /* minutes, 0 but for BUDGET_MINS */
	uint64_t free;	       /* limit less all of these, or 0 */
	uint32_t running_jobs, queued_jobs;
	bool counter; /* slurmctld counts more than is left to run */
};

/* Where an iteration stands; zero it to begin. */
struct budget_cursor {
	size_t level, tres;
};

/*
 * The next limit that applies to the request (limited, not masked by a QOS
 * before it, something asked). False at the end.
 */
extern bool budget_next(const struct budget_request *req,
			const struct budget_level *levels, size_t nlevels,
			struct budget_cursor *at, struct budget_item *item_r);

struct budget_verdict {
	enum budget_word word;	 /* BUDGET_FITS: the rest is not set */
	struct budget_item item; /* the tightest of the limits broken */
	unsigned others;	 /* how many more are broken */
	bool one_tres;		 /* all that are broken limit the same TRES */
};

/* True if the request fits all limits. */
extern bool budget_decide(const struct budget_request *req,
			  const struct budget_level *levels, size_t nlevels,
			  struct budget_verdict *verdict_r);

/* What would fit now, for a request that does not. 0 where nothing would. */
struct budget_fit {
	uint32_t minutes; /* largest time limit at this size */
	uint64_t count;	  /* largest count of the TRES shown at this time, if
			   * that is the one that is in the way and a person
			   * can ask for it */
	uint32_t tasks;	  /* of an array: how many of its tasks at once */
	time_t when;	  /* from then on as it is, if only running jobs have
			   * to go on as they do; 0 if unknown or never */
};

/* Fills all but when, which is set to 0. */
extern void budget_fit(const struct budget_request *req,
		       const struct budget_level *levels, size_t nlevels,
		       const struct budget_verdict *verdict,
		       struct budget_fit *fit_r);

/*
 * A running job's hold on one TRES: full until end, and on top of it rate a
 * second of the time that is left until end (TRES-seconds).
 */
struct budget_drain {
	time_t end; /* BUDGET_NO_DRAIN: of a suspended job */
	uint64_t rate, full;
};
#define BUDGET_NO_DRAIN ((time_t)INT64_MAX)

/*
 * From when on the item's request fits, if the jobs in drains go on as they
 * do and nothing else changes. Sorts drains. 0: never, or not by that alone.
 */
extern time_t budget_when(const struct budget_item *item,
			  struct budget_drain *drains, size_t n, time_t now);

/*
 * The lines for a person: at most four, each under 100 columns, separated by
 * '\n', none at the end: verdict; limit and what is committed; what would
 * fit (left out if nothing would); help, if not NULL. Times are local.
 * text_r has BUDGET_MESSAGE_SIZE bytes, here and below.
 */
#define BUDGET_MESSAGE_SIZE 512
extern void budget_message(const struct budget_request *req,
			   const struct budget_verdict *verdict,
			   const struct budget_fit *fit, const char *help,
			   char *text_r);

/* The same numbers in one line of key=value for a log, without time. */
extern void budget_log_line(const struct budget_request *req,
			    const struct budget_verdict *verdict,
			    char *text_r);

/*
 * Tasks of an array that may run at once, from sbatch's --array, such as
 * "0-15:4,20%5": how many it names, or what stands after the percent sign if
 * that is less. 1 if it is no array, or not a valid one.
 */
extern uint32_t budget_array_tasks(const char *spec);

/* a + b and a * b that stop at BUDGET_ENDLESS. */
extern uint64_t budget_add(uint64_t a, uint64_t b);
extern uint64_t budget_mul(uint64_t a, uint64_t b);

#endif
