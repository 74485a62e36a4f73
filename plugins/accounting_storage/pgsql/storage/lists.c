/*
 * lists.c - Slurm's lists as parameters, results as Slurm's lists
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <stdlib.h>

#include "lists.h"
#include "wire.h"

bool list_asks(slurm_list_t list)
{
	return list && list_count(list);
}

struct array {
	const void **item;
	int n;
};

static int append_item(void *item, void *arg)
{
	struct array *array = arg;

	array->item[array->n++] = item;
	return 0;
}

const void **list_to_array(slurm_list_t list)
{
	struct array array = { 0 };

	array.item = xcalloc(list ? list_count(list) + 1 : 1, sizeof(void *));
	if (list)
		list_for_each(list, append_item, &array);
	return array.item;
}

void params_add_names(struct pg_params *p, slurm_list_t names)
{
	const void **item;

	if (!list_asks(names)) {
		pg_add_null(p);
		return;
	}
	item = list_to_array(names);
	pg_add_text_array(p, (const char *const *)item, list_count(names));
	xfree(item);
}

void params_add_sent_names(struct pg_params *p, slurm_list_t names)
{
	slurm_list_t sent = list_create(xfree_ptr);
	const void **item;

	if (list_asks(names)) {
		item = list_to_array(names);
		for (int i = 0; i < list_count(names); i++) {
			char *name = wire_text(item[i]);

			list_append(sent, name ? name : xstrdup(""));
		}
		xfree(item);
	}
	params_add_names(p, sent);
	FREE_NULL_LIST(sent);
}

void params_add_ids(struct pg_params *p, slurm_list_t ids)
{
	const void **item;
	int64_t *id;
	int n = 0;

	if (!list_asks(ids)) {
		pg_add_null(p);
		return;
	}
	item = list_to_array(ids);
	id = xcalloc(list_count(ids), sizeof(*id));
	for (int i = 0; i < list_count(ids); i++) {
		char *end;

		id[n] = strtoll(item[i], &end, 10);
		if (end != (const char *)item[i] && !*end)
			n++;
	}
	pg_add_int_array(p, id, n);
	xfree(id);
	xfree(item);
}

void params_add_hosts(struct pg_params *p, const char *expression)
{
	slurm_list_t names;
	slurm_hostlist_t hosts;
	char *name;

	if (!expression) {
		pg_add_null(p);
		return;
	}
	names = list_create(xfree_ptr);
	if ((hosts = hostlist_create(expression))) {
		while ((name = hostlist_shift(hosts))) {
			list_append(names, xstrdup(name));
			free(name);
		}
		hostlist_destroy(hosts);
	}
	params_add_names(p, names);
	FREE_NULL_LIST(names);
}

slurm_list_t list_of_column(const struct pg_result *result, int column)
{
	slurm_list_t list = list_create(xfree_ptr);

	for (int i = 0; i < pg_rows(result); i++)
		list_append(list, xstrdup(pg_text(result, i, column)));
	return list;
}

slurm_list_t list_outcome(slurm_list_t list, int rc)
{
	switch (rc) {
	case SLURM_SUCCESS:
	case SLURM_NO_CHANGE_IN_DATA:
	case ESLURM_JOBS_RUNNING_ON_ASSOC:
	case ESLURM_NO_REMOVE_DEFAULT_ACCOUNT:
		break;
	default:
		FREE_NULL_LIST(list);
	}
	errno = rc;
	return list;
}
