/*
 * dbd-link.c - speaking to slurmdbd as a slurmctld does, for tests
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dbd-link.h"

#include <stdio.h>
#include <stdlib.h>

struct dbd_link {
	slurm_persist_conn_t conn;
	slurm_list_t starts, queue; /* dbd_job_start_msg_t, buf_t */
	uint64_t *index[DBD_BATCH]; /* of the starts */
};

static void nothing(void)
{
}

/* Of the program's one link: what is told where it breaks. */
static int answered, answered_badly;

static void bail(const char *what)
{
	fprintf(stderr, "dbd-load: %s\n", what);
	printf("%d records sent, %d refused\n", answered, answered_badly);
	exit(2);
}

void *dbd_ask(struct dbd_link *link, uint16_t type, void *data,
	      uint16_t answer)
{
	persist_msg_t ask = { .conn = &link->conn, .msg_type = type,
			      .data = data };
	persist_msg_t got = { 0 };
	buf_t *buffer = pack_slurmdbd_msg(&ask, SLURM_PROTOCOL_VERSION);

	if (!buffer || slurm_persist_send_msg(&link->conn, buffer))
		bail("slurmdbd takes no message");
	free_buf(buffer);
	if (!(buffer = slurm_persist_recv_msg(&link->conn)) ||
	    unpack_slurmdbd_msg(&got, SLURM_PROTOCOL_VERSION, buffer))
		bail("slurmdbd does not answer");
	free_buf(buffer);
	if (got.msg_type == answer)
		return got.data;
	fprintf(stderr, "dbd-load: %s was answered by %s",
		slurmdbd_msg_type_2_str(type, 1),
		slurmdbd_msg_type_2_str(got.msg_type, 1));
	if (got.msg_type == PERSIST_RC) {
		persist_rc_msg_t *rc = got.data;

		fprintf(stderr, " %u %s", rc->rc,
			rc->comment ? rc->comment : slurm_strerror(rc->rc));
	}
	fprintf(stderr, "\n");
	return NULL;
}

void dbd_register(struct dbd_link *link)
{
	/* no one listens there: slurmdbd can tell us nothing, and need not */
	dbd_register_ctld_msg_t msg = { .dimensions = 1, .port = 9,
					.plugin_id_select = 101 };
	persist_rc_msg_t *rc =
		dbd_ask(link, DBD_REGISTER_CTLD, &msg, PERSIST_RC);

	if (!rc || rc->rc)
		bail(rc && rc->comment ? rc->comment : "not registered");
	slurm_persist_free_rc_msg(rc);
}

struct dbd_link *dbd_open(const char *cluster, const char *host, uint16_t port)
{
	struct dbd_link *link = xmalloc(sizeof(*link));
	slurm_persist_conn_t *conn = &link->conn;

	conn->flags = PERSIST_FLAG_DBD | PERSIST_FLAG_RECONNECT;
	conn->persist_type = PERSIST_TYPE_DBD;
	conn->cluster_name = xstrdup(cluster);
	conn->rem_host = xstrdup(host);
	conn->rem_port = port;
	conn->timeout = 900 * 1000;
	conn->version = SLURM_PROTOCOL_VERSION;
	conn->r_uid = SLURM_AUTH_UID_ANY;
	conn->fd = -1;
	conn->trigger_callbacks.acct_full = nothing;
	conn->trigger_callbacks.dbd_fail = nothing;
	conn->trigger_callbacks.dbd_resumed = nothing;
	conn->trigger_callbacks.db_fail = nothing;
	conn->trigger_callbacks.db_resumed = nothing;
	if (slurm_persist_conn_open(conn))
		bail("no connection to slurmdbd");
	link->starts = list_create(slurmdbd_free_job_start_msg);
	link->queue = list_create(slurmdbd_free_buffer);
	return link;
}

void dbd_close(struct dbd_link **link_p)
{
	struct dbd_link *link = *link_p;
	dbd_fini_msg_t fini = { .close_conn = 1 };
	persist_msg_t msg = { .conn = &link->conn, .msg_type = DBD_FINI,
			      .data = &fini };
	buf_t *buffer;

	*link_p = NULL;
	dbd_flush(link);
	if ((buffer = pack_slurmdbd_msg(&msg, SLURM_PROTOCOL_VERSION)))
		slurm_persist_send_msg(&link->conn, buffer);
	FREE_NULL_BUFFER(buffer);
	slurm_persist_conn_members_destroy(&link->conn);
	FREE_NULL_LIST(link->starts);
	FREE_NULL_LIST(link->queue);
	xfree(link);
}

