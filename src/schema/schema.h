/*
 * schema.h - the database's own shape: numbered steps, applied or checked
 *
 * slurmdbd and slurmctld apply what is missing when they start; clients only
 * check. A step is never edited after a release (README tells how to add
 * one), and a schema newer than this program is refused, not converted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SCHEMA_H
#define SLURM_PGSQL_SCHEMA_H

#include "src/pg/pg.h"

struct schema_step {
	int number;                 /* 1, 2, ... without a gap */
	struct pg_statement script; /* several statements, no parameters */
};

/* All steps that this program knows (generated from NNNN-*.sql). */
extern const struct schema_step schema_steps[];
extern const int schema_step_count;

/*
 * Bring the database to the last step known: each missing one in a
 * transaction of its own, under an advisory lock, so that any number of
 * daemons may start at once and any of them be killed. Connects if needed
 * and waits and repeats as the policy says (pg_run()).
 *
 * PG_OK; PG_INSTALLATION when the schema is newer than this program, when a
 * recorded step differs from ours, or when the role may not apply it; or the
 * class of failure that outlived the policy. On a failure *why_r is one
 * sentence for the log (caller frees), else NULL.
 */
extern enum pg_class schema_apply(struct pg_conn *conn,
				  const struct pg_retry *retry,
				  char **why_r) PG_MUST_CHECK;

/*
 * Is the schema there and ours? Changes nothing. Returns as schema_apply();
 * PG_INSTALLATION too where steps are missing: *why_r says what to start.
 * The connection must be up.
 */
extern enum pg_class schema_check(struct pg_conn *conn,
				  char **why_r) PG_MUST_CHECK;

#endif
