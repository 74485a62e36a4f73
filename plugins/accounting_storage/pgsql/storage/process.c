/*
 * process.c - the process that has loaded us: its kind, its settings, its log
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "storage.h"

#include "own_words.h"
#include "settings.h"
#include "src/common/run_in_daemon.h"
#include "src/slurmdbd/read_config.h"

/* How long slurmdbd's end may take for the sake of what is not stored yet, in
 * seconds. */
#define STOP_SECONDS 5

/* slurmdbd's: when it was told to end. */
extern time_t shutdown_time __attribute__((weak));

/* slurmdbd's own; libslurmfull has one that stays NULL in other processes */
extern slurmdbd_conf_t *slurmdbd_conf __attribute__((weak));

static struct pg_settings settings;
static struct own_words own_words;

extern enum storage_host storage_host(void)
{
	if (running_in_slurmdbd())
		return HOST_SLURMDBD;
	if (running_in_slurmctld())
		return HOST_SLURMCTLD;
	return HOST_CLIENT;
}

/* ------------------------------------------------------------ settings */

static void log_line(enum pg_log_level level, const char *line)
{
	switch (level) {
	case PG_LOG_ERROR:
		error("accounting_storage/pgsql: %s", line);
		break;
	case PG_LOG_INFO:
		info("accounting_storage/pgsql: %s", line);
		break;
	case PG_LOG_DEBUG:
		debug("accounting_storage/pgsql: %s", line);
		break;
	}
}

extern bool storage_ends(void)
{
	return &shutdown_time && shutdown_time;
}

static bool stopping(void)
{
	return storage_ends() &&
	       time(NULL) - shutdown_time >= STOP_SECONDS;
}

/* slurmdbd fills its Storage* keys into the variables that slurm.conf's
 * AccountingStorage* keys fill elsewhere; StorageLoc alone is apart. */
static const char *storage_loc(void)
{
	if ((storage_host() != HOST_SLURMDBD) || !&slurmdbd_conf ||
	    !slurmdbd_conf)
		return NULL;
	return slurmdbd_conf->storage_loc;
}

extern bool storage_tracks_slurmctld(void)
{
	return (storage_host() == HOST_SLURMDBD) && &slurmdbd_conf &&
	       slurmdbd_conf && slurmdbd_conf->track_ctld;
}

extern bool storage_resources_are_absolute(void)
{
#ifdef DBD_CONF_FLAG_ALL_RES_ABS
	return (storage_host() == HOST_SLURMDBD) && &slurmdbd_conf &&
	       slurmdbd_conf &&
	       (slurmdbd_conf->flags & DBD_CONF_FLAG_ALL_RES_ABS);
#else
	return false;
#endif
}

extern int storage_settings_load(void)
{
	struct settings_keys keys = {
		.host = slurm_conf.accounting_storage_host,
		.backup_host = slurm_conf.accounting_storage_backup_host,
		.port = slurm_conf.accounting_storage_port,
		.user = slurm_conf.accounting_storage_user,
		.password = slurm_conf.accounting_storage_pass,
		.loc = storage_loc(),
		.of_person = storage_host() == HOST_CLIENT,
	};
	struct pg_settings loaded;
	struct own_words own;
	char *why = NULL, *rest = NULL;
	int rc = own_words_take(slurm_conf.accounting_storage_params, &own,
				&rest, &why);

	keys.parameters = rest;
	if (rc || settings_make(&keys, &loaded, &why)) {
		error("accounting_storage/pgsql: %s", why ? why : "no memory");
		free(why);
		free(rest);
		return SLURM_ERROR;
	}
	free(rest);
	own_words = own;
	loaded.application_name = strdup(slurm_prog_name ? slurm_prog_name :
							   "slurm");
	loaded.reader = (storage_host() == HOST_CLIENT);
	loaded.log = log_line;
	if (storage_host() == HOST_SLURMDBD)
		loaded.stopping = stopping;
	pg_settings_free(&settings);
	settings = loaded;
	return SLURM_SUCCESS;
}

extern void storage_settings_free(void)
{
	pg_settings_free(&settings);
}

extern const struct pg_settings *storage_settings(void)
{
	return &settings;
}

extern const struct own_words *storage_own_words(void)
{
	return &own_words;
}

extern void storage_log_error(struct pg_conn *pg)
{
	const struct pg_error *failure = pg_last_error(pg);
	char *line = failure ? pg_error_line(failure) : NULL;

	error("accounting_storage/pgsql: %s", line ? line : "unknown failure");
	free(line);
}
