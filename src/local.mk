# Libraries that know no plugin. Arrows of includes run one way:
# schema -> pg; pg, spool, budget and slurm stand alone.
include src/pg/local.mk
include src/schema/local.mk
include src/slurm/local.mk
include src/budget/local.mk
include src/spool/local.mk

# One C file of several .sql files: sql_NAME for each NAME.sql. Used as
#   $(EMBED_SQL) -v header=DIR/NAME.h FILES >DIR/NAME.c
EMBED_SQL = $(AWK) -f $(top_srcdir)/src/schema/embed-sql.awk
EXTRA_DIST += src/schema/embed-sql.awk
