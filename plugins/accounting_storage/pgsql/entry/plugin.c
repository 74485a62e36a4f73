/*
 * plugin.c - what Slurm's plugin loader asks of the module itself
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../dbd/gather.h"
#include "../direct/direct.h"

SLURM_PLUGIN_EXPORT const char plugin_name[] =
	"Accounting storage in PostgreSQL";
SLURM_PLUGIN_EXPORT const char plugin_type[] = "accounting_storage/pgsql";
SLURM_PLUGIN_EXPORT const uint32_t plugin_version = SLURM_VERSION_NUMBER;

ENTRY int init(void)
{
	if (storage_host() == HOST_SLURMDBD)
		gather_start();
	return storage_init();
}

ENTRY int fini(void)
{
	direct_stop();
	storage_fini();
	return SLURM_SUCCESS;
}
