/*
 * publish.c - telling slurmctlds of associations
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../limits/limits.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "assoc.h"

slurmdb_assoc_rec_t *assoc_news(uint32_t id, const char *cluster)
{
	slurmdb_assoc_rec_t *news = xmalloc(sizeof(*news));

	slurmdb_init_assoc_rec(news, false);
	limits_init(&assoc_limits, news);
	news->id = id;
	news->cluster = xstrdup(cluster);
	return news;
}

int assoc_publish_lft(struct storage_conn *conn, const char *cluster,
		      uint32_t lft)
{
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	pg_add_text(&p, cluster);
	pg_add_int(&p, lft);
	rc = storage_exec(conn, &sql_assoc_lft, &p, &result);
	pg_params_free(&p);
	if (rc)
		return rc;
	for (int i = 0; !rc && i < pg_rows(result); i++) {
		slurmdb_assoc_rec_t *news =
			assoc_news(pg_int(result, i, 0, 0), cluster);

		news->lft = pg_int(result, i, 1, 0);
		rc = storage_publish(conn, SLURMDB_MODIFY_ASSOC, news);
	}
	pg_result_free(&result);
	return rc;
}
