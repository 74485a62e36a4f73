/*
 * schema.c - apply or check the steps of the schema
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "slurm-pgsql-config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/schema/schema.h"

/* Where one attempt at one step stands. */
struct attempt {
	const struct schema_step *step; /* the next to apply; NULL: none */
	char *why;                      /* our own refusal, or NULL */
};

/* READ COMMITTED whatever the site's default: the version must be read by a
 * snapshot that is younger than the lock. */
static const struct pg_statement isolation = {
	"schema_isolation", "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
};
/* Long enough for another daemon's step, short enough to say what happens. */
static const struct pg_statement lock_patience = {
	"schema_lock_patience", "SET LOCAL lock_timeout = '60s'"
};
/* 0x736c75726d: "slurm" */
static const struct pg_statement lock = {
	"schema_lock", "SELECT pg_advisory_xact_lock(495857136237)"
};
/* A step may wait for a table this long, and everyone behind it. */
static const struct pg_statement step_patience = {
	"schema_step_patience", "SET LOCAL lock_timeout = '2s'"
};
/* Where roles.sql has been run for this database, all belongs to slurm_owner.
 */
static const struct pg_statement become_owner = {
	"schema_become_owner",
	"SELECT set_config('role', rolname, true) FROM pg_roles"
	" WHERE rolname = 'slurm_owner' AND pg_has_role(oid, 'MEMBER')"
	" AND has_database_privilege(oid, current_database(), 'CREATE')"
};
static const struct pg_statement exists = {
	"schema_exists",
	"SELECT to_regclass('slurm_data.schema_step') IS NOT NULL"
};
static const struct pg_statement recorded = {
	"schema_recorded",
	"SELECT step, sha256 FROM slurm_data.schema_step ORDER BY step"
};
static const struct pg_statement hash = {
	"schema_hash", "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')"
};
static const struct pg_statement record = {
	"schema_record",
	"INSERT INTO slurm_data.schema_step (step, sha256)"
	" VALUES ($1, encode(sha256(convert_to($2, 'UTF8')), 'hex'))"
};
static const struct pg_statement grant = {
	"schema_grant", "SELECT slurm_data.grant_to_roles()"
};

__attribute__((format(printf, 1, 2))) static char *sentence(const char *format,
							    ...)
{
	va_list ap;
	char *s = NULL;

	va_start(ap, format);
	if (vasprintf(&s, format, ap) < 0)
		s = NULL;
	va_end(ap);
	return s;
}

/* Does the recorded hash of a step equal that of ours? */
static enum pg_class compare(struct pg_conn *conn,
			     const struct schema_step *step, const char *theirs,
			     bool *same_r)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	enum pg_class rc;

	pg_add_text(&p, step->script.text);
	rc = pg_exec(conn, &hash, &p, &result);
	if (rc == PG_OK)
		*same_r = !strcmp(pg_text(result, 0, 0), theirs);
	pg_result_free(&result);
	pg_params_free(&p);
	return rc;
}

/*
 * Go through the recorded steps. *last_r is the last one. PG_INSTALLATION
 * with *why_r where one is unknown or differs.
 */
static enum pg_class verify(struct pg_conn *conn, const struct pg_result *steps,
			    int *last_r, char **why_r)
{
	for (int row = 0; row < pg_rows(steps); row++) {
		int number = pg_int(steps, row, 0, 0);
		bool same = false;
		enum pg_class rc;

		if (number < 1 || number > schema_step_count) {
			*why_r = sentence("the database's schema has step %d, "
					  "this program knows %d: install the "
					  "newer slurm-pgsql here",
					  number, schema_step_count);
			return PG_INSTALLATION;
		}
		rc = compare(conn, &schema_steps[number - 1],
			     pg_text(steps, row, 1), &same);
		if (rc != PG_OK)
			return rc;
		if (!same) {
			*why_r = sentence(
				"step %d of the database's schema was made by "
				"another text than this program's step %d: "
				"they come from different builds, restore the "
				"one that made it",
				number, number);
			return PG_INSTALLATION;
		}
		*last_r = number;
	}
	return PG_OK;
}

