/*
 * sql_load.h - old archives (sql_text.h) into our tables
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SQL_LOAD_H
#define SLURM_PGSQL_SQL_LOAD_H

#include "../storage/storage.h"

/*
 * Do what the text says: jobs and events are added or, where they are there,
 * changed; jobs of a cluster deleted; a table of one cluster emptied. All or
 * nothing, in one transaction. source names the text in messages. A Slurm
 * error after an error line with the line of what was not understood.
 */
extern int sql_load(struct pg_conn *pg, const char *text, const char *source);

/* The text of an old archive, as far as its beginning tells. */
extern bool sql_is_old_text(const char *text);

/*
 * Rows of an insert (a struct sql_statement) as a JSON array of objects with
 * the names that our statements have; numbers are what MySQL makes of a
 * string. NULL, with *why_r (xfree), for a table or column that is not known.
 */
struct sql_statement;
extern char *sql_load_json(const struct sql_statement *statement, char **why_r);

#endif
