/*
 * settings.c - from Slurm's configuration keys to a connection's settings
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "settings.h"

static char *copy_unless_empty(const char *text)
{
	return (text && text[0]) ? strdup(text) : NULL;
}

/* A service (libpq's pg_service.conf) names the server and the database itself,
 * so what Slurm merely fills in must not override it. */
static bool by_service(const struct pg_settings *settings)
{
	return pg_settings_keyword(settings, "service") != NULL;
}

static const char *database(const struct settings_keys *keys,
			    const struct pg_settings *settings)
{
	if (keys->loc && keys->loc[0] && (keys->loc[0] != '/'))
		return keys->loc;
	return by_service(settings) ? NULL : SETTINGS_DEFAULT_DATABASE;
}

static const char *user(const struct settings_keys *keys)
{
	if (keys->of_person)
		return NULL;
	if (keys->user && !strcmp(keys->user, "root"))
		return NULL;
	return keys->user;
}

static const char *password(const struct settings_keys *keys)
{
	struct stat st;

	if (keys->of_person)
		return NULL;
	if (keys->password && keys->password[0] == '/' &&
	    !stat(keys->password, &st) && S_ISSOCK(st.st_mode))
		return NULL;
	return keys->password;
}

static const char *host(const struct settings_keys *keys,
			const struct pg_settings *settings)
{
	if (by_service(settings) && keys->host &&
	    !strcmp(keys->host, "localhost"))
		return NULL;
	return keys->host;
}

/* libpq's keywords that say who connects, or with what rights. */
static const char *const identity[] = {
	"user", "passfile", "sslcert", "sslkey", "options",
};

static void drop_identity(struct pg_settings *settings)
{
	for (size_t i = 0; i < sizeof(identity) / sizeof(identity[0]); i++)
		pg_settings_drop(settings, identity[i]);
}

extern int settings_make(const struct settings_keys *keys,
			 struct pg_settings *settings_r, char **error_r)
{
	struct pg_settings s = { 0 };

	*error_r = NULL;
	if (pg_settings_parse(&s, keys->parameters, error_r)) {
		pg_settings_free(&s);
		return -1;
	}
	if (keys->of_person)
		drop_identity(&s);
	s.host = copy_unless_empty(host(keys, &s));
	s.backup_host = copy_unless_empty(keys->backup_host);
	s.port = keys->port;
	s.user = copy_unless_empty(user(keys));
	s.password = copy_unless_empty(password(keys));
	s.dbname = copy_unless_empty(database(keys, &s));
	*settings_r = s;
	return 0;
}
