/*
 * event.h - when nodes were down, and what a cluster consisted of
 *
 * A row is a span of time. Of a node: it was down, drained or failed; the end
 * is when it came back. Of the cluster (node_name ''): these were its nodes
 * and TRES; the next one begins where it ends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_EVENT_H
#define SLURM_PGSQL_EVENT_H

#include "../record/record.h"

/*
 * A node goes down at event_time, or comes back. Told twice it is one span; a
 * node that comes back without having gone changes nothing. What slurmctld's
 * agent sends must not fail (record_submit()).
 */
extern int event_node_down(struct storage_conn *conn, node_record_t *node,
			   time_t event_time, char *reason,
			   uint32_t reason_uid);
extern int event_node_up(struct storage_conn *conn, node_record_t *node,
			 time_t event_time);

/*
 * The cluster has these nodes and TRES (Slurm's '1=4,2=8000') since
 * event_time. SLURM_SUCCESS if that was known, a Slurm error, or what
 * slurmctld shall send now: ACCOUNTING_FIRST_REG (jobs, nodes, reservations),
 * ACCOUNTING_NODES_CHANGE_DB or ACCOUNTING_TRES_CHANGE_DB (nodes that are
 * down). NULL for tres: nothing to say.
 *
 * Where records are handed to a writer the answer is not known yet: then
 * fn, if there is one, is called with it later, by the writer's thread; also
 * with those of an earlier process that were not stored yet.
 */
typedef void (*event_answer_fn)(int answer, time_t event_time);
extern int event_cluster_tres(struct storage_conn *conn,
			      const char *cluster_nodes, const char *tres,
			      time_t event_time, event_answer_fn fn);

/* The cluster's slurmctld has gone: no job can start from now on. Within a
 * transaction. */
extern enum pg_class event_cluster_gone(struct pg_conn *pg, int64_t cluster_id)
	PG_MUST_CHECK;

/* slurmdb_event_rec_t of a condition (sacctmgr show event); errno 0, or NULL
 * with errno. */
extern slurm_list_t event_get(struct storage_conn *conn, uid_t uid,
			       slurmdb_event_cond_t *cond);

/*
 * What a node says of the machine that it is: an instance of a cloud, by its
 * own name, type and remarks (NULL or "" for none), from now on.
 */
extern struct record event_instance_record(const char *node, const char *id,
					   const char *type, const char *extra,
					   time_t now);
/* The node is powered down: it is none any longer. */
extern enum pg_class event_instance_end(struct storage_conn *conn,
					const char *node, time_t time)
	PG_MUST_CHECK;
#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
extern int event_node_update(struct storage_conn *conn, node_record_t *node);
/* slurmdb_instance_rec_t of a condition (sacctmgr show instance); errno 0, or
 * NULL with errno. */
extern slurm_list_t event_get_instances(struct storage_conn *conn, uid_t uid,
					slurmdb_instance_cond_t *cond);
#endif

extern const struct record_kind event_instance_kind, event_node_down_kind, event_node_up_kind,
	event_cluster_tres_kind;

#endif
