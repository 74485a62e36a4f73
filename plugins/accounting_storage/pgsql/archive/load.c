/*
 * load.c - sacctmgr archive load: records of files back into their tables
 *
 * The rows of a file come into a temporary table, months that they need are
 * made, and what is not there yet is added, in one transaction. So a file can
 * be loaded again, and one that is cut off or wrong does nothing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <errno.h>
#include <sys/stat.h>
#include <zlib.h>

#include "plugins/accounting_storage/pgsql/sql.h"

#include "archive.h"
#include "sql_load.h"

/* Of which the first line is a part. */
#define PIECE (256 * 1024)
/* An old text is taken as a whole. */
#define TEXT_MAX (1024 * 1024 * 1024)

#define LOAD_PLAIN(table)                                                      \
	{                                                                      \
		"archive_load_" table,                                         \
			"WITH added AS (INSERT INTO slurm_data." table         \
			" SELECT r.* FROM pg_temp.load_" table " l"            \
			" JOIN slurm_data.cluster c ON c.name = l.cluster"     \
			" CROSS JOIN LATERAL "                                 \
			"jsonb_populate_record(NULL::slurm_data." table        \
			", to_jsonb(l)"                                        \
			" || jsonb_build_object('cluster_id', c.cluster_id)) " \
			"r"                                                    \
			" ON CONFLICT DO NOTHING RETURNING 1)"                 \
			" SELECT count(*) FROM added"                          \
	}
static const struct pg_statement into_event = LOAD_PLAIN("event");
static const struct pg_statement into_reservation = LOAD_PLAIN("reservation");
static const struct pg_statement into_assoc_usage = LOAD_PLAIN("assoc_usage");
static const struct pg_statement into_wckey_usage = LOAD_PLAIN("wckey_usage");
static const struct pg_statement into_cluster_usage =
	LOAD_PLAIN("cluster_usage");
static const struct pg_statement into_job_script = LOAD_PLAIN("job_script");
static const struct pg_statement into_job_env = LOAD_PLAIN("job_env");

static const struct pg_statement months_of_jobs = {
	"months_of_jobs", "SELECT DISTINCT slurm_data.month_of(end_time)"
			  " FROM pg_temp.load_job WHERE end_time < 'infinity'"
};
static const struct pg_statement months_of_steps = {
	"months_of_steps", "SELECT DISTINCT slurm_data.month_of(end_time)"
			   " FROM pg_temp.load_step WHERE end_time < 'infinity'"
};
static const struct pg_statement load_make_month = {
	"load_make_month", "SELECT slurm_data.make_month($1)"
};
static const struct pg_statement load_measure_month = {
	"load_measure_month", "SELECT slurm_data.month_measure($1, $2)"
};

static const struct {
	const struct pg_statement *add;
	const struct pg_statement *months; /* or NULL */
} loads[ARCHIVE_RELATIONS] = {
	[ARCHIVE_EVENT] = { &into_event, NULL },
	[ARCHIVE_SUSPENSION] = { &sql_archive_load_suspension, NULL },
	[ARCHIVE_STEP] = { &sql_archive_load_step, &months_of_steps },
	[ARCHIVE_JOB] = { &sql_archive_load_job, &months_of_jobs },
	[ARCHIVE_RESERVATION] = { &into_reservation, NULL },
	[ARCHIVE_TXN] = { &sql_archive_load_txn, NULL },
	[ARCHIVE_ASSOC_USAGE] = { &into_assoc_usage, NULL },
	[ARCHIVE_WCKEY_USAGE] = { &into_wckey_usage, NULL },
	[ARCHIVE_CLUSTER_USAGE] = { &into_cluster_usage, NULL },
	[ARCHIVE_JOB_SCRIPT] = { &into_job_script, NULL },
	[ARCHIVE_JOB_ENV] = { &into_job_env, NULL },
};

struct load {
	struct pg_conn *pg;
	const char *path;
	gzFile gz;
	char *piece; /* PIECE + 1 bytes, the last is NUL */
	int size;    /* of what is in it */
	bool given;  /* the piece at hand has been handed on */
	bool broken; /* the file cannot be read to its end */
	enum archive_relation relation;
	char *columns; /* "record","cluster",... */
	struct pg_result *months;
	int64_t added;
};

/* -------------------------------------------------------------- the file */

