/*
 * registration.c - what this slurmctld consists of
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>

#include "registration.h"

#include "src/common/node_conf.h"
#include "src/slurmctld/locks.h"

static pthread_mutex_t nodes_lock = PTHREAD_MUTEX_INITIALIZER;
static slurm_hostlist_t cluster_nodes; /* sorted */

static slurm_hostlist_t all_nodes(void)
{
	slurmctld_lock_t node_read_lock = { .node = READ_LOCK };
	slurm_hostlist_t nodes;
	bitstr_t *all;

	lock_slurmctld(node_read_lock);
	/* slots of the table that hold no node are left out by Slurm */
	all = bit_alloc(node_record_count);
	bit_set_all(all);
	nodes = bitmap2hostlist(all);
	bit_free(all);
	unlock_slurmctld(node_read_lock);
	if (nodes)
		hostlist_sort(nodes);
	return nodes;
}

char *registration_nodes(void)
{
	slurm_hostlist_t nodes = all_nodes();
	char *text =
		nodes ? hostlist_ranged_string_xmalloc(nodes) : xstrdup("");

	slurm_mutex_lock(&nodes_lock);
	if (cluster_nodes)
		hostlist_destroy(cluster_nodes);
	cluster_nodes = nodes;
	slurm_mutex_unlock(&nodes_lock);
	return text;
}

char *registration_tres(void)
{
	assoc_mgr_lock_t locks = { .tres = READ_LOCK };
	char *text;

	assoc_mgr_lock(&locks);
	text = slurmdb_make_tres_string(assoc_mgr_tres_list,
					TRES_STR_FLAG_SIMPLE);
	assoc_mgr_unlock(&locks);
	return text;
}

static void set_bit_of(bitstr_t *bits, const char *node)
{
	int i = hostlist_find(cluster_nodes, node);

	if (i >= 0 && i < bit_size(bits))
		bit_set(bits, i);
}

char *registration_node_index(const char *nodes)
{
	slurm_hostlist_t wanted;
	bitstr_t *bits = NULL;
	char *node, *text = NULL;

	if (!nodes || !nodes[0] || !(wanted = hostlist_create(nodes)))
		return NULL;
	slurm_mutex_lock(&nodes_lock);
	if (cluster_nodes && hostlist_count(cluster_nodes))
		bits = bit_alloc(hostlist_count(cluster_nodes));
	while (bits && (node = hostlist_shift(wanted))) {
		set_bit_of(bits, node);
		free(node);
	}
	slurm_mutex_unlock(&nodes_lock);
	hostlist_destroy(wanted);
	if (bits && bit_ffs(bits) >= 0)
		text = bit_fmt_full(bits);
	if (bits)
		bit_free(bits);
	return text;
}
