/*
 * defaults.c - the QOS that every cluster has from the start
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "src/slurm/compat.h"
#include "src/slurmdbd/read_config.h"

#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "idlist.h"
#include "qos.h"

/* In libslurmfull of slurmdbd and of all others; set in slurmdbd alone. */
extern slurmdbd_conf_t *slurmdbd_conf __attribute__((weak));

static const char *configured(void)
{
	return &slurmdbd_conf && slurmdbd_conf ? slurmdbd_conf->default_qos :
						 NULL;
}

int qos_defaults(struct storage_conn *conn, int64_t **ids_r, int *n_r)
{
	const char *names = configured();
	slurm_list_t list = list_create(xfree_ptr);
	struct pg_params p = { 0 };
	struct pg_result *result = NULL;
	int rc;

	slurm_addto_char_list(list, (char *)(names ? names : "normal"));
	params_add_names(&p, list);
	pg_add_text(&p, names ? "Added as default" : "Normal QOS default");
	rc = storage_exec(conn, &sql_qos_default, &p, &result);
	pg_params_free(&p);
	FREE_NULL_LIST(list);
	if (rc)
		return rc;
	*n_r = pg_rows(result);
	*ids_r = xcalloc(*n_r + 1, sizeof(**ids_r));
	for (int i = 0; i < *n_r; i++)
		(*ids_r)[i] = pg_int(result, i, 0, 0);
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

static int ensure_work(struct storage_conn *conn, void *arg)
{
	int64_t *ids = NULL;
	int n, rc = qos_defaults(conn, &ids, &n);

	xfree(ids);
	return rc;
}

int qos_ensure_defaults(struct storage_conn *conn)
{
	static volatile bool ensured;
	bool alone = !conn->changing;
	int rc;

	if (ensured || storage_host() == HOST_CLIENT)
		return SLURM_SUCCESS;
	if ((rc = storage_change(conn, ensure_work, NULL)))
		return rc;
	if (alone && (rc = storage_commit(conn, true)))
		return rc;
	ensured = true;
	return SLURM_SUCCESS;
}
