/*
 * pg.h - a connection to PostgreSQL, its statements, results and errors
 *
 * The only door to the database: libpq's types end behind this header. No
 * Slurm header either; the logger is handed in, so that unit tests and
 * tools use the layer as the plugins do.
 *
 * One struct pg_conn belongs to one thread at a time. Nothing here exits or
 * aborts. Functions that can fail return enum pg_class, PG_OK being 0; the
 * details of the last failure are in pg_last_error(). Nothing logs a failed
 * statement but pg_run(): the caller decides what a failure is worth.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PG_H
#define SLURM_PGSQL_PG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define PG_MUST_CHECK __attribute__((warn_unused_result))

/* What a failure means to the caller. One table maps SQLSTATEs to it. */
enum pg_class {
	PG_OK = 0,
	PG_RECORD,	 /* 22, 23, 54000: this record's own fault, for good */
	PG_NO_PARTITION, /* 23514 on a partitioned table: make the month */
	PG_RETRY,	 /* 40, 55P03, 57014: run the transaction again */
	PG_CONNECTION,	 /* 08, 57P0x, 25006, socket: connect anew, again;
			  * outside a transaction the statement may or may
			  * not have been carried out */
	PG_RESOURCE,	 /* 53: disk or memory or slots full: wait, again */
	PG_INSTALLATION, /* 42, 28, 3D, 0A, XX: for an administrator */
	PG_UNKNOWN,	 /* COMMIT was sent, its outcome is not known: replay */
};

extern const char *pg_class_name(enum pg_class class);

struct pg_error {
	enum pg_class class;
	char sqlstate[6];      /* "" where libpq itself failed */
	const char *statement; /* name of the statement, or "connect" */
	char *message;	       /* never NULL after a failure */
	char *detail, *hint, *constraint; /* or NULL */
};

/* ------------------------------------------------------------ settings */

enum pg_log_level { PG_LOG_ERROR, PG_LOG_INFO, PG_LOG_DEBUG };
typedef void (*pg_log_fn)(enum pg_log_level level, const char *line);

/*
 * Everything needed to connect. Strings are owned (malloc); pg_settings_free
 * frees them. Passwords never reach a log line or an error message.
 */
struct pg_settings {
	char *host;	   /* host, comma list of hosts, or socket directory */
	char *backup_host; /* tried after host, or NULL */
	uint16_t port;	   /* 0 means 5432 */
	char *user, *password, *dbname;
	char **keyword, **value; /* further libpq keywords, n of each */
	int n;
	char *application_name;
	pg_log_fn log; /* or NULL: silent */
	/* or NULL. Once it is true nothing waits for the server any more. */
	bool (*stopping)(void);
	/* Only asks (sacct): a standby will do, and the server's own
	 * statement_timeout holds. Else only a server that can be written. */
	bool reader;
};

/*
 * Read StorageParameters (or AccountingStorageParameters) into *s:
 * "key=value,key=value", keys being libpq's keywords or the SSL_* names of
 * accounting_storage/mysql (SSL_CERT, SSL_CA, SSL_CAPATH, SSL_KEY, SSL_CIPHER;
 * man slurmdbd.conf). They go before the members of *s with the same meaning
 * (host, port, user, dbname), which stay as they are. NULL and "" are fine.
 * Returns 0, or -1 with *error_r (caller frees) naming the keyword that is
 * not understood and those that are; never a value, it may be secret.
 */
extern int pg_settings_parse(struct pg_settings *s, const char *parameters,
			     char **error_r) PG_MUST_CHECK;
/* The value that the parameters give a libpq keyword, or NULL. */
extern const char *pg_settings_keyword(const struct pg_settings *s,
				       const char *keyword);
/* The parameters say nothing of a libpq keyword any more. */
extern void pg_settings_drop(struct pg_settings *s, const char *keyword);
/* A deep copy. */
extern void pg_settings_copy(struct pg_settings *to,
			     const struct pg_settings *from);
