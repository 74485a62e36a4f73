/*
 * write.c - records into files
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>

#include "archive.h"

static const struct relation {
	const char *name;
	const char *file;    /* its part of the file's name, as Slurm's */
	const char *since;   /* column that tells how old a record is */
	const char *further; /* columns after its own */
	const char *join;    /* where these come from */
} relations[ARCHIVE_RELATIONS] = {
	[ARCHIVE_EVENT] = { "event", "event_table", "start_time" },
	[ARCHIVE_SUSPENSION] = { "suspension", "suspend_table",
				 "suspended_at" },
	[ARCHIVE_STEP] = { "step", "step_table", "start_time" },
	[ARCHIVE_JOB] = { "job", "job_table", "submit_time" },
	[ARCHIVE_RESERVATION] = { "reservation", "resv_table", "start_time" },
	[ARCHIVE_TXN] = { "txn", "txn_table", "at" },
	[ARCHIVE_ASSOC_USAGE] = { "assoc_usage", "assoc_usage_table",
				  "period_start",
				  ", t.full_name AS tres, s.account, s.user_name, s.partition",
				  " LEFT JOIN slurm_data.tres t USING (tres_id)"
				  " LEFT JOIN slurm_data.assoc s USING (assoc_id)" },
	[ARCHIVE_WCKEY_USAGE] = { "wckey_usage", "wckey_usage_table",
				  "period_start",
				  ", t.full_name AS tres, w.name AS wckey, w.user_name",
				  " LEFT JOIN slurm_data.tres t USING (tres_id)"
				  " LEFT JOIN slurm_data.wckey w USING (wckey_id)" },
	[ARCHIVE_CLUSTER_USAGE] = { "cluster_usage", "usage_table",
				    "period_start", ", t.full_name AS tres",
				    " LEFT JOIN slurm_data.tres t USING (tres_id)" },
	[ARCHIVE_JOB_SCRIPT] = { "job_script", "job_script_table",
				 "last_used" },
	[ARCHIVE_JOB_ENV] = { "job_env", "job_env_table", "last_used" },
};

static const struct pg_statement archived_cluster = {
	"archived_cluster", "WITH old AS (DELETE FROM pg_temp.archived_cluster)"
			    " INSERT INTO pg_temp.archived_cluster VALUES ($1)"
};

extern const char *archive_relation_name(enum archive_relation relation)
{
	return relations[relation].name;
}

/* Transactions name their cluster; all else has its number. */
static char *of_cluster(enum archive_relation relation, const char *table)
{
	const struct relation *r = &relations[relation];

	if (relation == ARCHIVE_TXN)
		return xstrdup_printf("%s g", table);
	return xstrdup_printf("%s g JOIN pg_temp.archived_cluster a"
			      " USING (cluster_id) JOIN slurm_data.cluster c"
			      " USING (cluster_id)%s",
			      table, r->join ? r->join : "");
}

static enum pg_class set_cluster(struct pg_conn *pg, int64_t cluster_id)
{
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_int(&params, cluster_id);
	class = pg_exec(pg, &archived_cluster, &params, NULL);
	pg_params_free(&params);
	return class;
}

/* *first_r: 0 if there are none. */
static enum pg_class find_first(struct pg_conn *pg,
				enum archive_relation relation,
				const char *from, time_t last, time_t *first_r)
{
	char *text = xstrdup_printf("SELECT min(g.%s), count(*) FROM %s",
				    relations[relation].since, from);
	struct pg_statement statement = { "archive_first", text };
	struct pg_result *result = NULL;
	enum pg_class class = pg_exec(pg, &statement, NULL, &result);

	*first_r = 0;
	if (class == PG_OK && pg_int(result, 0, 1, 0))
		*first_r =
			pg_is_null(result, 0, 0) ? last : pg_time(result, 0, 0);
	pg_result_free(&result);
	xfree(text);
	return class;
}

static bool to_file(const char *data, size_t size, void *arg)
{
	return archive_file_write(arg, data, size);
}

static enum pg_class copy(struct pg_conn *pg, enum archive_relation relation,
			  const char *from, struct archive_file *file,
			  int64_t *rows_r)
{
	const struct relation *r = &relations[relation];
	char *text = xstrdup_printf(
		"COPY (SELECT '%s' AS record%s, g.*%s FROM %s)"
		" TO STDOUT (FORMAT csv, HEADER)",
		r->name, relation == ARCHIVE_TXN ? "" : ", c.name AS cluster",
		r->further ? r->further : "", from);
	struct pg_statement statement = { "archive_copy", text };
	enum pg_class class = pg_copy_to(pg, &statement, to_file, file, rows_r);

	xfree(text);
	return class;
}

extern enum pg_class archive_write(struct pg_conn *pg,
				   enum archive_relation relation,
				   const char *table, int64_t cluster_id,
				   const char *cluster, const char *dir,
				   time_t last)
{
	char *from = of_cluster(relation, table);
	struct archive_file *file = NULL;
	enum pg_class class;
	int64_t rows = 0;
	time_t first;

	class = set_cluster(pg, cluster_id);
	if (class == PG_OK)
		class = find_first(pg, relation, from, last, &first);
	if (class != PG_OK || !first) {
		xfree(from);
		return class;
	}
	file = archive_file_new(dir, cluster, relations[relation].file, first,
				last);
	class = file ? copy(pg, relation, from, file, &rows) : PG_INSTALLATION;
	if (class != PG_OK)
		archive_file_drop(&file);
	else if (!archive_file_finish(&file))
		class = PG_INSTALLATION;
	if (class == PG_OK)
		info("accounting_storage/pgsql: archive: %" PRId64
		     " records of %s of cluster %s",
		     rows, relations[relation].name, cluster);
	xfree(from);
	return class;
}
