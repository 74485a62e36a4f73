/*
 * resource_internal.h - shared among the verbs of resources
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_RESOURCE_INTERNAL_H
#define SLURM_PGSQL_RESOURCE_INTERNAL_H

#include "resource.h"

/* Which parts resource_find.sql returns; the numbers are
 * those of slurmdb_res_cond_t's with_clusters. */
enum parts_asked {
	PARTS_NONE,	/* resources alone */
	PARTS_MATCHING, /* those that match, and the resources that have one */
	PARTS_ALL,	/* all resources, with those that match */
};

/* Columns of resource_find.sql. */
enum {
	RESOURCE_ID,
	RESOURCE_NAME,
	RESOURCE_SERVER,
	RESOURCE_TYPE,
	RESOURCE_TOTAL,
	RESOURCE_DESCRIPTION,
	RESOURCE_MANAGER,
	RESOURCE_FLAGS,
	RESOURCE_LAST_CONSUMED,
	RESOURCE_MODIFIED_AT,
	RESOURCE_ALLOCATED,
	RESOURCE_CLUSTER,
	RESOURCE_ALLOWED
};

/* $1 to $11 of resource_find.sql; cond may be NULL. */
extern void resource_add_cond(struct pg_params *p,
			      const slurmdb_res_cond_t *cond,
			      bool with_deleted, enum parts_asked parts);

/* Parts of resources by number and cluster, n of each: what a change or a
 * removal is about, or adds. Resources without a part have cluster NULL. */
struct resource_parts {
	int64_t *id;
	char **name, **server, **cluster; /* xmalloc; name, server: by match */
	int64_t *allowed;                 /* of parts to add */
	int n;
};

/* What the condition matches: resources with their parts, those of one resource
 * behind each other. Where parts are asked for, they alone. It stays as it is,
 * since changes of resources are made in turn. Caller frees. */
extern int resource_match(struct storage_conn *conn,
			  const slurmdb_res_cond_t *cond,
			  struct resource_parts *parts_r) PG_MUST_CHECK;
extern void resource_parts_free(struct resource_parts *parts);

/* The condition is about parts, not about whole resources. */
extern bool resource_asks_parts(const slurmdb_res_cond_t *cond);

/* $n, $n+1: numbers and clusters of the parts. Returns how many. */
extern int resource_add_parts(struct pg_params *p,
			      const struct resource_parts *parts);
/* $n: each number once. Returns how many. */
extern int resource_add_ids(struct pg_params *p,
			    const struct resource_parts *parts);

/* ESLURM_OVER_ALLOCATE if one of these has given out more than it has. */
extern int
resource_check_parts(struct storage_conn *conn,
		     const struct resource_parts *parts) PG_MUST_CHECK;

/* "name@server" and "Cluster - c\t- name@server", as sacctmgr prints them. */
extern void resource_lines(slurm_list_t lines,
			   const struct resource_parts *parts,
			   bool parts_alone);

/* "id='1' || id='2'" and "(res_id='1' && cluster='c')" or "res_id='1'", as
 * the transaction log has them; xfree. */
extern char *resource_words(const struct resource_parts *parts);
extern char *resource_part_words(const struct resource_parts *parts,
				 bool with_clusters);

/* A record that tells slurmctlds of a part. */
extern slurmdb_res_rec_t *resource_news(int64_t id, const char *cluster);

#endif