extern void pg_settings_free(struct pg_settings *s);

/* ---------------------------------------------------------- connection */

struct pg_conn;

/* Settings are copied. No I/O before the first pg_connect(). */
extern struct pg_conn *pg_conn_new(const struct pg_settings *settings);
extern void pg_conn_free(struct pg_conn **conn);

/*
 * Connect, or connect anew if the link is lost; a no-op on a good one.
 * Sets timezone=UTC, DateStyle=ISO, jit=off, client_encoding=UTF8,
 * plan_cache_mode=force_custom_plan, and refuses a database whose encoding
 * is not UTF8 (PG_INSTALLATION). Prepared statements are made as they are
 * first used. Bounded by connect_timeout.
 */
extern enum pg_class pg_connect(struct pg_conn *conn) PG_MUST_CHECK;

/*
 * Wait until the server accepts connections, for at most `seconds`, asking
 * with PQping: one log line when the wait begins, one when it ends with the
 * time it took. `stop` (may be NULL) ends the wait when it becomes true.
 */
extern enum pg_class pg_connect_wait(struct pg_conn *conn, int seconds,
				     const volatile bool *stop) PG_MUST_CHECK;
extern void pg_disconnect(struct pg_conn *conn);
extern bool pg_is_connected(const struct pg_conn *conn);
extern const struct pg_error *pg_last_error(const struct pg_conn *conn);
/* The connection's own is overwritten by the next failure. */
extern void pg_error_copy(struct pg_error *to, const struct pg_error *from);
/* Frees the texts, not the struct. */
extern void pg_error_clear(struct pg_error *error);
/* One line: statement, SQLSTATE, message, detail, hint. Caller frees. */
extern char *pg_error_line(const struct pg_error *error);
/*
 * How often a link has been made: what lives as long as a session (LISTEN,
 * temporary tables) has to be made again when this number has changed.
 */
extern unsigned pg_session_number(const struct pg_conn *conn);
/* How long ago the last link was made. */
extern int pg_session_seconds(struct pg_conn *conn);
/*
 * While *stop is true no call waits for an answer any longer: the link is
 * given up with PG_CONNECTION, a COMMIT with PG_UNKNOWN (it is not cancelled:
 * the server goes on with it). For the end of a daemon. NULL: wait.
 */
extern void pg_set_stop(struct pg_conn *conn, const volatile bool *stop);
/* File descriptor for poll(), -1 when not connected (LISTEN). */
extern int pg_socket(const struct pg_conn *conn);
/* Take the next notification: 1 with *channel_r (caller frees), 0 none, -1 lost. */
extern int pg_notification(struct pg_conn *conn, char **channel_r);

/* ---------------------------------------------- statements and parameters */

/*
 * A statement of a .sql file (generated), or built once at start-up. It is
 * prepared on its first use on a connection. A name stands for one text; a
 * text that is put together at run time may come under a name that was used
 * before, and is then run without being prepared.
 */
struct pg_statement {
	const char *name; /* stands in errors and in pg_stat_statements */
	const char *text;
};

/*
 * The parameters $1.. of one execution, in order. Text is made valid UTF-8
 * without NUL when it is added (each bad byte becomes U+FFFD), so PostgreSQL
 * cannot refuse a record for it. Values are copied. Zero-initialised is empty.
 * Where memory ran out, `failed` is set and the execution is PG_RESOURCE.
 */
struct pg_params {
	int n, size;
	size_t *offset; /* of value i in text, or PG_PARAM_NULL; n of them */
	char *text;
	size_t used, room;
	bool repaired; /* some text had bytes that are not UTF-8, or a NUL */
	bool failed;
};
#define PG_PARAM_NULL SIZE_MAX

extern void pg_add_null(struct pg_params *p);
extern void pg_add_text(struct pg_params *p, const char *text); /* NULL: NULL */
/* Text of size bytes, which may hold a NUL. */
extern void pg_add_text_size(struct pg_params *p, const char *text,
			     size_t size);
