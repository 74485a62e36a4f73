# Libraries that know no plugin. Arrows of includes run one way:
# schema -> pg, spool alone, budget alone, slurm alone.
include src/pg/local.mk
include src/schema/local.mk
include src/slurm/local.mk
include src/budget/local.mk

# One C file of all .sql files of a directory tree: sql_NAME for NAME.sql
EMBED_SQL = $(AWK) -f $(top_srcdir)/src/schema/embed-sql.awk
EXTRA_DIST += src/schema/embed-sql.awk
