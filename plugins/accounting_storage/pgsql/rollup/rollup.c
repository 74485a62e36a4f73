/*
 * rollup.c - usage by hour, day and month
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "rollup.h"

extern int rollup_run(struct storage_conn *conn)
{
	static bool said;

	if (!__atomic_exchange_n(&said, true, __ATOMIC_RELAXED))
		info("accounting_storage/pgsql: usage roll-up is not built yet: sreport and sshare show no usage");
	errno = ESLURM_NOT_SUPPORTED;
	return ESLURM_NOT_SUPPORTED;
}
