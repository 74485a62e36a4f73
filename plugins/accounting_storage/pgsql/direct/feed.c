/*
 * feed.c - wakes who follows the jobs of this cluster
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "feed.h"

/* $1 cluster, $2 number of the last look, or NULL */
static const struct pg_statement feed_look = {
	"feed_look",
	"SELECT s.committed, CASE WHEN s.committed <> $2::bigint"
	" THEN pg_notify('slurm_jobs', '') END"
	" FROM slurm_data.spool s JOIN slurm_data.cluster c USING (cluster_id)"
	" WHERE c.name = $1"
};

int64_t feed_due(const struct feed *feed, int64_t now)
{
	if (!feed->every_ms)
		return INT32_MAX;
	return MAX(feed->looked + feed->every_ms - now, 0);
}

int feed_tell(struct feed *feed, struct storage_conn *conn, int64_t now)
{
	struct pg_params p = { 0 };
	struct pg_result *row = NULL;
	int rc;

	if (feed_due(feed, now))
		return SLURM_SUCCESS;
	pg_add_text(&p, conn->cluster_name);
	if (feed->known)
		pg_add_int(&p, feed->committed);
	else
		pg_add_null(&p);
	rc = storage_query(conn, &feed_look, &p, &row);
	pg_params_free(&p);
	if (!rc && pg_rows(row)) {
		feed->committed = pg_int(row, 0, 0, 0);
		feed->known = true;
	}
	if (!rc)
		feed->looked = now;
	pg_result_free(&row);
	return rc;
}
