/*
 * tres_names.h - names of TRES, as this process knows them
 *
 * From assoc_mgr's list (slurmdbd and slurmctld have it), remembered: a TRES
 * never changes its name. Takes assoc_mgr's TRES lock for reading, but only
 * for a TRES that was not asked for before; so not to be called under locks of
 * slurmctld or assoc_mgr.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_TRES_NAMES_H
#define SLURM_PGSQL_TRES_NAMES_H

#include "src/slurm/tres.h"

/* A tres_name_fn; arg is not used. The name lives as long as the process. */
extern const char *tres_name(uint32_t id, void *arg);
/* A tres_id_fn. */
extern uint32_t tres_id(const char *name, void *arg);

#endif
