/*
 * dbd-link.h - speaking to slurmdbd as a slurmctld does, for tests
 *
 * One connection, of the controller of a cluster. Starts of jobs
 * go out in batches of their own, for their answer is an index; everything
 * else is queued and goes out as slurmctld's agent sends it. The starts that
 * wait always go first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_DBD_LINK_H
#define SLURM_PGSQL_DBD_LINK_H

#include "src/slurm/compat.h"

#include "src/common/slurm_auth.h"
#include "src/common/slurm_persist_conn.h"
#include "src/common/slurmdbd_pack.h"

/* What slurmctld sends at most in one message. */
#define DBD_BATCH 1000

struct dbd_link;

/* Connect to slurmdbd (slurm.conf must be read). Ends the program where that
 * fails. */
extern struct dbd_link *dbd_open(const char *cluster, const char *host,
				 uint16_t port);
/* Register as the cluster's controller; ends the program likewise. */
extern void dbd_register(struct dbd_link *link);
/* Send what waits, say good-bye. */
extern void dbd_close(struct dbd_link **link);

/* Ask and wait; data of the answer, whose type must be `answer`, or NULL. */
extern void *dbd_ask(struct dbd_link *link, uint16_t type, void *data,
		     uint16_t answer);

/*
 * The start of a job. *index_r is set when it has been sent; it must live
 * until then. Takes start over.
 */
extern void dbd_job_start(struct dbd_link *link, dbd_job_start_msg_t *start,
			  uint64_t *index_r);
/* Any other record; packed at once, data stays the caller's. */
extern void dbd_queue(struct dbd_link *link, uint16_t type, void *data);

extern void dbd_flush_starts(struct dbd_link *link);
extern void dbd_flush(struct dbd_link *link);

/* How many records were sent, and how many were answered with an error. */
extern int dbd_sent(const struct dbd_link *link);
extern int dbd_refused(const struct dbd_link *link);

#endif
