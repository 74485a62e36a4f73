/*
 * cluster.c - entry points: clusters, their nodes, reservations and events
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "entry.h"

#include "../cluster/cluster.h"
#include "../direct/direct.h"
#include "../direct/registration.h"
#include "../event/event.h"
#include "../reservation/reservation.h"

ENTRY int acct_storage_p_add_clusters(struct storage_conn *conn, uint32_t uid,
				      slurm_list_t clusters)
{
	return cluster_add(conn, uid, clusters);
}

ENTRY slurm_list_t acct_storage_p_modify_clusters(
	struct storage_conn *conn, uint32_t uid, slurmdb_cluster_cond_t *cond,
	slurmdb_cluster_rec_t *cluster)
{
	return cluster_modify(conn, uid, cond, cluster);
}

ENTRY slurm_list_t acct_storage_p_remove_clusters(struct storage_conn *conn,
						  uint32_t uid,
						  slurmdb_cluster_cond_t *cond)
{
	return cluster_remove(conn, uid, cond);
}

ENTRY slurm_list_t acct_storage_p_get_clusters(struct storage_conn *conn,
					       uint32_t uid,
					       slurmdb_cluster_cond_t *cond)
{
	return cluster_get(conn, uid, cond);
}

ENTRY int clusteracct_storage_p_register_ctld(struct storage_conn *conn,
					      uint16_t port)
{
	return direct_register(conn, port);
}

ENTRY int clusteracct_storage_p_register_disconn_ctld(struct storage_conn *conn,
						      char *control_host)
{
	return cluster_register_again(conn, control_host);
}

ENTRY int clusteracct_storage_p_fini_ctld(struct storage_conn *conn,
					  slurmdb_cluster_rec_t *cluster)
{
	return cluster_unregister(conn, cluster);
}

ENTRY int clusteracct_storage_p_cluster_tres(struct storage_conn *conn,
					     char *cluster_nodes, char *tres,
					     time_t event_time,
					     uint16_t rpc_version)
{
	if (storage_host() == HOST_SLURMCTLD)
		return direct_cluster_tres(conn);
	return event_cluster_tres(conn, cluster_nodes, tres, event_time, NULL);
}

ENTRY int clusteracct_storage_p_node_down(struct storage_conn *conn,
					  node_record_t *node,
					  time_t event_time, char *reason,
					  uint32_t reason_uid)
{
	return event_node_down(conn, node, event_time, reason, reason_uid);
}

ENTRY int clusteracct_storage_p_node_up(struct storage_conn *conn,
					node_record_t *node, time_t event_time)
{
	return event_node_up(conn, node, event_time);
}

#if SLURM_VERSION_NUMBER >= SLURM_VERSION_NUM(24, 11, 0)
ENTRY int clusteracct_storage_p_node_update(struct storage_conn *conn,
					    node_record_t *node)
{
	return event_node_update(conn, node);
}
#endif

ENTRY char *acct_storage_p_node_inx(struct storage_conn *conn, char *nodes)
{
	return registration_node_index(nodes);
}

ENTRY slurm_list_t acct_storage_p_get_events(struct storage_conn *conn,
					     uint32_t uid,
					     slurmdb_event_cond_t *cond)
{
	return event_get(conn, uid, cond);
}

ENTRY int acct_storage_p_add_reservation(struct storage_conn *conn,
					 slurmdb_reservation_rec_t *reservation)
{
	return reservation_add(conn, reservation);
}

ENTRY int acct_storage_p_modify_reservation(
	struct storage_conn *conn, slurmdb_reservation_rec_t *reservation)
{
	return reservation_modify(conn, reservation);
}

ENTRY int acct_storage_p_remove_reservation(
	struct storage_conn *conn, slurmdb_reservation_rec_t *reservation)
{
	return reservation_remove(conn, reservation);
}

ENTRY slurm_list_t acct_storage_p_get_reservations(
	struct storage_conn *conn, uint32_t uid,
	slurmdb_reservation_cond_t *cond)
{
	return reservation_get(conn, uid, cond);
}
