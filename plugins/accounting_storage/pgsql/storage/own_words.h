/*
 * own_words.h - words of StorageParameters that are ours and not libpq's
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_OWN_WORDS_H
#define SLURM_PGSQL_OWN_WORDS_H

#include "src/pg/pg.h"

/* Of direct mode; elsewhere they are read and not used. */
struct own_words {
	/* Records stay in the spool so long after their commit, for a server
	 * that has lost it. spool_retain=900, seconds. */
	int spool_retain;
	/* Bound of the spool's files. spool_size=1024, MB. */
	int spool_size;
	/* Whoever LISTENs on slurm_jobs is woken by new records at most once
	 * in so many seconds; 0: never. notify_jobs=0. */
	int notify_jobs;
};

/*
 * Take our words out of parameters ("key=value,key=value"): what is left is
 * *rest_r (malloc). Words that are not there have their defaults. 0, or -1
 * with one sentence in *error_r (caller frees) that names word and value.
 */
extern int own_words_take(const char *parameters, struct own_words *words_r,
			  char **rest_r, char **error_r) PG_MUST_CHECK;

#endif
