/*
 * use.c - wckeys that jobs name
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/common/uid.h"

#include "plugins/accounting_storage/pgsql/sql.h"
#include "defaults.h"
#include "wckey.h"

static int publish_added(struct storage_conn *conn,
			 const struct pg_result *added, int64_t *ids)
{
	int rc = SLURM_SUCCESS;

	for (int i = 0; !rc && i < pg_rows(added); i++) {
		slurmdb_wckey_rec_t *wckey = xmalloc(sizeof(*wckey));

		slurmdb_init_wckey_rec(wckey, false);
		ids[i] = wckey->id = pg_int(added, i, 0, 0);
		wckey->cluster = xstrdup(pg_text(added, i, 1));
		wckey->name = xstrdup(pg_text(added, i, 2));
		wckey->user = xstrdup(pg_text(added, i, 3));
		wckey->is_def = 0;
		rc = storage_publish(conn, SLURMDB_ADD_WCKEY, wckey);
	}
	return rc;
}

static enum pg_class add_missing(struct storage_conn *conn,
				 const struct pg_params *p)
{
	struct pg_result *added = NULL;
	enum pg_class class = pg_exec(conn->pg, &sql_wckey_use, p, &added);
	int n = class == PG_OK ? pg_rows(added) : 0;
	int64_t *ids;

	if (n) {
		ids = xcalloc(n, sizeof(*ids));
		if (publish_added(conn, added, ids) ||
		    wckey_ensure_default(conn, ids, n))
			class = conn->failure;
		xfree(ids);
	}
	pg_result_free(&added);
	return class;
}

enum pg_class wckey_use(struct storage_conn *conn, const char *const *wckey,
			const char *const *user, const int64_t *assoc_id, int n)
{
	struct pg_params p = { 0 };
	bool named = false;
	enum pg_class class;
	char *actor;

	for (int i = 0; i < n; i++)
		named |= wckey[i] != NULL;
	if (!named || !slurm_get_track_wckey())
		return PG_OK;
	actor = uid_to_string(slurm_conf.slurm_user_id);
	pg_add_int(&p, conn->cluster_id);
	pg_add_text_array(&p, wckey, n);
	pg_add_text_array(&p, user, n);
	pg_add_int_array(&p, assoc_id, n);
	pg_add_text(&p, actor);
	pg_add_int(&p, DBD_ADD_WCKEYS);
	conn->failure = PG_OK;
	class = add_missing(conn, &p);
	pg_params_free(&p);
	xfree(actor);
	return class;
}
