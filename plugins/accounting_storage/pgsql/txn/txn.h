/*
 * txn.h - the transaction log: who changed what (sacctmgr show transactions)
 *
 * The words are those of accounting_storage/mysql where these are plain:
 * "max_jobs=5, grp_wall=NULL", '(id_assoc=5 || id_assoc=7)'. Where it logs
 * SQL expressions, ours says what was asked: "grp_tres='1=6000'", "qos+=3".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_TXN_H
#define SLURM_PGSQL_TXN_H

#include "../storage/storage.h"

struct txn {
	int action;	     /* DBD_* (slurmdbd_defs.h) */
	const char *actor;   /* user name */
	const char *cluster; /* or NULL */
	const char *name;    /* what was changed */
	const char *info;    /* what was set, or NULL */
};

/* Within a change: the lock is held. SLURM_SUCCESS or a Slurm error. */
extern int txn_write(struct storage_conn *conn, const struct txn *txn)
	PG_MUST_CHECK;

/* The same for n changes of one kind, in one statement: all are by
 * txn->actor; cluster, name and info are arrays. */
extern int txn_write_many(struct storage_conn *conn, int action,
			  const char *actor, const char *const *cluster,
			  const char *const *name, const char *const *info,
			  int n) PG_MUST_CHECK;

/* One for each of n things: describe() sets their name, which stays the
 * thing's, and info, which it gives away (xfree). */
typedef void (*txn_describe_fn)(const void *thing, const char **name,
				char **info);
extern int txn_write_each(struct storage_conn *conn, int action,
			  const char *actor, const void *const *things, int n,
			  txn_describe_fn describe) PG_MUST_CHECK;

/* "id_assoc=5 || id_assoc=7" of a set of ids. xfree. */
extern char *txn_ids(const char *column, const int64_t *id, int n);
/* "name='a' || name='b'" of a list of char *. xfree. */
extern char *txn_names(const char *column, slurm_list_t names);

/* A list of slurmdb_txn_rec_t by time; NULL with errno on failure. */
extern slurm_list_t txn_get(struct storage_conn *conn, uid_t uid,
			    slurmdb_txn_cond_t *cond);

#endif