static bool next_piece(struct load *load)
{
	int error_number;
	const char *why;

	load->size = gzread(load->gz, load->piece, PIECE);
	load->given = false;
	if (load->size < 0) {
		why = gzerror(load->gz, &error_number);
		error("accounting_storage/pgsql: archive: %s: %s", load->path,
		      error_number == Z_ERRNO ? strerror(errno) : why);
		load->broken = true;
		return false;
	}
	load->piece[load->size] = '\0';
	return true;
}

static bool refuse(const struct load *load, const char *why)
{
	error("accounting_storage/pgsql: archive: %s: %s", load->path, why);
	return false;
}

static bool find_relation(struct load *load, const char *row)
{
	size_t n = strcspn(row, ",\n");

	for (int i = 0; i < ARCHIVE_RELATIONS; i++) {
		const char *name = archive_relation_name(i);

		if (strlen(name) == n && !strncmp(row, name, n)) {
			load->relation = i;
			return true;
		}
	}
	return refuse(
		load,
		"line 2 does not begin with a kind of record that is known");
}

/* Names of columns, as they go into a statement: nothing else than a name is
 * let through. */
static bool find_columns(struct load *load)
{
	size_t n = strcspn(load->piece, "\r\n");
	char *header = xstrndup(load->piece, n), *save = NULL, *name;
	bool good = load->piece[n] != '\0';

	for (name = strtok_r(header, ",", &save); good && name;
	     name = strtok_r(NULL, ",", &save)) {
		good = !name[strspn(name, "abcdefghijklmnopqrstuvwxyz_"
					  "0123456789")];
		xstrfmtcat(load->columns, "%s\"%s\"", load->columns ? "," : "",
			   name);
	}
	xfree(header);
	if (!good || !load->columns)
		return refuse(load, "line 1 is no list of columns");
	n += strspn(load->piece + n, "\r\n");
	return !load->piece[n] || find_relation(load, load->piece + n);
}

static bool give_piece(const char **data_r, size_t *size_r, void *arg)
{
	struct load *load = arg;

	if (load->given && !next_piece(load))
		return false;
	load->given = true;
	*data_r = load->piece;
	*size_r = load->size;
	return true;
}

/* ----------------------------------------------------------- the database */

static enum pg_class copy_in(struct load *load)
{
	char *text = xstrdup_printf("COPY pg_temp.load_%s (%s) FROM STDIN"
				    " (FORMAT csv, HEADER)",
				    archive_relation_name(load->relation),
				    load->columns);
	struct pg_statement statement = { "archive_copy_in", text };
	enum pg_class class =
		pg_exec_script(load->pg, &sql_archive_load_script);

	if (class == PG_OK)
		class = pg_copy_from(load->pg, &statement, give_piece, load,
				     NULL);
	xfree(text);
	return class;
}

static enum pg_class check_cluster(struct load *load)
{
	char *text = xstrdup_printf(
		"SELECT cluster FROM pg_temp.load_%s l WHERE cluster IS NULL OR"
		" cluster <> '' AND NOT EXISTS (SELECT FROM slurm_data.cluster"
		" c WHERE c.name = l.cluster) LIMIT 1",
		archive_relation_name(load->relation));
	struct pg_statement statement = { "archive_check_cluster", text };
	struct pg_result *result = NULL;
	enum pg_class class = pg_exec(load->pg, &statement, NULL, &result);

	if (class == PG_OK && pg_rows(result)) {
		error("accounting_storage/pgsql: archive: %s: there is no cluster %s: add it first",
		      load->path, pg_text(result, 0, 0));
		load->broken = true;
	}
	pg_result_free(&result);
	xfree(text);
	return class;
}

struct month {
	struct load *load;
	int row;
};

static enum pg_class make_month(struct pg_conn *pg, void *arg)
{
	struct month *month = arg;
	struct pg_params params = { 0 };
	enum pg_class class;

	pg_add_text(&params, pg_text(month->load->months, month->row, 0));
	class = pg_exec(pg, &load_make_month, &params, NULL);
	pg_params_free(&params);
	return class;
}

/* Each on its own, before: sql_load.c. */
static enum pg_class make_months(struct load *load)
{
	const struct pg_retry retry = pg_retry_client();
	const struct pg_statement *find = loads[load->relation].months;
	enum pg_class class = PG_OK;

	if (find)
		class = pg_exec(load->pg, find, NULL, &load->months);
	for (int i = 0;
	     load->months && class == PG_OK && i < pg_rows(load->months); i++) {
		struct month month = { load, i };

		class = pg_run(load->pg, &retry, make_month, &month);
	}
	return class;
}

static enum pg_class measure_months(struct load *load)
{
	enum pg_class class = PG_OK;

