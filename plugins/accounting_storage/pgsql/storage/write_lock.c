/*
 * write_lock.c - writers of one cluster's records take turns
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "write_lock.h"

/* the first key, "SLWR", keeps apart from other uses of advisory locks */
static const struct pg_statement statement = {
	"write_lock", "SELECT pg_advisory_xact_lock(1397511762, $1::integer)"
};

enum pg_class write_lock(struct storage_conn *conn)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, conn->cluster_id);
	class = pg_exec(conn->pg, &statement, &params, NULL);
	pg_params_free(&params);
	return class;
}
