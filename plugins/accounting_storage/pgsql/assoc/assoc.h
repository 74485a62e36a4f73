/*
 * assoc.h - associations: who may use which account on which cluster
 *
 * The hierarchy is stored as parent ids. What Slurm wants beside, lft and rgt
 * and limits and QOS inherited from above, is computed when a list is read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_ASSOC_H
#define SLURM_PGSQL_ASSOC_H

#include "../storage/storage.h"
#include "../storage/visibility.h"

/* ------------------------------------------------- what Slurm asks for */

/* A list of slurmdb_assoc_rec_t, clusters by name, each depth first; NULL
 * with errno on failure. */
extern slurm_list_t assoc_get(struct storage_conn *conn, uid_t uid,
			      slurmdb_assoc_cond_t *cond);
/* Add those in a list of slurmdb_assoc_rec_t that are not there. */
extern int assoc_add(struct storage_conn *conn, uint32_t uid,
		     slurm_list_t assocs);
/* Lines that say what was changed, "C = c1  A = phys  U = alice". */
extern slurm_list_t assoc_modify(struct storage_conn *conn, uint32_t uid,
				 slurmdb_assoc_cond_t *cond,
				 slurmdb_assoc_rec_t *assoc);
/* Lines that say what was removed: those that match, and all below them. Or,
 * with errno, what is in the way: ESLURM_JOBS_RUNNING_ON_ASSOC,
 * ESLURM_NO_REMOVE_DEFAULT_ACCOUNT. */
extern slurm_list_t assoc_remove(struct storage_conn *conn, uint32_t uid,
				 slurmdb_assoc_cond_t *cond);

/* slurmdbd -R: see that each association of these clusters (char *; all where
 * empty) is below its account, and each account below root; a log line for
 * each that was not. lft and rgt are computed when they are read. */
extern int assoc_repair(struct storage_conn *conn, uid_t uid,
			slurm_list_t clusters);

/* ----------------- within another entity's change; the lock is held */

enum assoc_kind { ASSOC_ANY, ASSOC_OF_ACCOUNTS, ASSOC_OF_USERS };

struct assoc_question {
	const slurmdb_assoc_cond_t *cond; /* NULL: all */
	const int64_t *ids; /* instead of cond->id_list, n of them */
	int n;
	enum assoc_kind kind;
	bool below;	    /* with all below those that match */
	bool own;	    /* nothing inherited; QOS with its deltas */
	const struct actor *viewer; /* whom PrivateData may limit, or NULL */
};

extern int assoc_find(struct storage_conn *conn,
		      const struct assoc_question *question,
		      slurm_list_t *list_r) PG_MUST_CHECK;

extern int assoc_add_within(struct storage_conn *conn,
			    const struct actor *actor, slurm_list_t assocs)
	PG_MUST_CHECK;
/* The transaction log's line of one that was added otherwise. */
extern int assoc_log_added(struct storage_conn *conn, const char *actor,
			   int64_t id, const slurmdb_assoc_rec_t *assoc)
	PG_MUST_CHECK;
extern int assoc_modify_within(struct storage_conn *conn,
			       const struct actor *actor,
			       const slurmdb_assoc_cond_t *cond,
			       slurmdb_assoc_rec_t *assoc, slurm_list_t lines)
	PG_MUST_CHECK;
/* The users' associations on these clusters (all where NULL) are no default
 * any longer; ESLURM_NO_REMOVE_DEFAULT_ACCOUNT unless slurmdbd.conf allows
 * it. */
extern int assoc_no_default(struct storage_conn *conn, slurm_list_t users,
			    slurm_list_t clusters) PG_MUST_CHECK;

/*
 * Whether the removal of these associations is refused for default accounts:
 * ESLURM_NO_REMOVE_DEFAULT_ACCOUNT, and lines are replaced by those that are
 * in the way. Only those of accounts count, where it is not NULL.
 *
 * The rule is that of accounting_storage/mysql 22.05
 * (_check_is_def_acct_before_remove), as it acts: by user, a default one that
 * comes after one that is not default is in the way.
 */
extern int assoc_check_defaults(slurm_list_t assocs, slurm_list_t accounts,
				slurm_list_t lines) PG_MUST_CHECK;

/*
 * Remove associations, which are whole subtrees by lft. Where jobs are not
 * yet done there: ESLURM_JOBS_RUNNING_ON_ASSOC, and lines are replaced by
 * these jobs.
 */
extern int assoc_remove_within(struct storage_conn *conn, slurm_list_t assocs,
			       slurm_list_t lines) PG_MUST_CHECK;

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
/*
 * What Slurm 24.11 asks to add: each account with each user (the accounts
 * themselves where users is NULL), partition and cluster, with the limits of
 * add->assoc. *list_r: records of those that are not there, for
 * assoc_add_within(). It is freed by the caller, also on failure.
 */
extern int assoc_missing(struct storage_conn *conn,
			 const slurmdb_add_assoc_cond_t *add,
			 slurm_list_t users, slurm_list_t *list_r)
	PG_MUST_CHECK;
/* Lines for sacctmgr to print, appended to *text (xmalloc). */
extern void assoc_describe_added(slurm_list_t assocs, char **text);
/* Names that a statement of one text[] returns, a list of char *. */
extern int assoc_missing_names(struct storage_conn *conn,
			       const struct pg_statement *statement,
			       slurm_list_t names, slurm_list_t *missing_r)
	PG_MUST_CHECK;
#endif

/* ------------------------------------------------------ for assoc alone */

/* "C = c1         A = phys                 U = alice    ". xfree. */
extern char *assoc_line(const slurmdb_assoc_rec_t *assoc, int account_width);
/* One that tells slurmctlds of a change: nothing but id and cluster is set. */
extern slurmdb_assoc_rec_t *assoc_news(uint32_t id, const char *cluster);
/* Tell of the new numbers behind lft. */
extern int assoc_publish_lft(struct storage_conn *conn, const char *cluster,
			     uint32_t lft) PG_MUST_CHECK;

/* These have become default accounts: others of the users no longer are. */
extern int assoc_undefault(struct storage_conn *conn, const int64_t *ids,
			   int n) PG_MUST_CHECK;
/* See that each of these associations' users has a default account. */
extern int assoc_ensure_default(struct storage_conn *conn, const int64_t *ids,
				int n) PG_MUST_CHECK;

/* A coordinator may hand out only QOS that the account has itself. */
extern int assoc_check_qos(struct storage_conn *conn, const struct actor *actor,
			   const char *cluster, const char *account,
			   slurm_list_t qos) PG_MUST_CHECK;
/* ESLURM_INVALID_QOS unless 0, NO_VAL, INFINITE or the id of a QOS. */
extern int assoc_check_default_qos(struct storage_conn *conn, uint32_t qos_id)
	PG_MUST_CHECK;

/* ids of a list of slurmdb_assoc_rec_t, list_count() of them; xfree. */
extern int64_t *assoc_ids(slurm_list_t assocs);

#endif
