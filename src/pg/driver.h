/*
 * driver.h - what lies between a pg_conn and a server (private to src/pg)
 *
 * libpq is one driver, the unit tests' fake is another. A driver carries
 * statements and answers and judges nothing: classes, transactions and
 * retries are the layer's above. Results are libpq's PGresult in both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_PG_DRIVER_H
#define SLURM_PGSQL_PG_DRIVER_H

#include <libpq-fe.h>

#include "src/pg/pg.h"

/* What came back. Zeroed by the caller of the driver. */
struct pg_reply {
	PGresult *result; /* where it went well; owned by the reply */
	int64_t affected; /* rows that an INSERT, UPDATE or DELETE changed */
	bool failed;
	bool not_replicated; /* a COMMIT that only the primary is known to have */
	char sqlstate[6];
	char *message, *detail, *hint, *constraint; /* malloc */
	char *function; /* C function that raised it: not translated */
};

extern void pg_reply_clear(struct pg_reply *reply);
/* A failure of our own making, without SQLSTATE unless one is given. */
extern void pg_reply_fail(struct pg_reply *reply, const char *sqlstate,
			  const char *message);

struct pg_request {
	const char *name;     /* the statement's */
	const char *text;
	const char *prepared; /* name on the server, NULL: send the text */
	const struct pg_params *params; /* or NULL */
	bool script;	      /* several statements, no parameters */
};

/* Where the link stands, as the protocol tells. */
enum pg_link { PG_LINK_LOST, PG_LINK_IDLE, PG_LINK_TRANSACTION, PG_LINK_FAILED };

enum pg_server { PG_SERVER_UP, PG_SERVER_STARTING, PG_SERVER_AWAY };

struct pg_driver {
	void (*connect)(struct pg_conn *conn, struct pg_reply *reply);
	void (*disconnect)(struct pg_conn *conn);
	enum pg_link (*link)(struct pg_conn *conn);
	/* An idle link that the server has closed is noticed here, at the
	 * price of a poll(). */
	bool (*alive)(struct pg_conn *conn);
	void (*prepare)(struct pg_conn *conn, const struct pg_request *request,
			struct pg_reply *reply);
	void (*run)(struct pg_conn *conn, const struct pg_request *request,
		    struct pg_reply *reply);
	/* Streaming: start, then next until it is false, where reply tells
	 * whether the end was a good one. stop ends it early. */
	void (*start)(struct pg_conn *conn, const struct pg_request *request,
		      struct pg_reply *reply);
	bool (*next)(struct pg_conn *conn, struct pg_reply *reply);
	void (*stop)(struct pg_conn *conn, struct pg_reply *reply);
	/* COPY: begin, then read or write until done, then end; why ends a
	 * COPY FROM with that error. read: the size of *data_r, which
	 * copy_free() frees; 0 at the end and after a failure. */
	bool (*copy_begin)(struct pg_conn *conn,
			   const struct pg_request *request,
			   struct pg_reply *reply);
	size_t (*copy_read)(struct pg_conn *conn, char **data_r,
			    struct pg_reply *reply);
	void (*copy_free)(char *data);
	bool (*copy_write)(struct pg_conn *conn, const char *data, size_t size,
			   struct pg_reply *reply);
	void (*copy_end)(struct pg_conn *conn, const char *why,
			 struct pg_reply *reply);
	/* Give up a COPY TO. */
	void (*copy_cancel)(struct pg_conn *conn, struct pg_reply *reply);
	enum pg_server (*ping)(struct pg_conn *conn);
	int (*socket)(struct pg_conn *conn);
	int (*notification)(struct pg_conn *conn, char **channel_r);
	void (*free)(struct pg_conn *conn); /* the driver's own state */
};

extern const struct pg_driver pg_driver_libpq;

/* Time, so that tests need not wait. Milliseconds. */
struct pg_clock {
	int64_t (*now)(struct pg_conn *conn);
	void (*sleep)(struct pg_conn *conn, int ms);
};

extern const struct pg_clock pg_clock_real;

#endif
