/*
 * conn.h - the inside of a connection (private to src/pg)
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PG_CONN_H
#define SLURM_PGSQL_PG_CONN_H

#include "src/pg/driver.h"

/*
 * CLOSED -> IDLE -> OPEN -> IDLE, and from every state to CLOSED. FAILED is
 * an open transaction in which only a rollback is accepted. COMMITTING is
 * from the sending of COMMIT to its answer: a link lost there leaves the
 * outcome unknown. STREAMING is inside pg_exec_each().
 */
enum pg_state {
	PG_CLOSED,
	PG_IDLE,
	PG_OPEN,
	PG_FAILED,
	PG_COMMITTING,
	PG_STREAMING,
	PG_STATES
};

struct pg_prepared {
	char *name, *text; /* the statement's */
	char id[16];	   /* what the server calls it */
};

/* A failure that lasts, so that it is logged once (trouble.c). */
struct pg_trouble {
	bool present;
	enum pg_class class;
	int64_t since, logged; /* ms */
	int held_back;	       /* repeats that were not logged */
};

struct pg_conn {
	const struct pg_driver *driver;
	void *link; /* the driver's */
	const struct pg_clock *clock;
	struct pg_settings settings;
	enum pg_state state;
	unsigned sessions;
	int64_t session_began; /* by clock, milliseconds */
	bool prepares;		/* false: send the text each time */
	bool reconnect;		/* the server turned read-only: leave it */
	enum pg_class broken_by; /* what put the transaction into FAILED */
	struct pg_error error;
	struct pg_prepared *prepared;
	int n_prepared;
	const volatile bool *stop;
	struct pg_trouble trouble;
	bool running; /* inside pg_run(), which reports for pg_connect() */
	unsigned seed; /* of the jitter */
};

extern struct pg_conn *pg_conn_new_driver(const struct pg_settings *settings,
					  const struct pg_driver *driver,
					  const struct pg_clock *clock,
					  void *link);

/* state.c */
extern void pg_log(const struct pg_conn *conn, enum pg_log_level level,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));
extern bool pg_stopped(const struct pg_conn *conn);

/* The one place where the state changes. A change that the table does not
 * allow is an error of this layer: it is logged, and the link closed. */
extern void pg_set_state(struct pg_conn *conn, enum pg_state state);
/* Take the state from what the link says after an answer. */
extern void pg_settle(struct pg_conn *conn);

/* session.c: SET what our statements rely on; look at the encoding. */
extern enum pg_class pg_session_begin(struct pg_conn *conn);

/* error.c */
extern enum pg_class pg_classify(const struct pg_reply *reply);
/* Keep the failure in conn->error. Returns its class. */
extern enum pg_class pg_fail(struct pg_conn *conn, const char *statement,
			     enum pg_class class,
			     const struct pg_reply *reply);
extern enum pg_class pg_fail_message(struct pg_conn *conn,
				     const char *statement,
				     enum pg_class class, const char *message);

/* settings.c: keywords and values for libpq. */
#define PG_KEYWORDS_MAX 96
struct pg_keywords {
	const char *keyword[PG_KEYWORDS_MAX], *value[PG_KEYWORDS_MAX];
	int n;
	char *hosts;
	char port[8];
};
extern void pg_keywords_make(struct pg_keywords *k,
			     const struct pg_settings *s);
extern void pg_keywords_free(struct pg_keywords *k);
/* "HOST port PORT database NAME", for log lines. Caller frees. */
extern char *pg_settings_describe(const struct pg_settings *s);

/* exec.c: pass *request through the driver, settle, classify. On success
 * *result_r (may be NULL) is the caller's. */
extern enum pg_class pg_request(struct pg_conn *conn,
				const struct pg_request *request,
				struct pg_reply *reply);
/* Whether a statement can be sent now; else its class of failure. */
extern enum pg_class pg_ready(struct pg_conn *conn, const char *name,
			      const struct pg_params *p);
/* After an answer: state, class, conn->error. */
extern enum pg_class pg_settle_reply(struct pg_conn *conn, const char *name,
				     struct pg_reply *reply);
/* The statement's text after its name as a comment. Caller frees. */
extern char *pg_named_text(const struct pg_statement *statement);

/* prepared.c: NULL if statement's name is none of the session's. */
extern struct pg_prepared *pg_prepared_find(struct pg_conn *conn,
					    const struct pg_statement *statement);
/* NULL: no memory. */
extern struct pg_prepared *pg_prepared_add(struct pg_conn *conn,
					   const struct pg_statement *statement);
/* The last one, which the server did not take: ids count up. */
extern void pg_prepared_take_back(struct pg_conn *conn);
extern void pg_forget_prepared(struct pg_conn *conn);

/* trouble.c */
extern void pg_trouble_report(struct pg_conn *conn, enum pg_class class);
extern void pg_trouble_over(struct pg_conn *conn);

/* retry.c */
extern int pg_backoff(struct pg_conn *conn, const struct pg_retry *retry,
		      int failures);

/* utf8.c: append to p->text what pg_utf8() makes of text. */
extern size_t pg_utf8_copy(char *to, const char *text, size_t size,
			   bool *repaired_r);

/* result.c */
struct pg_result {
	PGresult *result;
	int64_t affected;
};
extern struct pg_result *pg_result_take(struct pg_reply *reply);

/* timetext.c */
#define PG_TIME_SIZE 48
extern void pg_time_print(char *to, time_t t); /* UTC, PG_TIME_SIZE bytes */
extern time_t pg_time_parse(const char *text);

#endif
