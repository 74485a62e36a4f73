/*
 * schema-tool.c - apply or check the schema as the daemons and clients do
 *
 *	schema-tool apply|check HOST PORT USER DATABASE [PASSWORD]
 *
 * The application's name is "schema-tool PID", for tests that end one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "slurm-pgsql-config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/schema/schema.h"

static void log_line(enum pg_log_level level, const char *line)
{
	if (level != PG_LOG_DEBUG)
		fprintf(stderr, "%s\n", line);
}

static enum pg_class run(struct pg_conn *conn, const char *verb, char **why_r)
{
	struct pg_retry retry = { .first_ms = 50,
				  .limit_ms = 500,
				  .seconds = 60 };
	enum pg_class rc;

	*why_r = NULL;
	if (!strcmp(verb, "apply"))
		return schema_apply(conn, &retry, why_r);
	rc = pg_connect(conn);
	if (rc != PG_OK) {
		*why_r = pg_error_line(pg_last_error(conn));
		return rc;
	}
	return schema_check(conn, why_r);
}

int main(int argc, char **argv)
{
	struct pg_settings settings = { .log = log_line };
	struct pg_conn *conn;
	char name[32], *why;
	enum pg_class rc;

	if (argc < 6) {
		fprintf(stderr, "usage: schema-tool apply|check HOST PORT USER "
				"DATABASE [PASSWORD]\n");
		return 2;
	}
	snprintf(name, sizeof(name), "schema-tool %d", (int)getpid());
	settings.host = argv[2];
	settings.port = atoi(argv[3]);
	settings.user = argv[4];
	settings.dbname = argv[5];
	settings.password = argc > 6 ? argv[6] : NULL;
	settings.application_name = name;
	conn = pg_conn_new(&settings);
	rc = run(conn, argv[1], &why);
	if (rc != PG_OK)
		printf("%s: %s\n", pg_class_name(rc), why ? why : "");
	free(why);
	pg_conn_free(&conn);
	return rc == PG_OK ? 0 : 1;
}
