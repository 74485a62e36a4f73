/*
 * defaults.h - which wckey is a user's default
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_WCKEY_DEFAULTS_H
#define SLURM_PGSQL_WCKEY_DEFAULTS_H

#include "../storage/storage.h"

/* These have become defaults: others of the users no longer are. */
extern int wckey_undefault(struct storage_conn *conn, const int64_t *ids,
			   int n) PG_MUST_CHECK;
/* See that each of these wckeys' users has a default. */
extern int wckey_ensure_default(struct storage_conn *conn, const int64_t *ids,
				int n) PG_MUST_CHECK;
/* Tell slurmctlds whether this one is its user's default. */
extern int wckey_publish_default(struct storage_conn *conn, uint32_t id,
				 const char *cluster, bool is_default)
	PG_MUST_CHECK;

#endif
