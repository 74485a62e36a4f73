/*
 * cache.h - slurmctld's associations, QOS and users follow the database
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DIRECT_CACHE_H
#define SLURM_PGSQL_DIRECT_CACHE_H

#include "../storage/storage.h"

/* What the cache was last compared with; zero-initialised: nothing. */
struct cache {
	char *qos, *users, *assocs; /* versions, xmalloc */
};

/*
 * Compare what has changed in the database since the last call with
 * slurmctld's lists, and bring these up to date. SLURM_SUCCESS, or an error
 * code (logged): then it is to be called again. Takes assoc_mgr's locks and,
 * in what slurmctld does about a change, its job and partition locks: call it
 * from a thread that holds none. Nothing is locked while the database works.
 */
extern int cache_follow(struct cache *cache,
			struct storage_conn *conn) PG_MUST_CHECK;

/* Forget what it was compared with: the next call compares everything. */
extern void cache_forget(struct cache *cache);

#endif
