/*
 * column_pack.c - the columns of a change as fields
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column_pack.h"

static void *member(const struct column *column, const void *change)
{
	return (char *)change + column->offset;
}

static int *rank_of(const struct column_table *table, const void *change,
		    int group)
{
	return (int *)((char *)change + table->rank) + group;
}

static uint32_t rank_tag(const struct column_group *group)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_rank", group->name);
	return field_tag(name);
}

static void pack_one(const struct column *column, const void *change,
		     struct field_buf *to)
{
	const void *from = member(column, change);

	switch (column->kind) {
	case COLUMN_TEXT:
		field_put_text(to, field_tag(column->name),
			       *(char *const *)from);
		break;
	case COLUMN_INT:
		if (*(const int64_t *)from != COLUMN_NULL)
			field_put_int(to, field_tag(column->name),
				      *(const int64_t *)from);
		break;
	case COLUMN_TIME:
		if (*(const time_t *)from)
			field_put_int(to, field_tag(column->name),
				      *(const time_t *)from);
		break;
	}
}

void columns_pack(const struct column_table *table, const void *change,
		  struct field_buf *to)
{
	for (int g = 0; g < table->groups; g++)
		if (*rank_of(table, change, g))
			field_put_int(to, rank_tag(&table->group[g]),
				      *rank_of(table, change, g));
	for (int c = 0; c < table->columns; c++)
		pack_one(&table->column[c], change, to);
}

/* A column that was of another type when it was written stays NULL. */
static void unpack_one(const struct column *column, void *change,
		       const struct field *f)
{
	void *to = member(column, change);

	switch (column->kind) {
	case COLUMN_TEXT:
		xfree(*(char **)to);
		field_text(f, (char **)to);
		break;
	case COLUMN_INT:
		*(int64_t *)to = field_int(f, COLUMN_NULL);
		break;
	case COLUMN_TIME:
		*(time_t *)to = field_int(f, 0);
		break;
	}
}

bool columns_unpack(const struct column_table *table, void *change,
		    const struct field *f, int *hint)
{
	for (int i = 0; i < table->columns; i++) {
		int c = (*hint + i) % table->columns;

		if (field_tag(table->column[c].name) != f->tag)
			continue;
		unpack_one(&table->column[c], change, f);
		*hint = c + 1;
		return true;
	}
	for (int g = 0; g < table->groups; g++) {
		if (rank_tag(&table->group[g]) != f->tag)
			continue;
		*rank_of(table, change, g) = field_int(f, 0);
		return true;
	}
	return false;
}
