/*
 * rollup.c - usage by hour, day and month: all clusters
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "../storage/write_lock.h"
#include "rollup.h"

static const struct pg_statement rollup_clusters = {
	"rollup_clusters",
	"SELECT c.cluster_id, c.name, s.cluster_id IS NOT NULL"
	" FROM slurm_data.cluster c LEFT JOIN slurm_data.rollup_state s"
	" USING (cluster_id) WHERE NOT c.deleted AND c.name = coalesce($1, c.name)"
	" ORDER BY c.name"
};

/* A roll-up whose process was killed is given up by the server, which is at
 * work for long and would not look; or nobody could roll until it ends. */
static const struct pg_statement rollup_watch_client = {
	"rollup_watch_client",
	"SELECT set_config('client_connection_check_interval', '5s', false)"
};

/* Groups of jobs are hashed, not sorted: a day's are some tens of MB. */
static const struct pg_statement rollup_memory = {
	"rollup_memory",
	"SELECT set_config('work_mem', '64MB', false)"
	" WHERE pg_size_bytes(current_setting('work_mem')) < 64 * 1048576"
};

static bool ends(const struct rollup *rollup)
{
	const volatile bool *stop = rollup->request->stop;

	return storage_ends() || (stop && *stop);
}

/* ------------------------------------------------------------ one cluster */

static enum pg_class open_state(struct rollup *rollup)
{
	struct pg_params params = { 0 };
	char *zone = rollup_zone(rollup->pg);
	enum pg_class class;

	pg_add_int(&params, rollup->cluster_id);
	pg_add_text(&params, zone);
	class = pg_exec(rollup->pg, &sql_rollup_open, &params, NULL);
	pg_params_free(&params);
	xfree(zone);
	return class;
}

/*
 * Say how far we will have rolled, while no writer is at work: who writes
 * later finds it, and tells us of what is older (slurm_data.late()).
 */
static enum pg_class announce(struct pg_conn *pg, void *arg)
{
	struct rollup *rollup = arg;
	struct storage_conn writer = { .pg = pg,
				       .cluster_id = rollup->cluster_id };
	struct pg_params params = { 0 };
	enum pg_class class;

	if ((class = rollup_lock(rollup, &rollup->more)) != PG_OK ||
	    !rollup->more || (class = write_lock(&writer)) != PG_OK)
		return class;
	pg_add_int(&params, rollup->cluster_id);
	pg_add_time(&params, rollup->now);
	pg_add_time(&params, rollup->request->start);
	pg_add_time(&params, rollup->request->end);
	class = pg_exec(pg, &sql_rollup_announce, &params, NULL);
	pg_params_free(&params);
	return class;
}

/* As long as somebody else holds the state: a purge for a batch, another
 * roll-up for a day's hours. Who passed by would come back in an hour. */
static enum pg_class patiently(struct rollup *rollup, pg_work_fn work)
{
	const struct pg_retry retry = pg_retry_client();
	enum pg_class class;

	do {
		class = pg_run(rollup->pg, &retry, work, rollup);
	} while (class == PG_OK && rollup->held && !ends(rollup));
	return class;
}

static enum pg_class roll_cluster(struct rollup *rollup, const char *name,
				  bool known)
{
	enum pg_class class = PG_OK;

	if (!known)
		class = open_state(rollup);
	if (class == PG_OK)
		class = patiently(rollup, announce);
	if (class == PG_OK && !rollup->more && !rollup->held)
		debug("accounting_storage/pgsql: cluster %s: not registered yet",
		      name);
	while (class == PG_OK && rollup->more && !ends(rollup)) {
		class = patiently(rollup, rollup_chunk);
		rollup->begun = true;
	}
	if (class != PG_OK && !ends(rollup)) {
		error("accounting_storage/pgsql: usage of cluster %s could not be rolled up",
		      name);
		storage_log_error(rollup->pg);
	}
	return class;
}

/* ----------------------------------------------------------- all clusters */

static slurmdb_rollup_stats_t *new_stats(slurm_list_t list, const char *name)
{
	slurmdb_rollup_stats_t *stats = xmalloc(sizeof(*stats));

	stats->cluster_name = xstrdup(name);
	list_append(list, stats);
	return stats;
}

static enum pg_class roll_all(struct rollup *run, slurm_list_t stats)
{
	struct pg_params params = { 0 };
	struct pg_result *clusters = NULL;
	enum pg_class worst;

	pg_add_text(&params, run->request->cluster);
	worst = pg_exec(run->pg, &rollup_clusters, &params, &clusters);
	pg_params_free(&params);
	if (worst != PG_OK)
		storage_log_error(run->pg);
	for (int i = 0; worst == PG_OK && i < pg_rows(clusters); i++) {
		const char *name = pg_text(clusters, i, 1);
		struct rollup one = *run;
		enum pg_class class;

		one.cluster_id = pg_int(clusters, i, 0, 0);
		one.stats = new_stats(stats, name);
		class = roll_cluster(&one, name, pg_bool(clusters, i, 2));
		if (class != PG_OK)
			worst = class;
	}
	pg_result_free(&clusters);
	return worst;
}

static enum pg_class begin(struct rollup *run)
{
	enum pg_class class;

	pg_set_stop(run->pg, run->request->stop);
	class = pg_connect(run->pg);
	if (class == PG_OK)
		class = storage_schema(run->pg);
	else
		storage_log_error(run->pg);
	if (class == PG_OK)
		class = pg_exec(run->pg, &rollup_watch_client, NULL, NULL);
	if (class == PG_OK)
		class = pg_exec(run->pg, &rollup_memory, NULL, NULL);
	return class;
}

extern int rollup_run(const struct rollup_request *request,
		      slurm_list_t *stats_r)
{
	struct rollup run = {
		.request = request,
		.now = time(NULL),
		.track_wckey = slurm_get_track_wckey(),
	};
	slurm_list_t stats = list_create(slurmdb_destroy_rollup_stats);
	enum pg_class class;

	run.pg = pg_conn_new(storage_settings());
	class = begin(&run);
	if (class == PG_OK)
		class = roll_all(&run, stats);
	pg_conn_free(&run.pg);
	if (stats_r)
		*stats_r = stats;
	else
		FREE_NULL_LIST(stats);
	errno = class == PG_OK ? SLURM_SUCCESS : storage_errno(class);
	return errno;
}
