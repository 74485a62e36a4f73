/*
 * apply.c - what jobs and steps hold of their suspensions
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "suspension.h"

#include "plugins/accounting_storage/pgsql/sql.h"

enum pg_class suspension_apply(struct storage_conn *conn,
			       const int64_t *records, int n, time_t least_end)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	pg_add_int_array(&params, records, n);
	if (least_end)
		pg_add_time(&params, least_end);
	else
		pg_add_text(&params, "-infinity");
	class = pg_exec(conn->pg, &sql_suspension_apply, &params, NULL);
	pg_params_free(&params);
	return class;
}