/* Read how far the schema is; 0 where there is none. */
static enum pg_class read_last(struct pg_conn *conn, int *last_r, char **why_r)
{
	struct pg_result *result = NULL;
	enum pg_class rc = pg_exec(conn, &exists, NULL, &result);
	bool there = rc == PG_OK && pg_bool(result, 0, 0);

	*last_r = 0;
	pg_result_free(&result);
	if (rc != PG_OK || !there)
		return rc;
	rc = pg_exec(conn, &recorded, NULL, &result);
	if (rc == PG_OK)
		rc = verify(conn, result, last_r, why_r);
	pg_result_free(&result);
	return rc;
}

static enum pg_class run(struct pg_conn *conn,
			 const struct pg_statement *statement)
{
	struct pg_result *result = NULL;
	enum pg_class rc = pg_exec(conn, statement, NULL, &result);

	pg_result_free(&result);
	return rc;
}

static enum pg_class record_step(struct pg_conn *conn,
				 const struct schema_step *step)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	enum pg_class rc;

	pg_add_int(&p, step->number);
	pg_add_text(&p, step->script.text);
	rc = pg_exec(conn, &record, &p, &result);
	pg_result_free(&result);
	pg_params_free(&p);
	return rc;
}

/* pg_run()'s work: find the next missing step under the lock and apply it. */
static enum pg_class apply_next(struct pg_conn *conn, void *arg)
{
	struct attempt *attempt = arg;
	enum pg_class rc;
	int last = 0;

	attempt->step = NULL;
	free(attempt->why);
	attempt->why = NULL;
	if ((rc = run(conn, &isolation)) || (rc = run(conn, &lock_patience)) ||
	    (rc = run(conn, &become_owner)) || (rc = run(conn, &lock)) ||
	    (rc = read_last(conn, &last, &attempt->why)))
		return rc;
	if (last == schema_step_count)
		return PG_OK;
	attempt->step = &schema_steps[last];
	if ((rc = run(conn, &step_patience)) ||
	    (rc = pg_exec_script(conn, &attempt->step->script)) ||
	    (rc = record_step(conn, attempt->step)))
		return rc;
	return run(conn, &grant);
}

/* The sentence for the log: our own refusal, or the database's error. */
static char *explain(struct pg_conn *conn, const struct attempt *attempt)
{
	char *line, *s;

	if (attempt->why)
		return attempt->why;
	line = pg_error_line(pg_last_error(conn));
	if (attempt->step)
		s = sentence("step %d of the database's schema cannot be "
			     "applied: %s",
			     attempt->step->number, line ? line : "");
	else
		s = sentence("the database's schema is not known: %s",
			     line ? line : "");
	free(line);
	return s;
}

enum pg_class schema_apply(struct pg_conn *conn, const struct pg_retry *retry,
			   char **why_r)
{
	struct attempt attempt = { 0 };
	enum pg_class rc;

	*why_r = NULL;
	do {
		rc = pg_run(conn, retry, apply_next, &attempt);
	} while (rc == PG_OK && attempt.step);
	if (rc != PG_OK)
		*why_r = explain(conn, &attempt);
	return rc;
}

/* What a client says of a database that a daemon must bring up first. */
static char *outdated(int last)
{
	if (!last)
		return sentence(
			"the database has no schema of Slurm's accounting yet: "
			"start slurmdbd (or slurmctld, where it writes to the "
			"database itself), which makes it");
	return sentence("the database's schema is at step %d, this program "
			"needs step %d: start slurmdbd (or slurmctld, where it "
			"writes to the database itself) of this version first",
			last, schema_step_count);
}

enum pg_class schema_check(struct pg_conn *conn, char **why_r)
{
	struct attempt attempt = { 0 };
	int last = 0;
	enum pg_class rc = read_last(conn, &last, &attempt.why);

	*why_r = NULL;
	if (rc != PG_OK)
		*why_r = explain(conn, &attempt);
	else if (last < schema_step_count) {
		*why_r = outdated(last);
		rc = PG_INSTALLATION;
	}
	return rc;
}
