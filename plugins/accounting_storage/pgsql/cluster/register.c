/*
 * register.c - clusters: a slurmctld comes, comes again, and goes
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <unistd.h>

#include "cluster_internal.h"

#include "../event/event.h"
#include "../federation/federation.h"
#include "../storage/wire.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/common/working_cluster.h"

/* ------------------------------------------- slurmctld itself, direct mode */

/* The address of the slurmctld that this process is, as in slurm.conf. */
static const char *own_address(void)
{
	char host[256] = "";

	(void)gethostname(host, sizeof(host) - 1);
	host[strcspn(host, ".")] = '\0';
	for (uint32_t i = 0; i < slurm_conf.control_cnt; i++)
		if (!xstrcmp(slurm_conf.control_machine[i], host))
			return slurm_conf.control_addr[i];
	return slurm_conf.control_addr[0];
}

/* slurm.conf's PrivateData, for the policies by which the database shows
 * people what they may see. */
static void add_private_data(struct pg_params *params)
{
	static const struct {
		uint16_t flag;
		const char *word;
	} words[] = {
		{ PRIVATE_DATA_ACCOUNTS, "accounts" },
		{ PRIVATE_DATA_EVENTS, "events" },
		{ PRIVATE_DATA_JOBS, "jobs" },
		{ PRIVATE_DATA_NODES, "nodes" },
		{ PRIVATE_DATA_PARTITIONS, "partitions" },
		{ PRIVATE_DATA_RESERVATIONS, "reservations" },
		{ PRIVATE_DATA_USAGE, "usage" },
		{ PRIVATE_DATA_USERS, "users" },
	};
	const char *hidden[sizeof(words) / sizeof(words[0])];
	int n = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slurm_conf.private_data & words[i].flag)
			hidden[n++] = words[i].word;
	pg_add_text_array(params, hidden, n);
}

static int register_self(struct storage_conn *conn, void *arg)
{
	struct pg_params params = { 0 };
	bool added;
	int rc;

	rc = cluster_create(conn, conn->cluster_name, 0, false, &added);
	if (!rc && added)
		rc = cluster_log_added(conn, conn->cluster_name, "slurmctld",
				       NULL);
	if (rc)
		return rc;
	pg_add_text(&params, conn->cluster_name);
	pg_add_text(&params, own_address());
	pg_add_int(&params, *(const uint16_t *)arg);
	pg_add_int(&params, SLURM_PROTOCOL_VERSION);
	pg_add_int(&params, slurmdb_setup_cluster_dims());
	pg_add_int(&params, slurmdb_setup_cluster_flags());
	add_private_data(&params);
	rc = storage_exec(conn, &sql_cluster_register, &params, NULL);
	pg_params_free(&params);
	return rc;
}

extern int cluster_register(struct storage_conn *conn, uint16_t port)
{
	int rc;

	if (!conn || !conn->cluster_name) {
		errno = ESLURM_BAD_NAME;
		return ESLURM_BAD_NAME;
	}
	rc = storage_change(conn, register_self, &port);
	errno = rc;
	return rc;
}

/* ------------------------------------------------- slurmdbd: without asking */

static const struct pg_statement cluster_register_again_statement = {
	"cluster_register_again",
	"UPDATE slurm_data.cluster SET modified_at = now(), control_host = $2,"
	" control_port = last_port WHERE name = $1 RETURNING last_port"
};

struct again {
	struct storage_conn *conn;
	const char *host;
	int port;
};

static enum pg_class register_again(struct pg_conn *pg, void *arg)
{
	struct again *again = arg;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;

	pg_add_text(&params, again->conn->cluster_name);
	pg_add_text(&params, again->host);
	class = pg_exec(pg, &cluster_register_again_statement, &params,
			&result);
	again->port = 0;
	if ((class == PG_OK) && pg_rows(result))
		again->port = pg_int(result, 0, 0, 0);
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

extern int cluster_register_again(struct storage_conn *conn,
				  const char *control_host)
{
	struct again again = { .conn = conn, .host = control_host };

	if (!conn || !conn->cluster_name || !control_host)
		return 0;
	return storage_write(conn, register_again, &again) ? 0 : again.port;
}

/* ------------------------------------------------------------------ leaving */

static const struct pg_statement cluster_unregister_statement = {
	"cluster_unregister",
	"UPDATE slurm_data.cluster SET modified_at = now(), control_host = NULL,"
	" control_port = 0"
	" WHERE name = $1 AND control_host = $2 AND control_port = $3"
	" RETURNING cluster_id, federation"
};

struct leaving {
	slurmdb_cluster_rec_t *cluster;
	bool federated;
};

/* A backup that has taken over has another address: then nothing matches. */
static enum pg_class unregister(struct pg_conn *pg, void *arg)
{
	struct leaving *leaving = arg;
	const slurmdb_cluster_rec_t *cluster = leaving->cluster;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	enum pg_class class;
	char *name;

	name = wire_text(cluster->name);
	pg_add_text(&params, name);
	xfree(name);
	pg_add_text(&params, cluster->control_host);
	pg_add_int(&params, cluster->control_port);
	class = pg_exec(pg, &cluster_unregister_statement, &params, &result);
	leaving->federated = (class == PG_OK) && pg_rows(result) &&
			     !pg_is_null(result, 0, 1);
	if ((class == PG_OK) && pg_rows(result) && storage_tracks_slurmctld() &&
	    !(cluster->flags & CLUSTER_FLAG_EXT))
		class = event_cluster_gone(pg, pg_int(result, 0, 0, 0));
	pg_result_free(&result);
	pg_params_free(&params);
	return class;
}

/* The others of its federation must not wait for it. slurmdbd commits at the
 * end of each connection, which tells them. */
static int tell_siblings(struct storage_conn *conn)
{
	int rc;

	if ((rc = storage_enter(conn)))
		return rc;
	rc = federation_publish(conn);
	storage_leave(conn);
	return rc;
}

extern int cluster_unregister(struct storage_conn *conn,
			      slurmdb_cluster_rec_t *cluster)
{
	struct leaving leaving = { .cluster = cluster };
	int rc;

	if (!cluster || !cluster->name || !cluster->control_host)
		return SLURM_ERROR;
	rc = storage_write(conn, unregister, &leaving);
	if (!rc && leaving.federated)
		rc = tell_siblings(conn);
	return rc;
}
