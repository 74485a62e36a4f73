/*
 * storage.h - what Slurm calls db_conn: one client's or daemon's connection
 *
 * slurmdbd opens one for each of its clients and one for itself; slurmctld
 * (direct mode) and sacct open one each. It carries the database connection,
 * the cluster that it speaks for, and the changes that other processes have
 * to be told of once they are committed.
 *
 * A client's changes (sacctmgr) are one transaction: it begins with the
 * first change, each operation stands in a savepoint, and commit or rollback
 * end it. Records (jobs, steps, events) are transactions of their own, unless
 * a client's is open on the same connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_STORAGE_H
#define SLURM_PGSQL_STORAGE_H

#include <pthread.h>

#include "src/slurm/compat.h"
#include "src/pg/pg.h"

struct own_words; /* own_words.h */
struct gather;	  /* dbd/gather.h */

struct storage_conn {
	struct pg_conn *pg;
	/* slurmdbd's main and roll-up threads share one connection */
	pthread_mutex_t lock;
	char *cluster_name; /* xmalloc; NULL for a client without a cluster */
	int64_t cluster_id; /* 0: not looked up, or unknown to the database */
	int conn_num;	    /* slurmdbd's number of the client, for the log */
	bool rollback;	    /* Slurm asked for transactions */
	bool changing;	    /* a client's transaction is open */
	bool lost;	    /* ... or was, and went with its link */
	int analyze_in;	    /* records until batch/ looks at statistics again */
	enum pg_class failure; /* of the statement that failed last */
	slurm_list_t updates; /* struct publication: told after the commit */
	struct gather *gather; /* slurmdbd's records that wait for a commit */
};

/* What process has loaded us. */
enum storage_host { HOST_SLURMDBD, HOST_SLURMCTLD, HOST_CLIENT };
extern enum storage_host storage_host(void);
/* We are in slurmdbd and it has been told to end: what goes on by itself the
 * next time, roll-up and purge, is given up. */
extern bool storage_ends(void);

/*
 * The module's own start and end. slurmdbd waits here for the server and
 * brings the schema up to date; slurmctld must start without a database too,
 * so there (and in clients) nothing but the settings is read.
 * SLURM_ERROR, after a line that says what is wrong, keeps the plugin from
 * being loaded.
 */
extern int storage_init(void);
extern void storage_fini(void);

/* slurmdbd.conf's TrackSlurmctldDown. */
extern bool storage_tracks_slurmctld(void);
/* slurmdbd.conf's AllResourcesAbsolute, of 24.11 on. */
extern bool storage_resources_are_absolute(void);

/* Read slurmdbd.conf's Storage* or slurm.conf's AccountingStorage* keys.
 * SLURM_SUCCESS, or SLURM_ERROR after an error line naming key and value. */
extern int storage_settings_load(void);
extern void storage_settings_free(void);
extern const struct pg_settings *storage_settings(void);
/* The words among them that are ours. */
extern const struct own_words *storage_own_words(void);
/* The same but for the password, as config_key_pair_t under slurmdbd.conf's
 * names. Caller frees; errno is 0. */
extern slurm_list_t storage_config(void);

/*
 * errno tells whether the server is there; the connection is given out in any
 * case. In slurmctld the first one waits a while for a server that is
 * starting, but for threads of our own (conn_num STORAGE_OWN_THREAD), which
 * come again by themselves.
 */
#define STORAGE_OWN_THREAD (-1)
extern struct storage_conn *storage_open(int conn_num, bool rollback,
					 const char *cluster_name);
/* Undoes a client's open transaction. */
extern void storage_close(struct storage_conn **conn);

/* slurm.conf or slurmdbd.conf was read again. What the settings say of the
 * server counts at the next start (as for accounting_storage/mysql). */
extern int storage_reconfig(struct storage_conn *conn);

/* Take the lock and make sure of a good link. On failure the lock is not
 * held, errno is ESLURM_DB_CONNECTION, and that is what is returned. */
extern int storage_enter(struct storage_conn *conn) PG_MUST_CHECK;
extern void storage_leave(struct storage_conn *conn);

/*
 * A client's change: work runs inside the client's transaction (begun if it
 * is not yet) in a savepoint, which is undone if work fails. work returns a
 * Slurm error code. Deadlock and serialization failure in the transaction's
 * first operation are tried again unseen. Takes and leaves the lock.
 */
typedef int (*storage_work_fn)(struct storage_conn *conn, void *arg);
extern int storage_change(struct storage_conn *conn, storage_work_fn work,
			  void *arg) PG_MUST_CHECK;

/*
 * A daemon's own change: fn runs in a transaction of its own, as pg_run() with
 * pg_retry_client() does, or, where a client's is open on this connection,
 * within a savepoint of that. storage_transact(): the lock is held.
 * storage_write() takes and leaves it, logs a failure, returns a Slurm code.
 */
extern enum pg_class storage_transact(struct storage_conn *conn,
				      pg_work_fn fn, void *arg) PG_MUST_CHECK;
extern int storage_write(struct storage_conn *conn, pg_work_fn fn,
			 void *arg) PG_MUST_CHECK;

/*
 * Run one statement of a change or a question (the lock is held). Returns
 * SLURM_SUCCESS, or a Slurm error code after one log line.
 */
extern int storage_exec(struct storage_conn *conn,
			const struct pg_statement *statement,
			const struct pg_params *params,
			struct pg_result **result_r) PG_MUST_CHECK;

/* A question on its own: enter, run, leave. */
extern int storage_query(struct storage_conn *conn,
			 const struct pg_statement *statement,
			 const struct pg_params *params,
			 struct pg_result **result_r) PG_MUST_CHECK;

/*
 * A question of several statements, all as of one moment: work runs in a
 * transaction of its own that only reads, or within the client's. Once more,
 * from its beginning, where the link broke under it. work returns a Slurm
 * error code, and so does this. Takes and leaves the lock.
 */
extern int storage_read(struct storage_conn *conn, storage_work_fn work,
			void *arg) PG_MUST_CHECK;

/* storage_exec() for many rows: as pg_exec_each(). */
extern int storage_each(struct storage_conn *conn,
			const struct pg_statement *statement,
			const struct pg_params *params, pg_row_fn fn,
			void *arg) PG_MUST_CHECK;

/* Bring the schema up to date (daemons) or check it (clients), once a process.
 * The link is up. Logs what is wrong. */
extern enum pg_class storage_schema(struct pg_conn *pg) PG_MUST_CHECK;
/* That has been done. */
extern bool storage_schema_good(void);

/* One error line of the connection's last failure. */
extern void storage_log_error(struct pg_conn *pg);

/* Slurm's error code for a class of failure. */
extern int storage_errno(enum pg_class class);

/* Remember what to tell the registered slurmctlds (and this process's own
 * assoc_mgr) after the commit. Takes object over; it is one of slurmdb's
 * records of that type (slurmdb_update_type_t). */
extern int storage_publish(struct storage_conn *conn,
			   slurmdb_update_type_t type, void *object);

/* End the client's transaction; on commit, publish what was remembered. */
extern int storage_commit(struct storage_conn *conn, bool commit);

/* Id of a cluster by name, removed ones too; 0 if unknown. The connection's
 * own is read once, then remembered. The lock is held. */
extern int64_t storage_cluster_id(struct storage_conn *conn, const char *name);

/* TRES as JSON by name, '{"cpu": 6000, "gres/gpu": 4}', are the database's
 * form; '1=6000,1001=4' is Slurm's. The statements convert with the SQL
 * functions slurm_data.tres_from_slurm(text) and tres_to_slurm(jsonb). */

#endif
