/*
 * pool.h - links that clients of slurmdbd left, for those who come next
 *
 * Each sacct and sreport is a client, open for some milliseconds. To log in to
 * PostgreSQL, and for its new process to learn of the tables, takes longer
 * than most of their questions. So slurmdbd keeps some links that are idle;
 * other processes open few, and keep none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STORAGE_POOL_H
#define SLURM_PGSQL_STORAGE_POOL_H

#include "src/pg/pg.h"

/* An idle link, which may have broken meanwhile, or one that is not connected
 * yet. The caller gives it back, or frees it with pg_conn_free(). */
extern struct pg_conn *pool_take(void);
/* Take *pg over, to be kept or freed; it becomes NULL. */
extern void pool_give(struct pg_conn **pg);
/* Free all that are kept. Nothing is kept from now on. */
extern void pool_end(void);

#endif
