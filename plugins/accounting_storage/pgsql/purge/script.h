/*
 * script.h - the site's own archive script
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PURGE_SCRIPT_H
#define SLURM_PGSQL_PURGE_SCRIPT_H

#include "policy.h"

/*
 * Run policy->archive_script for one cluster and wait for its end, with the
 * environment that man slurmdbd.conf tells under ArchiveScript, for the terms
 * that are set. It archives and purges in our place. SLURM_ERROR, and errno,
 * after an error line, where it cannot be run or ends with another status
 * than 0.
 */
extern int purge_script(const struct purge_policy *policy, const char *cluster);

#endif
