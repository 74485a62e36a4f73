/*
 * sql_text.h - Slurm's old archives, which were SQL
 *
 * Until Slurm 2.2 an archive was the text of statements for MySQL, and
 * sacctmgr archive load still takes it. It is read here as data: what is not
 * one of these is refused, with its line.
 *
 *	insert into TABLE (COLUMN, ...) values (VALUE, ...) [,] (...) ...
 *		[on duplicate key update COLUMN=VALUES(COLUMN), ...];
 *	delete from TABLE where COLUMN=VALUE [[and | &&] COLUMN=VALUE]...;
 *	truncate table NAME;
 *
 * Names may stand in backquotes or double quotes; a comma between rows may be
 * missing, the last semicolon too; values are numbers, 'strings' or NULL.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SQL_TEXT_H
#define SLURM_PGSQL_SQL_TEXT_H

#include "src/slurm/compat.h"

enum sql_verb { SQL_INSERT, SQL_DELETE, SQL_TRUNCATE };

struct sql_statement {
	enum sql_verb verb;
	int line; /* on which it begins */
	char *table;
	char **column; /* n_columns names, lower case */
	int n_columns;
	/* n_rows rows of n_columns values, one after the other; NULL is NULL.
	 * Of a delete: one row, what the columns have to be. */
	char **value;
	int n_rows;
	int *row_line; /* n_rows */
};

extern void sql_statement_free(void *statement);

/* The statements of a text, as a list of struct sql_statement. NULL with
 * *why_r "line N: ..." (xfree) where it is something else. */
extern slurm_list_t sql_text_parse(const char *text, char **why_r);

#endif
