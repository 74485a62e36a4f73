/*
 * settings.c - from Slurm's Storage* keys to libpq's keywords
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/pg/conn.h"

/*
 * The TLS names of accounting_storage/mysql (man slurmdbd.conf,
 * StorageParameters). `keyword` is libpq's; where libpq has none, `instead`
 * says what to do.
 */
static const struct {
	const char *name, *keyword, *instead;
} mysql_names[] = {
	{ "SSL_CERT", "sslcert", NULL },
	{ "SSL_CA", "sslrootcert", NULL },
	{ "SSL_KEY", "sslkey", NULL },
	{ "SSL_CAPATH", NULL,
	  "libpq reads no directory of certificates: name one file with sslrootcert" },
	{ "SSL_CIPHER", NULL,
	  "the ciphers of a connection to PostgreSQL are the server's setting ssl_ciphers" },
};

/* Keywords of libpq that are not for StorageParameters, and why. */
static const struct {
	const char *keyword, *why;
} refused_keywords[] = {
	{ "password",
	  "scontrol show config would print it: use StoragePass, passfile or service" },
	{ "sslpassword",
	  "scontrol show config would print it: use a key without one" },
	{ "client_encoding", "it is always UTF8" },
	{ "replication", "it makes no connection for queries" },
};

/* ------------------------------------------------------------- parsing */

static bool listed(const PQconninfoOption *option)
{
	/* "D" are libpq's debugging options */
	return !strchr(option->dispchar, 'D') || !strcmp(option->keyword, "options");
}

static const char *refused(const char *keyword)
{
	for (size_t i = 0;
	     i < sizeof(refused_keywords) / sizeof(refused_keywords[0]); i++)
		if (!strcasecmp(keyword, refused_keywords[i].keyword))
			return refused_keywords[i].why;
	return NULL;
}

static void append(char **text, const char *more)
{
	size_t had = *text ? strlen(*text) : 0;
	char *grown = realloc(*text, had + strlen(more) + 1);

	if (!grown)
		return;
	strcpy(grown + had, more);
	*text = grown;
}

static char *known_keywords(const PQconninfoOption *options)
{
	char *text = NULL;

	for (const PQconninfoOption *o = options; o->keyword; o++) {
		if (!listed(o) || refused(o->keyword))
			continue;
		append(&text, o->keyword);
		append(&text, " ");
	}
	for (size_t i = 0; i < sizeof(mysql_names) / sizeof(mysql_names[0]);
	     i++)
		if (mysql_names[i].keyword) {
			append(&text, mysql_names[i].name);
			append(&text, " ");
		}
	if (text)
		text[strlen(text) - 1] = '\0';
	return text;
}

static int settings_error(char **error_r, const char *name, const char *why,
			  const char *more)
{
	if (asprintf(error_r, "StorageParameters: '%s': %s%s", name, why,
		     more ? more : "") < 0)
		*error_r = NULL;
	return -1;
}

static int settings_add(struct pg_settings *s, const char *keyword,
			const char *value)
{
	char **keywords = realloc(s->keyword, (s->n + 1) * sizeof(char *));
	char **values;

	if (!keywords)
		return -1;
	s->keyword = keywords;
	values = realloc(s->value, (s->n + 1) * sizeof(char *));
	if (!values)
		return -1;
	s->value = values;
	s->keyword[s->n] = strdup(keyword);
	s->value[s->n] = strdup(value);
	s->n++;
	return 0;
}

/* One "name=value", whose name and value are given apart. */
static int settings_item(struct pg_settings *s, PQconninfoOption *options,
			 const char *name, const char *value, char **error_r)
{
	const char *keyword = name;
	char *known;
	int rc;

	for (size_t i = 0; i < sizeof(mysql_names) / sizeof(mysql_names[0]);
	     i++) {
		if (strcasecmp(name, mysql_names[i].name))
			continue;
		if (!mysql_names[i].keyword)
			return settings_error(error_r, name,
					      mysql_names[i].instead, NULL);
		keyword = mysql_names[i].keyword;
	}
	if (refused(keyword))
		return settings_error(error_r, name, "not allowed here, ",
				      refused(keyword));
	for (const PQconninfoOption *o = options; o->keyword; o++)
		if (!strcasecmp(keyword, o->keyword) && listed(o))
			return settings_add(s, o->keyword, value);
	known = known_keywords(options);
	rc = settings_error(error_r, name, "unknown keyword; known are ",
			    known);
	free(known);
	return rc;
}

static char *trim(char *text)
{
	char *end = text + strlen(text);

	while (*text == ' ' || *text == '\t')
		text++;
	while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	return text;
}

static int settings_items(struct pg_settings *s, PQconninfoOption *options,
			  char *list, char **error_r)
{
	char *save, *item;

	for (item = strtok_r(list, ",", &save); item;
	     item = strtok_r(NULL, ",", &save)) {
		char *equals = strchr(item, '=');

		item = trim(item);
		if (!*item)
			continue;
		if (!equals)
			return settings_error(error_r, item,
					      "is not of the form keyword=value",
					      NULL);
		*equals = '\0';
		if (settings_item(s, options, trim(item), trim(equals + 1),
				  error_r))
			return -1;
	}
	return 0;
}

/* TLS that is asked for in MySQL's words is meant: never fall back to none. */
static int settings_sslmode(struct pg_settings *s)
{
	if (pg_settings_keyword(s, "sslmode") ||
	    pg_settings_keyword(s, "service"))
		return 0;
	if (pg_settings_keyword(s, "sslrootcert"))
		return settings_add(s, "sslmode", "verify-ca");
	if (pg_settings_keyword(s, "sslcert"))
		return settings_add(s, "sslmode", "require");
	return 0;
}

