/*
 * share.c - resources: which ones, and which parts of them, a change is about
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "resource_internal.h"

#include "../storage/lists.h"
#include "plugins/accounting_storage/pgsql/sql.h"

extern void resource_add_cond(struct pg_params *p,
			      const slurmdb_res_cond_t *cond,
			      bool with_deleted, enum parts_asked parts)
{
	static const slurmdb_res_cond_t all = {
		.flags = SLURMDB_RES_FLAG_NOTSET
	};

	if (!cond)
		cond = &all;
	params_add_sent_names(p, cond->name_list);
	params_add_sent_names(p, cond->server_list);
	params_add_sent_names(p, cond->description_list);
	params_add_sent_names(p, cond->manager_list);
	params_add_ids(p, cond->id_list);
	params_add_ids(p, cond->type_list);
	if (cond->flags & SLURMDB_RES_FLAG_NOTSET)
		pg_add_null(p);
	else
		pg_add_int(p, cond->flags & SLURMDB_RES_FLAG_BASE);
	params_add_sent_names(p, cond->cluster_list);
	params_add_ids(p, resource_cond_allowed(cond));
	pg_add_bool(p, with_deleted);
	pg_add_int(p, parts);
}

extern bool resource_asks_parts(const slurmdb_res_cond_t *cond)
{
	return list_asks(cond->cluster_list) ||
	       list_asks(resource_cond_allowed(cond));
}

/* ---------------------------------------------------------------- matching */

static char *text_or_null(const struct pg_result *result, int row, int column)
{
	return pg_is_null(result, row, column) ?
		       NULL :
		       xstrdup(pg_text(result, row, column));
}

extern int resource_match(struct storage_conn *conn,
			  const slurmdb_res_cond_t *cond,
			  struct resource_parts *parts_r)
{
	struct resource_parts *m = parts_r;
	struct pg_params params = { 0 };
	struct pg_result *result = NULL;
	int rc;

	*m = (struct resource_parts){ 0 };
	resource_add_cond(&params, cond, false,
			  resource_asks_parts(cond) ? PARTS_MATCHING :
						      PARTS_ALL);
	rc = storage_exec(conn, &sql_resource_find, &params, &result);
	pg_params_free(&params);
	if (rc)
		return rc;
	m->n = pg_rows(result);
	m->id = xcalloc(m->n + 1, sizeof(*m->id));
	m->name = xcalloc(m->n + 1, sizeof(*m->name));
	m->server = xcalloc(m->n + 1, sizeof(*m->server));
	m->cluster = xcalloc(m->n + 1, sizeof(*m->cluster));
	for (int i = 0; i < m->n; i++) {
		m->id[i] = pg_int(result, i, RESOURCE_ID, 0);
		m->name[i] = text_or_null(result, i, RESOURCE_NAME);
		m->server[i] = text_or_null(result, i, RESOURCE_SERVER);
		m->cluster[i] = text_or_null(result, i, RESOURCE_CLUSTER);
	}
	pg_result_free(&result);
	return SLURM_SUCCESS;
}

static void free_texts(char ***texts, int n)
{
	for (int i = 0; *texts && i < n; i++)
		xfree((*texts)[i]);
	xfree(*texts);
}

extern void resource_parts_free(struct resource_parts *parts)
{
	free_texts(&parts->name, parts->n);
	free_texts(&parts->server, parts->n);
	free_texts(&parts->cluster, parts->n);
	xfree(parts->id);
	xfree(parts->allowed);
	parts->n = 0;
}

static bool is_first(const struct resource_parts *parts, int i)
{
	return !i || (parts->id[i - 1] != parts->id[i]);
}

extern int resource_add_parts(struct pg_params *p,
			      const struct resource_parts *parts)
{
	int64_t *id = xcalloc(parts->n + 1, sizeof(*id));
	const char **cluster = xcalloc(parts->n + 1, sizeof(*cluster));
	int n = 0;

	for (int i = 0; i < parts->n; i++) {
		if (!parts->cluster[i])
			continue;
		id[n] = parts->id[i];
		cluster[n++] = parts->cluster[i];
	}
	pg_add_int_array(p, id, n);
	pg_add_text_array(p, cluster, n);
	xfree(id);
	xfree(cluster);
	return n;
}

extern int resource_add_ids(struct pg_params *p,
			    const struct resource_parts *parts)
{
	int64_t *id = xcalloc(parts->n + 1, sizeof(*id));
	int n = 0;

	for (int i = 0; i < parts->n; i++)
		if (is_first(parts, i))
			id[n++] = parts->id[i];
	pg_add_int_array(p, id, n);
	xfree(id);
	return n;
}

extern int resource_check_parts(struct storage_conn *conn,
				const struct resource_parts *parts)
{
	struct pg_params params = { 0 };
	struct pg_result *over = NULL;
	int rc;

	(void)resource_add_ids(&params, parts);
	pg_add_int(&params, SLURMDB_RES_FLAG_ABSOLUTE);
	rc = storage_exec(conn, &sql_resource_over, &params, &over);
	pg_params_free(&params);
	if (!rc && pg_rows(over)) {
		debug("accounting_storage/pgsql: the clusters' parts of %s@%s would be %s of %s",
		      pg_text(over, 0, 0), pg_text(over, 0, 1),
		      pg_text(over, 0, 2), pg_text(over, 0, 3));
		rc = ESLURM_OVER_ALLOCATE;
	}
	pg_result_free(&over);
	return rc;
}

/* ------------------------------------------------------------------- words */

extern void resource_lines(slurm_list_t lines,
			   const struct resource_parts *parts, bool parts_alone)
{
	for (int i = 0; i < parts->n; i++) {
		if (!parts_alone && is_first(parts, i))
			list_append(lines,
				    xstrdup_printf("%s@%s", parts->name[i],
						   parts->server[i]));
		if (parts->cluster[i])
			list_append(lines,
				    xstrdup_printf("Cluster - %s\t- %s@%s",
						   parts->cluster[i],
						   parts->name[i],
						   parts->server[i]));
	}
}

extern char *resource_words(const struct resource_parts *parts)
{
	char *words = NULL;

	for (int i = 0; i < parts->n; i++)
		if (is_first(parts, i))
			xstrfmtcat(words, "%sid='%" PRId64 "'",
				   words ? " || " : "", parts->id[i]);
	return words;
}

extern char *resource_part_words(const struct resource_parts *parts,
				 bool with_clusters)
{
	char *words = NULL;

	for (int i = 0; i < parts->n; i++) {
		const char * or = words ? " || " : "";

		if (with_clusters && parts->cluster[i])
			xstrfmtcat(words,
				   "%s(res_id='%" PRId64 "' && cluster='%s')",
				   or, parts->id[i], parts->cluster[i]);
		else if (!with_clusters && is_first(parts, i))
			xstrfmtcat(words, "%sres_id='%" PRId64 "'", or,
				   parts->id[i]);
	}
	return words;
}

extern slurmdb_res_rec_t *resource_news(int64_t id, const char *cluster)
{
	slurmdb_res_rec_t *news = xmalloc(sizeof(*news));

	slurmdb_init_res_rec(news, false);
	news->id = id;
	news->clus_res_rec = xmalloc(sizeof(*news->clus_res_rec));
	slurmdb_init_clus_res_rec(news->clus_res_rec, false);
	news->clus_res_rec->cluster = xstrdup(cluster);
	return news;
}