extern void pg_add_int(struct pg_params *p, int64_t value);
extern void pg_add_uint64(struct pg_params *p, uint64_t value); /* numeric */
extern void pg_add_bool(struct pg_params *p, bool value);
extern void pg_add_double(struct pg_params *p, double value);
extern void pg_add_bytes(struct pg_params *p, const void *data, size_t size);
extern void pg_add_time(struct pg_params *p, time_t t); /* 0: NULL */
/* 0 is 'infinity': the end of what has not ended (slurm_data.job.end_time). */
extern void pg_add_end_time(struct pg_params *p, time_t t);
/* Arrays. A NULL element is NULL; n == 0 is the empty array. */
extern void pg_add_text_array(struct pg_params *p, const char *const *v, int n);
extern void pg_add_int_array(struct pg_params *p, const int64_t *v, int n);
/* Elements that are NULL where null[i]; null itself may be NULL. */
extern void pg_add_int_array_null(struct pg_params *p, const int64_t *v,
				  const bool *null, int n);
extern void pg_add_time_array(struct pg_params *p, const time_t *v, int n);
/* The value of parameter i (from 0) as it is sent, NULL for NULL. */
extern const char *pg_param_value(const struct pg_params *p, int i);
/* Forget the values, keep the memory. */
extern void pg_params_reset(struct pg_params *p);
extern void pg_params_free(struct pg_params *p);

/* Valid UTF-8 without NUL of text (of size bytes); *repaired_r may be NULL.
 * Caller frees. */
extern char *pg_utf8(const char *text, size_t size, bool *repaired_r);

/* --------------------------------------------------------- execution */

struct pg_result;

/*
 * Run one statement. *result_r (may be NULL for statements without rows) is
 * NULL on failure; otherwise the caller frees it with pg_result_free().
 * p may be NULL. Never reconnects by itself.
 */
extern enum pg_class pg_exec(struct pg_conn *conn,
			     const struct pg_statement *statement,
			     const struct pg_params *p,
			     struct pg_result **result_r) PG_MUST_CHECK;

/*
 * Run a script of several statements without parameters (a schema step).
 */
extern enum pg_class pg_exec_script(struct pg_conn *conn,
				    const struct pg_statement *script)
	PG_MUST_CHECK;

/*
 * Run a query and hand each row to fn as it streams in; the whole result is
 * never in memory. fn returns false to stop, which is no failure: outside a
 * transaction the query is cancelled, inside one the rest is read and thrown
 * away. The row passed to fn is row 0 of a result that is freed after the
 * call. fn must not use conn. A failure may come after some rows. Not
 * prepared.
 */
typedef bool (*pg_row_fn)(const struct pg_result *row, void *arg);
extern enum pg_class pg_exec_each(struct pg_conn *conn,
				  const struct pg_statement *statement,
				  const struct pg_params *p, pg_row_fn fn,
				  void *arg) PG_MUST_CHECK;

/*
 * COPY ... TO STDOUT: each piece of the data is handed to fn as it comes. fn
 * returns false to give up: the statement, and the transaction around it, then
 * fail with PG_INSTALLATION. fn must not use conn. *rows_r (may be NULL): how
 * many rows were copied.
 */
typedef bool (*pg_copy_to_fn)(const char *data, size_t size, void *arg);
extern enum pg_class pg_copy_to(struct pg_conn *conn,
				const struct pg_statement *statement,
				pg_copy_to_fn fn, void *arg,
				int64_t *rows_r) PG_MUST_CHECK;

/*
 * COPY ... FROM STDIN: fn gives the next piece, which has to live until its
 * next call; size 0 is the end. false gives up, as above. What PostgreSQL
 * refuses is told in the error's detail with the line.
 */
typedef bool (*pg_copy_from_fn)(const char **data_r, size_t *size_r, void *arg);
extern enum pg_class pg_copy_from(struct pg_conn *conn,
				  const struct pg_statement *statement,
				  pg_copy_from_fn fn, void *arg,
				  int64_t *rows_r) PG_MUST_CHECK;

