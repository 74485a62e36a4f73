/*
 * dbd-changes.c - several changes in one transaction, one of which fails
 *
 * As sacctmgr load does it: adds the QOS "before", one that the database
 * refuses (it would preempt a QOS whose number is too great), the QOS
 * "after", and commits. Prints each outcome, 0 or not. SLURM_CONF must be set.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/slurm/compat.h"

#include <stdio.h>

#include "src/common/slurm_accounting_storage.h"

static void add(void *conn, const char *name, const char *preempt)
{
	slurm_list_t list = list_create(slurmdb_destroy_qos_rec);
	slurmdb_qos_rec_t *qos = xmalloc(sizeof(*qos));

	slurmdb_init_qos_rec(qos, false, NO_VAL);
	qos->name = xstrdup(name);
	if (preempt) {
		qos->preempt_list = list_create(xfree_ptr);
		list_append(qos->preempt_list, xstrdup(preempt));
	}
	list_append(list, qos);
	printf("%s %d\n", name, acct_storage_g_add_qos(conn, 0, list) != 0);
	FREE_NULL_LIST(list);
}

int main(void)
{
	void *conn;

	slurm_conf_init(NULL);
	slurm_acct_storage_init();
	conn = acct_storage_g_get_connection(0, NULL, true, NULL);
	add(conn, "before", NULL);
	add(conn, "refused", "99999999999");
	add(conn, "after", NULL);
	printf("commit %d\n", acct_storage_g_commit(conn, true));
	acct_storage_g_close_connection(&conn);
	return 0;
}
