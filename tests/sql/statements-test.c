/*
 * statements-test.c - the server understands every statement (see statements)
 *
 *	statements-test HOST PORT USER DATABASE
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record-lab.h"

#include <ctype.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/limits/limits.h"
#include "plugins/accounting_storage/pgsql/sql.h"
#include "src/pg/conn.h"


static struct pg_statement built[100];
static int n_built;

static void add(struct pg_statement statement)
{
	built[n_built++] = statement;
}

#include "tests/sql/statements.inc"

static void prepare(struct pg_conn *pg, const struct pg_statement *statement)
{
	static int n;
	char id[16];
	const struct pg_request request = { .name = statement->name,
					    .text = statement->text,
					    .prepared = id };
	struct pg_reply reply = { 0 };

	snprintf(id, sizeof(id), "test%d", n++);
	pg->driver->prepare(pg, &request, &reply);
	lab_ok(!reply.failed, "%s is understood", statement->name);
	if (reply.failed)
		printf("#   %s\n%s\n", reply.message, statement->text);
	pg_reply_clear(&reply);
}

/* A template has names between at signs, @read@ or @wins:end@. */
static bool is_template(const struct pg_statement *statement)
{
	const char *at = statement->text;

	while ((at = strchr(at, '@'))) {
		size_t n = strspn(++at, "abcdefghijklmnopqrstuvwxyz_:");

		if (n && at[n] == '@')
			return true;
	}
	return false;
}

/* Several statements: what others need, temporary tables. */
static bool is_script(const struct pg_statement *statement)
{
	size_t n = strlen(statement->name);

	return n > 7 && !strcmp(statement->name + n - 7, "_script");
}

static void run_scripts(struct pg_conn *pg)
{
	for (size_t i = 0; i < ARRAY_SIZE(generated); i++)
		if (is_script(generated[i]))
			lab_ok(!pg_exec_script(pg, generated[i]), "%s runs",
			       generated[i]->name);
}

static bool is_built(const char *name)
{
	for (int i = 0; i < n_built; i++)
		if (!strcmp(built[i].name, name))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct storage_conn *conn;

	if (argc != 5)
		return 2;
	lab_start(argv[1], atoi(argv[2]), argv[3], argv[4]);
	conn = lab_open("c");
	run_scripts(conn->pg);
	list_built();
	for (int i = 0; i < n_built; i++) {
		lab_ok(!is_template(&built[i]), "%s is built",
		       built[i].name);
		prepare(conn->pg, &built[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(generated); i++) {
		if (is_script(generated[i]))
			continue;
		if (!is_template(generated[i]))
			prepare(conn->pg, generated[i]);
		else
			lab_ok(is_built(generated[i]->name),
			       "template %s is used", generated[i]->name);
	}
	for (size_t h = 0; h < ARRAY_SIZE(held); h++)
		for (size_t i = 0; i < held[h].n; i++)
			prepare(conn->pg, &held[h].first[i]);
	storage_close(&conn);
	return lab_done();
}
