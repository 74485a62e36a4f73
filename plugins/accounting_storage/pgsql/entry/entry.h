/*
 * entry.h - what every file of entry points needs
 *
 * Slurm finds the entry points by name (syms[] of its accounting storage
 * loader) and calls them with the void pointer that get_connection returned.
 * An entry point holds no logic: it hands its arguments to the entity that
 * does the work, or says not_yet().
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ENTRY_H
#define SLURM_PGSQL_ENTRY_H

#include "../storage/storage.h"

#define ENTRY extern SLURM_PLUGIN_EXPORT

#endif