int pg_settings_parse(struct pg_settings *s, const char *parameters,
		      char **error_r)
{
	PQconninfoOption *options;
	char *list;
	int rc = -1;

	*error_r = NULL;
	if (!parameters || !*parameters)
		return 0;
	options = PQconndefaults();
	list = strdup(parameters);
	if (options && list && !settings_items(s, options, list, error_r))
		rc = settings_sslmode(s);
	if (rc && !*error_r)
		*error_r = strdup("StorageParameters: out of memory");
	PQconninfoFree(options);
	free(list);
	return rc;
}

const char *pg_settings_keyword(const struct pg_settings *s,
				const char *keyword)
{
	for (int i = s->n - 1; i >= 0; i--)
		if (!strcmp(s->keyword[i], keyword))
			return s->value[i];
	return NULL;
}

void pg_settings_drop(struct pg_settings *s, const char *keyword)
{
	int kept = 0;

	for (int i = 0; i < s->n; i++) {
		if (!strcmp(s->keyword[i], keyword)) {
			free(s->keyword[i]);
			free(s->value[i]);
			continue;
		}
		s->keyword[kept] = s->keyword[i];
		s->value[kept++] = s->value[i];
	}
	s->n = kept;
}

/* ------------------------------------------------------ copies and ends */

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

void pg_settings_copy(struct pg_settings *to, const struct pg_settings *from)
{
	*to = *from;
	to->host = copy(from->host);
	to->backup_host = copy(from->backup_host);
	to->user = copy(from->user);
	to->password = copy(from->password);
	to->dbname = copy(from->dbname);
	to->application_name = copy(from->application_name);
	to->keyword = to->value = NULL;
	to->n = 0;
	for (int i = 0; i < from->n; i++)
		if (settings_add(to, from->keyword[i], from->value[i]))
			return;
}

void pg_settings_free(struct pg_settings *s)
{
	for (int i = 0; i < s->n; i++) {
		free(s->keyword[i]);
		free(s->value[i]);
	}
	free(s->keyword);
	free(s->value);
	free(s->host);
	free(s->backup_host);
	free(s->user);
	free(s->password);
	free(s->dbname);
	free(s->application_name);
	memset(s, 0, sizeof(*s));
}

/* ------------------------------------------------------- libpq's arrays */

static void keyword_put(struct pg_keywords *k, const char *keyword,
			const char *value)
{
	if (!value || !*value || k->n == PG_KEYWORDS_MAX - 1)
		return;
	k->keyword[k->n] = keyword;
	k->value[k->n++] = value;
	k->keyword[k->n] = k->value[k->n] = NULL;
}

static void keyword_hosts(struct pg_keywords *k, const struct pg_settings *s)
{
	if (pg_settings_keyword(s, "host") ||
	    pg_settings_keyword(s, "hostaddr"))
		return; /* they know better */
	append(&k->hosts, s->host ? s->host : "");
	if (s->backup_host && *s->backup_host) {
		append(&k->hosts, ",");
		append(&k->hosts, s->backup_host);
	}
	keyword_put(k, "host", k->hosts);
}

/* A later keyword overrides an earlier one, so the parameters come last. A
 * dead server is noticed within a minute: nothing waits on it for ever. */
void pg_keywords_make(struct pg_keywords *k, const struct pg_settings *s)
{
	memset(k, 0, sizeof(*k));
	keyword_put(k, "fallback_application_name", "slurm");
	keyword_put(k, "application_name", s->application_name);
	keyword_put(k, "connect_timeout", "10");
	keyword_put(k, "keepalives", "1");
	keyword_put(k, "keepalives_idle", "30");
	keyword_put(k, "keepalives_interval", "10");
	keyword_put(k, "keepalives_count", "3");
	keyword_put(k, "tcp_user_timeout", "30000");
	if (!s->reader)
		keyword_put(k, "target_session_attrs", "read-write");
	keyword_hosts(k, s);
	/* a service names its own port */
	if (s->port || !pg_settings_keyword(s, "service")) {
		snprintf(k->port, sizeof(k->port), "%u",
			 s->port ? s->port : 5432);
		keyword_put(k, "port", k->port);
	}
	keyword_put(k, "user", s->user);
	keyword_put(k, "password", s->password);
	keyword_put(k, "dbname", s->dbname);
	for (int i = 0; i < s->n; i++)
		keyword_put(k, s->keyword[i], s->value[i]);
	keyword_put(k, "client_encoding", "UTF8");
}

void pg_keywords_free(struct pg_keywords *k)
{
	free(k->hosts);
	memset(k, 0, sizeof(*k));
}

static const char *last_value(const struct pg_keywords *k, const char *keyword)
{
	for (int i = k->n - 1; i >= 0; i--)
		if (!strcmp(k->keyword[i], keyword))
			return k->value[i];
	return NULL;
}

char *pg_settings_describe(const struct pg_settings *s)
{
	struct pg_keywords k;
	const char *host, *port, *dbname;
	char *text = NULL;

	pg_keywords_make(&k, s);
	host = last_value(&k, "host");
	port = last_value(&k, "port");
	dbname = last_value(&k, "dbname");
	if (asprintf(&text, "host %s port %s database %s",
		     host ? host : "(default)", port ? port : "(of the service)",
		     dbname ? dbname : "(default)") < 0)
		text = NULL;
	pg_keywords_free(&k);
	return text;
}
