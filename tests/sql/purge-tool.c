/*
 * purge-tool.c - purge and archive load, as slurmdbd does them
 *
 *	purge-tool HOST PORT USER DATABASE purge [archive=DIR] [only=CLUSTER]
 *	    [due] KIND=SECONDS[+] ...
 *		records of a kind (event, suspend, step, job, resv, txn, usage)
 *		before this time go; + archives them
 *	purge-tool HOST PORT USER DATABASE load FILE
 *	purge-tool HOST PORT USER DATABASE before SECONDS NUMBERunits
 *		prints what stays: the first instant, seconds since 1970
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record-lab.h"

#include <stdio.h>
#include <stdlib.h>

#include "plugins/accounting_storage/pgsql/archive/archive.h"
#include "plugins/accounting_storage/pgsql/purge/purge.h"

static bool set_term(struct purge_policy *policy, char *word)
{
	char *value = strchr(word, '='), *end;

	if (!value)
		return false;
	*value++ = '\0';
	for (int kind = 0; kind < PURGE_KINDS; kind++) {
		struct purge_term *term = &policy->term[kind];

		if (strcmp(word, purge_kind_name(kind)))
			continue;
		term->set = true;
		term->before = strtoll(value, &end, 10);
		term->archive = *end == '+';
		return true;
	}
	return false;
}

static int purge(int argc, char **argv)
{
	struct purge_policy policy = { .archive_dir = "/nonexistent" };
	slurm_list_t clusters = list_create(NULL);
	bool due = false;
	int rc;

	for (int i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "archive=", 8))
			policy.archive_dir = argv[i] + 8;
		else if (!strncmp(argv[i], "only=", 5))
			list_append(clusters, argv[i] + 5);
		else if (!strcmp(argv[i], "due"))
			due = true;
		else if (!set_term(&policy, argv[i]))
			return 2;
	}
	rc = purge_run(&policy, clusters, due);
	FREE_NULL_LIST(clusters);
	return rc != 0;
}

static int load(char *file)
{
	slurmdb_archive_rec_t archive = { .archive_file = file };

	return archive_load(&archive) != SLURM_SUCCESS;
}

int main(int argc, char **argv)
{
	if (argc < 7)
		return 2;
	if (!strcmp(argv[5], "before") && argc == 8) {
		printf("%lld\n",
		       (long long)purge_before(atoll(argv[6]),
					       slurmdb_parse_purge(argv[7])));
		return 0;
	}
	lab_start(argv[1], atoi(argv[2]), argv[3], argv[4]);
	if (!strcmp(argv[5], "purge"))
		return purge(argc - 6, argv + 6);
	if (!strcmp(argv[5], "load"))
		return load(argv[6]);
	return 2;
}
