/*
 * column_pack.c - the columns of a change as fields
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column_pack.h"

#include <stdatomic.h>

static void *member(const struct column *column, const void *change)
{
	return (char *)change + column->offset;
}

static int *rank_of(const struct column_table *table, const void *change,
		    int group)
{
	return (int *)((char *)change + table->rank) + group;
}

/* The tags of a table's columns and ranks, made once: a backlog has millions of
 * fields. */
struct tags {
	const struct column_table *table;
	uint32_t *column, *rank;
};
#define TABLES_MAX 4
static struct tags known[TABLES_MAX];
static atomic_int known_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint32_t rank_tag(const struct column_group *group)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_rank", group->name);
	return field_tag(name);
}

static const struct tags *find_tags(const struct column_table *table)
{
	int n = atomic_load_explicit(&known_count, memory_order_acquire);

	for (int i = 0; i < n; i++)
		if (known[i].table == table)
			return &known[i];
	return NULL;
}

/* Under the lock. */
static const struct tags *make_tags(const struct column_table *table)
{
	int n = atomic_load(&known_count);
	struct tags *tags = &known[n];

	xassert(n < TABLES_MAX);
	tags->table = table;
	tags->column = xcalloc(table->columns, sizeof(*tags->column));
	tags->rank = xcalloc(table->groups, sizeof(*tags->rank));
	for (int c = 0; c < table->columns; c++)
		tags->column[c] = field_tag(table->column[c].name);
	for (int g = 0; g < table->groups; g++)
		tags->rank[g] = rank_tag(&table->group[g]);
	atomic_store_explicit(&known_count, n + 1, memory_order_release);
	return tags;
}

static const struct tags *tags_of(const struct column_table *table)
{
	const struct tags *tags = find_tags(table);

	if (tags)
		return tags;
	slurm_mutex_lock(&lock);
	if (!(tags = find_tags(table)))
		tags = make_tags(table);
	slurm_mutex_unlock(&lock);
	return tags;
}

static void pack_one(const struct column *column, uint32_t tag,
		     const void *change, struct field_buf *to)
{
	const void *from = member(column, change);

	switch (column->kind) {
	case COLUMN_TEXT:
		field_put_text(to, tag, *(char *const *)from);
		break;
	case COLUMN_INT:
		if (*(const int64_t *)from != COLUMN_NULL)
			field_put_int(to, tag, *(const int64_t *)from);
		break;
	case COLUMN_TIME:
		if (*(const time_t *)from)
			field_put_int(to, tag, *(const time_t *)from);
		break;
	}
}

void columns_pack(const struct column_table *table, const void *change,
		  struct field_buf *to)
{
	const struct tags *tags = tags_of(table);

	for (int g = 0; g < table->groups; g++)
		if (*rank_of(table, change, g))
			field_put_int(to, tags->rank[g],
				      *rank_of(table, change, g));
	for (int c = 0; c < table->columns; c++)
		pack_one(&table->column[c], tags->column[c], change, to);
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
	const struct tags *tags = tags_of(table);

	for (int i = 0; i < table->columns; i++) {
		int c = (*hint + i) % table->columns;

		if (tags->column[c] != f->tag)
			continue;
		unpack_one(&table->column[c], change, f);
		*hint = c + 1;
		return true;
	}
	for (int g = 0; g < table->groups; g++) {
		if (tags->rank[g] != f->tag)
			continue;
		*rank_of(table, change, g) = field_int(f, 0);
		return true;
	}
	return false;
}
