/*
 * zone.c - the local time zone, as PostgreSQL calls it
 *
 * The C library knows its zone as a file or a rule, not by a name. Whatever
 * may be its name is tried against the clock of both: a name counts only if
 * PostgreSQL's offset is ours, in summer and in winter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "rollup.h"

static const struct pg_statement zone_offset = {
	"zone_offset",
	"SELECT date_part('epoch', (t AT TIME ZONE $1) - (t AT TIME ZONE 'UTC'))"
	" FROM unnest($2::timestamptz[]) AS t"
};

/* Every second month of the last two years. */
#define PROBES 12

static bool agrees(struct pg_conn *pg, const char *name)
{
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	time_t probe[PROBES];
	struct tm tm;
	bool same;

	for (int i = 0; i < PROBES; i++)
		probe[i] = time(NULL) - (time_t)i * 61 * 86400;
	pg_add_text(&params, name);
	pg_add_time_array(&params, probe, PROBES);
	same = pg_exec(pg, &zone_offset, &params, &result) == PG_OK;
	for (int i = 0; same && i < PROBES; i++)
		same = localtime_r(&probe[i], &tm) &&
		       pg_int(result, i, 0, -1) == tm.tm_gmtoff;
	pg_result_free(&result);
	pg_params_free(&params);
	return same;
}

/* Below some zoneinfo directory; else as it is. NULL for NULL. */
static char *zone_name(const char *path)
{
	const char *name = path ? strstr(path, "zoneinfo/") : NULL;

	return xstrdup(name ? name + strlen("zoneinfo/") : path);
}

static char *of_link(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/etc/localtime", path, sizeof(path) - 1);

	if (n < 0)
		return NULL;
	path[n] = '\0';
	return zone_name(path);
}

/* The last line of a file: Debian's /etc/timezone is a name, the end of a
 * zone file the rule for all time to come. */
static char *of_last_line(const char *path)
{
	char tail[128], *line;
	FILE *file = fopen(path, "r");
	size_t n;

	if (!file)
		return NULL;
	if (fseek(file, -(long)sizeof(tail) + 1, SEEK_END))
		rewind(file);
	n = fread(tail, 1, sizeof(tail) - 1, file);
	fclose(file);
	while (n && tail[n - 1] == '\n')
		n--;
	tail[n] = '\0';
	line = memrchr(tail, '\n', n);
	return xstrdup(line ? line + 1 : tail);
}

static char *of_environment(void)
{
	const char *tz = getenv("TZ");

	return tz ? zone_name(tz + (*tz == ':')) : NULL;
}

extern char *rollup_zone(struct pg_conn *pg)
{
	char *names[] = { of_environment(), of_link(),
			  of_last_line("/etc/timezone"),
			  of_last_line("/etc/localtime"), xstrdup("UTC") };
	char *found = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!found && names[i] && names[i][0] && agrees(pg, names[i]))
			found = xstrdup(names[i]);
		xfree(names[i]);
	}
	if (found)
		return found;
	error("accounting_storage/pgsql: PostgreSQL knows no time zone like the local one: days and months of usage begin at midnight UTC (slurm_data.rollup_state.time_zone)");
	return xstrdup("UTC");
}
