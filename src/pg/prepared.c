/*
 * prepared.c - the statements that a session has prepared
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/pg/conn.h"

void pg_forget_prepared(struct pg_conn *conn)
{
	for (int i = 0; i < conn->n_prepared; i++) {
		free(conn->prepared[i].name);
		free(conn->prepared[i].text);
	}
	free(conn->prepared);
	conn->prepared = NULL;
	conn->n_prepared = 0;
}

struct pg_prepared *pg_prepared_find(struct pg_conn *conn,
				     const struct pg_statement *statement)
{
	for (int i = 0; i < conn->n_prepared; i++)
		if (!strcmp(conn->prepared[i].name, statement->name))
			return &conn->prepared[i];
	return NULL;
}

struct pg_prepared *pg_prepared_add(struct pg_conn *conn,
				    const struct pg_statement *statement)
{
	struct pg_prepared *grown, *new;

	grown = realloc(conn->prepared,
			(conn->n_prepared + 1) * sizeof(*grown));
	if (!grown)
		return NULL;
	conn->prepared = grown;
	new = &grown[conn->n_prepared];
	new->name = strdup(statement->name);
	new->text = strdup(statement->text);
	snprintf(new->id, sizeof(new->id), "s%d", conn->n_prepared);
	conn->n_prepared++;
	return new;
}

void pg_prepared_take_back(struct pg_conn *conn)
{
	struct pg_prepared *last = &conn->prepared[--conn->n_prepared];

	free(last->name);
	free(last->text);
}
