/*
 * tres_names.c - names of TRES, as this process knows them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tres_names.h"

#include <pthread.h>

#include "src/slurm/compat.h"

struct known {
	uint32_t id;
	char *name;
};

/* Slurm's own, which every database has */
static const struct {
	uint32_t id;
	const char *name;
} fixed[] = {
	{ TRES_ID_CPU, "cpu" },         { TRES_ID_MEM, "mem" },
	{ TRES_ID_ENERGY, "energy" },   { TRES_ID_NODE, "node" },
	{ TRES_ID_BILLING, "billing" }, { TRES_ID_FS_DISK, "fs/disk" },
	{ TRES_ID_VMEM, "vmem" },       { TRES_ID_PAGES, "pages" },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct known *known;
static int n_known;

/* The lock is held. Entries are only added, and names stay where they are. */
static const struct known *find(uint32_t id, const char *name)
{
	for (int i = 0; i < n_known; i++)
		if (name ? !strcmp(known[i].name, name) : known[i].id == id)
			return &known[i];
	return NULL;
}

static int add(void *x, void *arg)
{
	slurmdb_tres_rec_t *tres = x;

	if (find(tres->id, NULL))
		return 0;
	xrealloc(known, (n_known + 1) * sizeof(*known));
	known[n_known].id = tres->id;
	known[n_known].name =
		tres->name && tres->name[0]
			? xstrdup_printf("%s/%s", tres->type, tres->name)
			: xstrdup(tres->type);
	n_known++;
	return 0;
}

static void read_list(void)
{
	assoc_mgr_lock_t locks = { .tres = READ_LOCK };

	assoc_mgr_lock(&locks);
	slurm_mutex_lock(&lock);
	if (assoc_mgr_tres_list)
		list_for_each(assoc_mgr_tres_list, add, NULL);
	slurm_mutex_unlock(&lock);
	assoc_mgr_unlock(&locks);
}

static struct known look_up(uint32_t id, const char *name)
{
	const struct known *found;
	struct known copy = { 0 };

	slurm_mutex_lock(&lock);
	if ((found = find(id, name)))
		copy = *found;
	slurm_mutex_unlock(&lock);
	if (found)
		return copy;
	read_list();
	slurm_mutex_lock(&lock);
	if ((found = find(id, name)))
		copy = *found;
	slurm_mutex_unlock(&lock);
	return copy;
}

const char *tres_name(uint32_t id, void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		if (fixed[i].id == id)
			return fixed[i].name;
	return look_up(id, NULL).name;
}

uint32_t tres_id(const char *name, void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		if (!strcmp(fixed[i].name, name))
			return fixed[i].id;
	return look_up(0, name).id;
}
