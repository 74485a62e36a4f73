/*
 * tres_map.h - ids of TRES as the database knows them
 *
 * For answers: a client has no list of TRES of its own, and a daemon's may
 * lag behind the database.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_TRES_MAP_H
#define SLURM_PGSQL_TRES_MAP_H

#include "src/slurm/tres.h"

#include "../storage/storage.h"

struct tres_map {
	int n;
	uint32_t *id;
	char **name;
};

/* Read it; the lock is held. SLURM_SUCCESS or a Slurm error code. */
extern int tres_map_read(struct storage_conn *conn,
			 struct tres_map *map) PG_MUST_CHECK;
extern void tres_map_free(struct tres_map *map);
/* A tres_id_fn; arg is the map. */
extern uint32_t tres_map_id(const char *name, void *arg);

#endif
