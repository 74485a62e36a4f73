/*
 * change.h - what one message of slurmctld says of a job's record
 *
 * A record is a job's life between two requeues or resizes, and is known by
 * its db_index. Messages arrive in any order and more than once; so each
 * writes only the groups that it carries, with a rank, and a row keeps for
 * each group the message with the greatest rank, among equals the last. What
 * a message knows of another's group (a step knows when its job runs) is a
 * hint, of the least rank: it stands only until the real one arrives.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_JOB_CHANGE_H
#define SLURM_PGSQL_JOB_CHANGE_H

#include "../record/column.h"

enum job_group {
	JOB_GROUP_SUBMIT,
	JOB_GROUP_START,
	JOB_GROUP_ALLOC,
	JOB_GROUP_END,
	JOB_GROUP_ADMIN,  /* what is not set does not overwrite */
	JOB_GROUP_SCRIPT, /* likewise */
	JOB_GROUPS
};

/* Ranks, 0 being a group that the message does not carry. */
enum {
	SUBMIT_HINT = 1, /* of a step, a suspension, an end: the association */
	SUBMIT_PENDING,  /* a start that says: it is queued */
	SUBMIT_RUNNING,  /* it runs; partition and limits are settled */
	SUBMIT_FINISHED, /* an update after the end */

	START_STEP_HINT = 1,
	START_END_HINT,
	START_RUNNING,
	START_FINISHED,

	ALLOC_START = 1,
	ALLOC_FINISHED,
	ALLOC_END,       /* with energy, if all steps had ended */
	ALLOC_LAST_STEP, /* with energy, by the step that ended last */

	END_PROVISIONAL = 1, /* flush_jobs: slurmctld has forgotten the job */
	END_CONTINUED, /* requeued or resized: the job lives on elsewhere */
	END_FINAL,

	ADMIN_END = 1,
	ADMIN_MODIFIED, /* sacctmgr modify job, of a job that has ended */

	SCRIPT_KNOWN = 1,
};

struct job_change {
	const char *message; /* "start", "end", ...: for the dead letters */
	uint64_t db_index;   /* of the record: never 0 once it is taken */
	uint32_t job_id;
	time_t submit_time; /* of the record, where the row is new; 0: unknown
			     */
	/* Where no record has this db_index: the job id's record that was
	 * submitted at this time; 0: there is none to look for. */
	time_t probe_time;
	bool lives; /* takes a provisional end back */
	/* Slurm's lists, until they are resolved */
	char *req_tres, *alloc_tres;
	int rank[JOB_GROUPS];

#define JOB_COLUMN(name, type, kind, group, since) COLUMN_TYPE_##kind name;
#include "columns.def"
};

extern const struct column_table job_table;

extern struct job_change *job_change_new(const char *message);
extern void job_change_free(void *change);

/*
 * Identity (design: a db_index that a message carries decides). `carried` is
 * the message's db_index, 0 or NO_VAL64 for none: then it is made of submit
 * time and job id, so that nobody waits for the database to number a job and
 * a replay finds its record. submit is the time that the message says.
 */
extern void job_change_identify(struct job_change *change, uint64_t carried,
				uint32_t job_id, time_t submit);
/* The index that a job gets where it has none. */
extern uint64_t job_index_make(uint32_t job_id, time_t submit);

/*
 * Fold `later` (freed) into `earlier`: one change that does what the two did,
 * stored one after the other. Both are of the same record, and resolved.
 */
extern void job_change_fold(struct job_change *earlier,
			    struct job_change *later);

/*
 * The same of a change that is kept: texts stay its own, `earlier` borrows
 * them. Neither may be an end of a life that goes on (END_CONTINUED): whether
 * that stands depends on the row.
 */
extern void job_change_overlay(struct job_change *earlier,
			       const struct job_change *later);

/* Fill the columns that are made of req_tres and alloc_tres, and in slurmctld
 * the name of an owner who is known by number alone. Names of TRES come from
 * this process's list: not to be called under slurmctld's locks. */
extern void job_change_resolve(struct job_change *change);

/* A JSON object with all that is known; xfree. */
extern char *job_change_describe(const void *change);

#endif
