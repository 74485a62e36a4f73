/*
 * settings.h - from Slurm's configuration keys to a connection's settings
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SETTINGS_H
#define SLURM_PGSQL_SETTINGS_H

#include "src/pg/pg.h"

/*
 * The keys as Slurm hands them over, with the defaults that it has filled in
 * for those that are not in the file (Slurm 22.05 to 24.11, read_config.c of
 * slurmdbd and of common):
 *
 *		slurmdbd.conf Storage*		slurm.conf AccountingStorage*
 *	host	localhost			localhost
 *	port	0 (3306 only for the type	0 (6819 only for the type
 *		.../mysql)			.../slurmdbd)
 *	user	who is logged in where the	root
 *		daemon was started, or NULL
 *	loc	/var/log/slurm_jobacct.log	there is no such key
 */
struct settings_keys {
	const char *host, *backup_host;
	uint16_t port;
	const char *user, *password;
	const char *loc; /* a path stands for "not given" */
	const char *parameters;
	bool of_person; /* asked by a client, not by a daemon */
};

#define SETTINGS_DEFAULT_DATABASE "slurm_acct_db"

/*
 * Make *settings_r of the keys. dbname=, user=, host= and port= in the
 * parameters win over the keys; the user "root", which Slurm fills in,
 * stands for "not given": libpq then takes the process's own user. A password
 * that is the path of a socket is munge's: slurmctld needs it there where
 * slurmdbd stands beside it (Slurm's slurm_protocol_api.c, _global_auth_key).
 *
 * slurm.conf is everybody's to read, so what says in it who slurmctld is
 * (user, password, and passfile=, sslcert= and the like in the parameters)
 * does not count for a client: it logs in as the person who runs it, by
 * libpq's own rules.
 * 0, or -1 with one sentence in *error_r (caller frees) that names what is
 * wrong.
 */
extern int settings_make(const struct settings_keys *keys,
			 struct pg_settings *settings_r,
			 char **error_r) PG_MUST_CHECK;

#endif
