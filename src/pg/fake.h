/*
 * fake.h - a driver for unit tests that lists the statements it expects
 *
 * Tests only (libpgsql_fake.la). What is expected is said in order; what
 * comes otherwise fails with SQLSTATE XX000 and stands in the verdict.
 * Transactions are statements too: "begin", "begin_snapshot", "commit", "rollback",
 * "savepoint", "savepoint_release", "savepoint_rollback". Connecting and
 * preparing are not listed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PG_FAKE_H
#define SLURM_PGSQL_PG_FAKE_H

#include "src/pg/pg.h"

struct pg_fake;

extern struct pg_fake *pg_fake_new(void);
extern void pg_fake_free(struct pg_fake **fake); /* after its connections */
/* One connection at a time. log may be NULL. The caller frees it. */
extern struct pg_conn *pg_fake_conn(struct pg_fake *fake, pg_log_fn log);

/* The statement of this name comes next; what follows is about it. */
extern void pg_fake_expect(struct pg_fake *fake, const char *statement);
/* Its next parameter. Without any the parameters are not looked at. */
extern void pg_fake_param(struct pg_fake *fake, const char *value);
/* Its text has to hold this. */
extern void pg_fake_text(struct pg_fake *fake, const char *part);
/* Answer with n columns of these names (else "c0", "c1"). */
extern void pg_fake_columns(struct pg_fake *fake, int n, ...);
/* Answer with one row more, of n values, NULL being NULL. */
extern void pg_fake_row(struct pg_fake *fake, int n, ...);
extern void pg_fake_affected(struct pg_fake *fake, int64_t rows);
/* Fail, after the rows. sqlstate NULL: the link breaks. */
extern void pg_fake_error(struct pg_fake *fake, const char *sqlstate,
			  const char *message);
extern void pg_fake_constraint(struct pg_fake *fake, const char *constraint);
/* The C function that raised the error or warning. */
extern void pg_fake_function(struct pg_fake *fake, const char *function);
/* Succeed, but with the warning that the standby may not have it. */
extern void pg_fake_not_replicated(struct pg_fake *fake);

/* The next `times` connections fail so (sqlstate NULL: nobody there). */
extern void pg_fake_refuse(struct pg_fake *fake, int times,
			   const char *sqlstate, const char *message);
extern void pg_fake_encoding(struct pg_fake *fake, const char *encoding);
/* The server closes the link while it is idle. */
extern void pg_fake_close_idle(struct pg_fake *fake);

/* The fake clock moves when something sleeps. */
extern int64_t pg_fake_slept_ms(const struct pg_fake *fake);
extern void pg_fake_pass_ms(struct pg_fake *fake, int64_t ms);
/* Set *stop once so much has been slept. */
extern void pg_fake_stop_at(struct pg_fake *fake, int64_t ms,
			    volatile bool *stop);

extern int pg_fake_connects(const struct pg_fake *fake);
/* How often a statement was prepared, and how many ran unprepared. */
extern int pg_fake_prepares(const struct pg_fake *fake);
extern int pg_fake_unprepared(const struct pg_fake *fake);
/* NULL when all went as expected, else the first difference. */
extern const char *pg_fake_verdict(struct pg_fake *fake);

#endif
