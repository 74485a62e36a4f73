/*
 * advice.c - settings of PostgreSQL that an administrator should look at
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugins/accounting_storage/pgsql/sql.h"

#include "advice.h"
#include "storage.h"

/* Columns of server_advice.sql. */
enum { NAME, VALUE, WANTED, WHY };

extern void advice_log(struct pg_conn *pg)
{
	struct pg_result *rows = NULL;

	if (pg_exec(pg, &sql_server_advice, NULL, &rows) != PG_OK)
		storage_log_error(pg);
	for (int i = 0; rows && i < pg_rows(rows); i++)
		info("accounting_storage/pgsql: PostgreSQL's %s is %s, recommended is %s: %s",
		     pg_text(rows, i, NAME), pg_text(rows, i, VALUE),
		     pg_text(rows, i, WANTED), pg_text(rows, i, WHY));
	pg_result_free(&rows);
}
