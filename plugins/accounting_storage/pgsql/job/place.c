/*
 * place.c - where the rows of changes are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "place.h"

enum place_way place_way(const struct place *place,
			 const struct column_table *table, const void *change,
			 int end_group)
{
	if (!place->found)
		return PLACE_NEW;
	/* what lives may take an end back, whatever else it says */
	if (!place->rank[end_group] &&
	    columns_outranked(table, change, place->rank))
		return PLACE_NONE;
	return strcmp(place->end, "infinity") ? PLACE_LATE : PLACE_OPEN;
}

void place_bind_ends(struct pg_params *params,
		     const struct place *const *places, int n)
{
	const char **end = xcalloc(n, sizeof(*end));

	for (int i = 0; i < n; i++)
		end[i] = places[i]->end;
	pg_add_text_array(params, end, n);
	xfree(end);
}

void place_bind_records(struct pg_params *params,
			const struct place *const *places, int n)
{
	int64_t *record = xcalloc(n, sizeof(*record));

	for (int i = 0; i < n; i++)
		record[i] = places[i]->record;
	pg_add_int_array(params, record, n);
	xfree(record);
}

void place_bind_least(struct pg_params *params, time_t least)
{
	if (least)
		pg_add_time(params, least);
	else
		pg_add_text(params, "-infinity");
}

void places_free(struct place **places, int n)
{
	for (int i = 0; *places && i < n; i++)
		xfree((*places)[i].end);
	xfree(*places);
}
