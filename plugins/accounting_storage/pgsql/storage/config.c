/*
 * config.c - the module's settings, for programs that ask (slurmdb_config_get)
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>

#include "settings.h"
#include "storage.h"

static void add(slurm_list_t list, const char *name, const char *value)
{
	config_key_pair_t *pair = xmalloc(sizeof(*pair));

	pair->name = xstrdup(name);
	pair->value = xstrdup(value);
	list_append(list, pair);
}

/* The password is nobody's business. */
extern slurm_list_t storage_config(void)
{
	const struct pg_settings *s = storage_settings();
	slurm_list_t list = list_create(destroy_config_key_pair);
	char *port = xstrdup_printf("%u", s->port ? s->port : 5432);

	add(list, "StorageType", "accounting_storage/pgsql");
	add(list, "StorageHost", s->host);
	add(list, "StorageBackupHost", s->backup_host);
	add(list, "StoragePort", port);
	add(list, "StorageUser", s->user);
	add(list, "StorageLoc", s->dbname);
	xfree(port);
	errno = SLURM_SUCCESS;
	return list;
}
