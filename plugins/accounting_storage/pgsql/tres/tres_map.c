/*
 * tres_map.c - ids of TRES as the database knows them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tres_map.h"

static const struct pg_statement tres_map = {
	"tres_map", "SELECT tres_id, full_name FROM slurm_data.tres"
};

int tres_map_read(struct storage_conn *conn, struct tres_map *map)
{
	struct pg_result *result = NULL;
	int rc = storage_exec(conn, &tres_map, NULL, &result);

	*map = (struct tres_map){ 0 };
	if (rc)
		return rc;
	map->n = pg_rows(result);
	map->id = xcalloc(map->n, sizeof(*map->id));
	map->name = xcalloc(map->n, sizeof(*map->name));
	for (int i = 0; i < map->n; i++) {
		map->id[i] = pg_int(result, i, 0, 0);
		map->name[i] = xstrdup(pg_text(result, i, 1));
	}
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

void tres_map_free(struct tres_map *map)
{
	for (int i = 0; i < map->n; i++)
		xfree(map->name[i]);
	xfree(map->name);
	xfree(map->id);
	map->n = 0;
}

uint32_t tres_map_id(const char *name, void *arg)
{
	const struct tres_map *map = arg;

	for (int i = 0; i < map->n; i++)
		if (!strcmp(map->name[i], name))
			return map->id[i];
	return 0;
}
