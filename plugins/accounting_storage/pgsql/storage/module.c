/*
 * module.c - the module's own life: start, schema, end
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "storage.h"

#include "advice.h"
#include "pool.h"
#include "src/schema/schema.h"

/* The schema has been found to be ours, once a process. */
static bool schema_good;

/*
 * A server that is not up yet is waited for; one that refuses us is a fault
 * of the installation, and slurmdbd ends with the reason in its log.
 */
static int wait_for_server(void)
{
	struct pg_conn *pg = pg_conn_new(storage_settings());
	enum pg_class class;

	do {
		class = pg_connect_wait(pg, 3600, NULL);
	} while ((class != PG_OK) && (class != PG_INSTALLATION));
	if (class == PG_OK)
		class = storage_schema(pg);
	else
		storage_log_error(pg);
	pg_conn_free(&pg);
	return (class == PG_OK) ? SLURM_SUCCESS : SLURM_ERROR;
}

extern int storage_init(void)
{
	if (storage_settings_load() != SLURM_SUCCESS)
		return SLURM_ERROR;
	verbose("accounting_storage/pgsql loaded");
	if (storage_host() == HOST_SLURMDBD)
		return wait_for_server();
	return SLURM_SUCCESS;
}

extern void storage_fini(void)
{
	pool_end();
	storage_settings_free();
	schema_good = false;
}

extern bool storage_schema_good(void)
{
	return __atomic_load_n(&schema_good, __ATOMIC_ACQUIRE);
}

extern enum pg_class storage_schema(struct pg_conn *pg)
{
	const struct pg_retry retry = pg_retry_client();
	enum pg_class class;
	char *why = NULL;

	if (storage_schema_good())
		return PG_OK;
	if (storage_host() == HOST_CLIENT)
		class = schema_check(pg, &why);
	else
		class = schema_apply(pg, &retry, &why);
	if (class == PG_OK && storage_host() != HOST_CLIENT)
		advice_log(pg);
	if (class == PG_OK)
		__atomic_store_n(&schema_good, true, __ATOMIC_RELEASE);
	else
		error("accounting_storage/pgsql: %s",
		      why ? why : pg_class_name(class));
	free(why);
	return class;
}