extern int pg_rows(const struct pg_result *result);
extern int pg_columns(const struct pg_result *result);
/* Number of a column by its name, -1 if there is none. */
extern int pg_column(const struct pg_result *result, const char *name);
/* Rows that an INSERT, UPDATE or DELETE changed. */
extern int64_t pg_affected(const struct pg_result *result);
extern bool pg_is_null(const struct pg_result *result, int row, int column);
/* "" for NULL: ask pg_is_null() where that matters. Lives with the result. */
extern const char *pg_text(const struct pg_result *result, int row, int column);
/* The fallback stands for NULL. */
extern int64_t pg_int(const struct pg_result *result, int row, int column,
		      int64_t fallback);
extern uint64_t pg_uint64(const struct pg_result *result, int row, int column,
			  uint64_t fallback);
extern double pg_double(const struct pg_result *result, int row, int column,
			double fallback);
extern bool pg_bool(const struct pg_result *result, int row, int column);
/* Seconds since the epoch; 0 for NULL, infinity and -infinity. */
extern time_t pg_time(const struct pg_result *result, int row, int column);
/* An array of integers: *n_r of them, caller frees; NULL elements are left
 * out. NULL with *n_r 0 for NULL and for the empty array. */
extern int64_t *pg_int_array(const struct pg_result *result, int row,
			     int column, int *n_r);
extern void pg_result_free(struct pg_result **result);

/* ------------------------------------------------------- transactions */

extern enum pg_class pg_begin(struct pg_conn *conn) PG_MUST_CHECK;
/* One that only reads, all of its statements as of one moment. */
extern enum pg_class pg_begin_snapshot(struct pg_conn *conn) PG_MUST_CHECK;
/*
 * PG_UNKNOWN when the link broke after COMMIT was sent, and when the server
 * says that the commit might not have been replicated. A transaction that had
 * failed before is rolled back, and the class of that failure returned.
 */
extern enum pg_class pg_commit(struct pg_conn *conn) PG_MUST_CHECK;
/* Where this fails the link is closed, which rolls back as well. */
extern void pg_rollback(struct pg_conn *conn);
extern bool pg_in_transaction(const struct pg_conn *conn);
/* One savepoint at a time, around one operation of a client. */
extern enum pg_class pg_savepoint(struct pg_conn *conn) PG_MUST_CHECK;
extern enum pg_class pg_savepoint_release(struct pg_conn *conn) PG_MUST_CHECK;
extern enum pg_class pg_savepoint_rollback(struct pg_conn *conn) PG_MUST_CHECK;

/* -------------------------------------------------------------- retry */

/*
 * How often and how long something that failed is tried again. Delays grow
 * from first_ms to limit_ms by doubling, each with jitter.
 */
struct pg_retry {
	int first_ms, limit_ms;
	int tries;		   /* 0: no bound */
	int seconds;		   /* 0: no bound */
	const volatile bool *stop; /* true ends it; may be NULL */
};
/* A person waits: a few tries within a few seconds. */
extern struct pg_retry pg_retry_client(void);
/* A daemon must not lose it: for ever, until *stop. */
extern struct pg_retry pg_retry_forever(const volatile bool *stop);

/*
 * Run fn in a transaction of its own, connecting first if needed, and again
 * as the policy says while it fails with PG_RETRY, PG_CONNECTION,
 * PG_RESOURCE or PG_UNKNOWN (so fn must be idempotent). The first failure is
 * logged, repeats are held back, recovery is one line with the time it took.
 * Other classes return at once.
 */
typedef enum pg_class (*pg_work_fn)(struct pg_conn *conn, void *arg);
extern enum pg_class pg_run(struct pg_conn *conn, const struct pg_retry *retry,
			    pg_work_fn fn, void *arg) PG_MUST_CHECK;

#endif