/* ----------------------------------------------------------- job starts */

void dbd_flush_starts(struct dbd_link *link)
{
	dbd_list_msg_t msg = { .my_list = link->starts }, *got;
	dbd_id_rc_msg_t *id;
	int n = 0;

	if (!list_count(link->starts))
		return;
	got = dbd_ask(link, DBD_SEND_MULT_JOB_START, &msg,
		      DBD_GOT_MULT_JOB_START);
	if (!got)
		bail("starts of jobs are refused");
	while ((id = list_pop(got->my_list))) {
		*link->index[n++] = id->db_index;
		answered_badly += id->return_code != SLURM_SUCCESS;
		slurmdbd_free_id_rc_msg(id);
	}
	if (n != list_count(link->starts))
		bail("not every start was answered");
	answered += n;
	slurmdbd_free_list_msg(got);
	list_flush(link->starts);
}

void dbd_job_start(struct dbd_link *link, dbd_job_start_msg_t *start,
		   uint64_t *index_r)
{
	link->index[list_count(link->starts)] = index_r;
	list_append(link->starts, start);
	if (list_count(link->starts) >= DBD_BATCH)
		dbd_flush_starts(link);
}

/* ----------------------------------------------------- all other records */

static bool is_good(buf_t *buffer)
{
	persist_msg_t msg = { 0 };
	persist_rc_msg_t *rc;
	bool good;

	if (unpack_slurmdbd_msg(&msg, SLURM_PROTOCOL_VERSION, buffer)) {
		fprintf(stderr, "dbd-load: an answer cannot be read\n");
		return false;
	}
	if (msg.msg_type != PERSIST_RC) {
		slurmdbd_free_msg(&msg);
		return true;
	}
	rc = msg.data;
	good = rc->rc == SLURM_SUCCESS || rc->rc == ACCOUNTING_FIRST_REG ||
	       rc->rc == ACCOUNTING_TRES_CHANGE_DB ||
	       rc->rc == ACCOUNTING_NODES_CHANGE_DB;
	if (!good)
		fprintf(stderr, "dbd-load: %s: %s\n",
			slurmdbd_msg_type_2_str(rc->ret_info, 1),
			rc->comment ? rc->comment : slurm_strerror(rc->rc));
	slurm_persist_free_rc_msg(rc);
	return good;
}

/* slurmdbd stops at what it does not answer with success, which includes "this
 * cluster is new": what it did not come to is sent again. */
static void send_queue(struct dbd_link *link)
{
	dbd_list_msg_t msg = { .my_list = link->queue }, *got;
	buf_t *answer;
	int n = 0;

	got = dbd_ask(link, DBD_SEND_MULT_MSG, &msg, DBD_GOT_MULT_MSG);
	if (!got || !list_count(got->my_list))
		bail("records are refused");
	while ((answer = list_pop(got->my_list))) {
		free_buf(list_pop(link->queue));
		answered_badly += !is_good(answer);
		free_buf(answer);
		n++;
	}
	answered += n;
	slurmdbd_free_list_msg(got);
}

void dbd_flush(struct dbd_link *link)
{
	dbd_flush_starts(link);
	while (list_count(link->queue))
		send_queue(link);
}

void dbd_queue(struct dbd_link *link, uint16_t type, void *data)
{
	persist_msg_t msg = { .conn = &link->conn, .msg_type = type,
			      .data = data };
	buf_t *buffer = pack_slurmdbd_msg(&msg, SLURM_PROTOCOL_VERSION);

	if (!buffer)
		bail("a record cannot be packed");
	list_append(link->queue, buffer);
	if (list_count(link->queue) >= DBD_BATCH)
		dbd_flush(link);
}

int dbd_sent(const struct dbd_link *link)
{
	return answered;
}

int dbd_refused(const struct dbd_link *link)
{
	return answered_badly;
}