	for (int i = 0;
	     load->months && class == PG_OK && i < pg_rows(load->months); i++) {
		struct pg_params params = { 0 };

		pg_add_text(&params, archive_relation_name(load->relation));
		pg_add_text(&params, pg_text(load->months, i, 0));
		class = pg_exec(load->pg, &load_measure_month, &params, NULL);
		pg_params_free(&params);
	}
	return class;
}

static enum pg_class add(struct pg_conn *pg, void *arg)
{
	struct load *load = arg;
	struct pg_result *result = NULL;
	enum pg_class class =
		pg_exec(pg, loads[load->relation].add, NULL, &result);

	if (class == PG_OK)
		load->added = pg_int(result, 0, 0, 0);
	pg_result_free(&result);
	return class == PG_OK ? measure_months(load) : class;
}

static enum pg_class load_rows(struct load *load)
{
	/* what was copied lives as long as the link: no second try */
	const struct pg_retry retry = { .first_ms = 20,
					.limit_ms = 500,
					.tries = 20 };
	unsigned session = pg_session_number(load->pg);
	enum pg_class class = copy_in(load);

	if (class == PG_OK)
		class = check_cluster(load);
	if (class == PG_OK && !load->broken)
		class = make_months(load);
	if (class == PG_OK && !load->broken &&
	    session == pg_session_number(load->pg))
		class = pg_run(load->pg, &retry, add, load);
	return class;
}

static int load_csv(struct load *load)
{
	enum pg_class class;

	if (!find_columns(load))
		return SLURM_ERROR;
	class = load_rows(load);
	if (class == PG_OK && !load->broken) {
		info("accounting_storage/pgsql: archive: %s: %" PRId64
		     " records (%s) were added",
		     load->path, load->added,
		     archive_relation_name(load->relation));
		return SLURM_SUCCESS;
	}
	error("accounting_storage/pgsql: archive: %s: nothing of it was loaded",
	      load->path);
	if (!load->broken)
		storage_log_error(load->pg);
	return class == PG_OK || load->broken ? SLURM_ERROR :
						storage_errno(class);
}

/* -------------------------------------------------------------- old files */

static int load_text(struct load *load)
{
	char *text = NULL, *at = NULL;
	int64_t total = 0;
	int rc;

	while (load->size > 0 && total < TEXT_MAX) {
		total += load->size;
		xstrcatat(text, &at, load->piece);
		if (!next_piece(load))
			break;
	}
	if (load->broken || total >= TEXT_MAX)
		rc = SLURM_ERROR;
	else
		rc = sql_load(load->pg, text, load->path);
	xfree(text);
	return rc;
}

static int load_any(struct load *load)
{
	if (!next_piece(load))
		return SLURM_ERROR;
	if (!strncmp(load->piece, "record,", 7))
		return load_csv(load);
	if (sql_is_old_text(load->piece))
		return load_text(load);
	refuse(load,
	       "neither an archive of accounting_storage/pgsql nor Slurm's old one of SQL; binary ones of accounting_storage/mysql are not read");
	return SLURM_ERROR;
}

/* ---------------------------------------------------------------- public */

static int load_file(struct load *load, const char *path)
{
	struct stat st;
	int rc;

	load->path = path;
	if (!stat(path, &st) && !S_ISREG(st.st_mode))
		errno = EINVAL;
	else
		load->gz = gzopen(path, "rbe");
	if (!load->gz) {
		rc = errno ? errno : SLURM_ERROR;
		error("accounting_storage/pgsql: archive: cannot read %s: %m",
		      path);
		return rc;
	}
	load->piece = xmalloc(PIECE + 1);
	rc = load_any(load);
	gzclose(load->gz);
	pg_result_free(&load->months);
	xfree(load->columns);
	xfree(load->piece);
	return rc;
}

extern int archive_load(const slurmdb_archive_rec_t *archive)
{
	struct load load = { .pg = NULL };
	enum pg_class class;
	int rc;

	if (!archive || (!archive->insert && !archive->archive_file)) {
		error("accounting_storage/pgsql: archive: there is nothing to load");
		return SLURM_ERROR;
	}
	load.pg = pg_conn_new(storage_settings());
	class = pg_connect(load.pg);
	if (class == PG_OK)
		class = storage_schema(load.pg);
	else
		storage_log_error(load.pg);
	if (class != PG_OK)
		rc = storage_errno(class);
	else if (archive->insert)
		rc = sql_load(load.pg, archive->insert, "insert");
	else
		rc = load_file(&load, archive->archive_file);
	pg_conn_free(&load.pg);
	errno = rc;
	return rc;
}
